// The cases that a person looks for, page by page: those that a request opened. Receipts of letters
// that could not be opened stand in cases of their own, which nobody looks for.
#pragma once

#include "casework/case_store.h"
#include "desk/context.h"
#include "value/result.h"

#include <functional>

namespace comity::desk {

/// Shows each case that was opened here (`own`) or by a peer to `see`, newest change first, until
/// it answers false. A case that changes meanwhile may be missed: it is first the next time.
value::Result<void> each_case(const Context& context, bool own,
                              const std::function<bool(const casework::CaseRow&)>& see);

}  // namespace comity::desk
