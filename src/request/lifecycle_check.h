// What a machine of the table must satisfy before anything runs on it; reading is in lifecycle.h.
#pragma once

#include "request/lifecycle.h"
#include "value/result.h"

namespace comity::request {

/// REQ-LIFE-04 a state that cannot be reached, or a way out of a final state; REQ-LIFE-05 two rows
/// that nothing tells apart; REQ-LIFE-07 a row neither private nor with a document, or both.
value::Result<void> check_machine(const Machine& machine);

}  // namespace comity::request
