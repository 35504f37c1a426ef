// The checklist over one request: the same rules at the sender, as a courtesy, and at the
// recipient, as the safeguard. What each rule says is request/rules.h; this lends it profiles, time
// and hashes.
#pragma once

#include "codec/json.h"
#include "desk/context.h"
#include "request/finding.h"
#include "statement/statement.h"
#include "value/instant.h"
#include "value/result.h"

#include <cstdint>
#include <string>
#include <vector>

namespace comity::desk {

enum class CheckSide : std::uint8_t { sender, recipient };

/// Every finding, passes included. `record` may be an unfinished draft. Also the node rule DESK-16,
/// as an error in blocking_findings.
std::vector<request::Finding> findings(const Law& law, const codec::Json& record,
                                       value::Instant created_at, value::Instant now,
                                       CheckSide side);

/// Whether the checklist judges statements of this type: kinds of request, those that join a case
/// included; not the documents that answer them.
bool has_checklist(const Law& law, const std::string& document);

/// One error per rule that blocks, DESK-23 with the rule's id first in its detail; DESK-16 when a
/// desk is not designated for this kind. Empty when nothing blocks.
std::vector<value::Error> blocking_findings(const Context& context,
                                            const statement::Statement& request, CheckSide side);

/// The code as it stands in receipts and before users: "REQ-ID-04" for a rule, else the code
/// itself.
std::string public_code(const value::Error& error);

}  // namespace comity::desk
