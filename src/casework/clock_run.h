// Runs the clocks of a case over the steps that moved it. The values are in casework/case_clock.h.
#pragma once

#include "casework/case_clock.h"
#include "casework/case_statement.h"
#include "request/lifecycle.h"

#include <optional>
#include <string>
#include <vector>

namespace comity::casework {

/// One statement that moved the case, or kept it; in case order.
struct Moved {
  const CaseStatement* statement;
  std::string to;
  std::optional<value::Instant> received_at;  // from the other side's receipt
};

struct ClockBasis {
  bool pressing = false;
  std::optional<value::Instant> answer_by;
  const ClockSettings* settings;
};

/// Every clock that was ever started, oldest first.
std::vector<CaseClock> run_clocks(const request::Machine& machine, const std::vector<Moved>& moves,
                                  const ClockBasis& basis, value::Instant now);

}  // namespace comity::casework
