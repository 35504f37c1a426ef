// case = fold(statements, now): the state both sides share, from the set of statements alone,
// whatever order they came in. docs/protocol/case.md is its specification.
#pragma once

#include "casework/case_state.h"
#include "casework/case_statement.h"
#include "request/lifecycle.h"
#include "value/instant.h"

#include <string>
#include <vector>

namespace comity::casework {

/// Pure. `now` only runs clocks. Duplicates (equal digests) count once.
CaseState fold(const std::vector<CaseStatement>& statements, const request::Lifecycles& lifecycles,
               value::Instant now, const ClockSettings& settings = {});

/// A document that a side may sign now.
struct NextStep {
  std::string document;
  std::vector<std::string> companions;  // to be signed with it
  std::string from;                     // the state, or the private place, it starts at
  std::string to;
  std::string role;
  std::string second_role;  // empty when one person is enough
  request::Condition when;
  std::string guard;

  friend bool operator==(const NextStep&, const NextStep&) = default;
};

/// The documents of the rows that can start at the shared state, or at a place of this side's own
/// from there. Automatic acts of the desk (technical_receipt) are not listed.
std::vector<NextStep> next_documents(const CaseState& state, const request::Lifecycles& lifecycles,
                                     request::Side side);

/// The documents that may be signed at any time without moving this case; empty before it is sent.
std::vector<std::string> noted_documents(const CaseState& state,
                                         const request::Lifecycles& lifecycles);

/// One part of the state and the statement behind it, for `comity case --why`.
struct Explanation {
  std::string part;  // "state", "T-ACK", "crossed" ...
  value::Digest because;
  std::string words;

  friend bool operator==(const Explanation&, const Explanation&) = default;
};

std::vector<Explanation> explain(const CaseState& state);

}  // namespace comity::casework
