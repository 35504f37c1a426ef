// The receipts this node owes: made once the entry of what came is covered by a durable checkpoint,
// so that each carries its proof. Never receipted themselves.
#pragma once

#include "desk/context.h"
#include "value/result.h"

#include <cstddef>
#include <cstdint>
#include <string>

namespace comity::desk {

/// How many were made, at most `limit`; one transaction for all. `checkpoint` is the stored note.
/// LEDGER-01 when the lease of `epoch` is another's by now: then none was.
value::Result<std::size_t> make_receipts(const Context& context, std::int64_t epoch,
                                         const std::string& checkpoint, std::size_t limit);

}  // namespace comity::desk
