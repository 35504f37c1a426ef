// The receipts this node owes: made once the entry of what came is covered by a durable checkpoint,
// so that each carries its proof. Never receipted themselves.
#pragma once

#include "desk/context.h"
#include "value/result.h"

#include <cstddef>
#include <string>

namespace comity::desk {

/// How many were made, at most `limit`; one transaction for all. `checkpoint` is the stored note.
value::Result<std::size_t> make_receipts(const Context& context, const std::string& checkpoint,
                                         std::size_t limit);

}  // namespace comity::desk
