// One step of a case: what one statement does at one place of one machine. The order of the steps
// is in casework/history.h, what crosses in casework/resolution.h.
#pragma once

#include "casework/case_statement.h"
#include "request/lifecycle.h"
#include "value/result.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace comity::casework {

/// The first documents of a row that needs two, until the others come or the case moves on.
struct Held {
  const request::Row* row = nullptr;
  std::vector<std::size_t> statements;
  std::vector<std::string> documents;
};

struct Place {
  std::string state;
  bool delivered = false;  // something was handed over: breach_notice has its meaning
  Held held;
};

enum class Effect : std::uint8_t { moved, held, noted, refused };

struct Step {
  Effect effect = Effect::refused;
  std::string from;
  std::string to;
  std::string aim;                      // where the row leads, also while it is held
  std::optional<value::Code> code;      // of a refusal
  std::vector<std::size_t> companions;  // earlier statements that move with this one
  std::vector<std::size_t> released;    // held ones the case has left behind
};

/// The case a step belongs to.
struct Ground {
  const request::Machine* machine;
  value::Uuid case_id;
  value::Digest opening;
};

/// What the statement does at the place, and the place after it. CASE-03 to CASE-07, CASE-09.
Step step(const Ground& ground, Place& place, const CaseStatement& statement, std::size_t index);

}  // namespace comity::casework
