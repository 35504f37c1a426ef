// What this node asks of a peer's statement before a person reads it: time, record, desks, persons,
// and for a request the checklist. The recipient's run is the safeguard; the sender's is a
// courtesy.
#pragma once

#include "desk/context.h"
#include "desk/opened_letter.h"
#include "value/instant.h"
#include "value/result.h"

#include <string>
#include <vector>

namespace comity::desk {

/// Every reason to refuse, the most basic first; empty when the statement may be admitted. STMT-05
/// time, REC codes, DESK-09 a desk that the case does not name, DESK-10 to 12 for receipts, CASE
/// and SIGN codes for persons, "REQ-..." for each checklist rule that blocks.
std::vector<value::Error> refusals(const Context& context, const OpenedLetter& opened,
                                   value::Instant received_at);

}  // namespace comity::desk
