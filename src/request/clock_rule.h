// The clocks of a lifecycle as data: what starts one, in which states it runs, when it is due. They
// are run in casework/clock_run.h; none of them moves a case.
#pragma once

#include "codec/json.h"
#include "value/instant.h"
#include "value/result.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace comity::request {

/// When a clock is due, counted from its start.
struct ClockSpan {
  enum class Kind : std::uint8_t {
    fixed,         // `length` after the start
    working_days,  // so many days on which the recipient works
    decision,      // the time asked for, else what the recipient's profile sets, else open
    execution,     // the same for the execution
    latest_end,    // the end that the document names, else `length` after the start
  };

  Kind kind = Kind::fixed;
  value::Duration length{};
  std::int64_t working_days = 0;
  std::optional<value::Duration> pressing;  // instead, when the request is critical or urgent
  value::Duration first_at_least{};         // latest_end: the floor of the first one

  friend bool operator==(const ClockSpan&, const ClockSpan&) = default;
};

/// It starts when one of its documents moves the case into a state where it runs or pauses, and
/// stops when the case is in neither.
struct ClockRule {
  std::string code;  // "T-ACK"
  std::vector<std::string> starts;
  std::string restarts;  // a document that starts it anew while it runs; empty when none does
  std::vector<std::string> running;
  std::vector<std::string> paused;
  bool from_own_act = false;  // from the author's own time, not from the other side's receipt
  ClockSpan span;
};

/// REQ-LIFE-01 when the list is not shaped as this version reads it. Absent (null): no clocks.
value::Result<std::vector<ClockRule>> read_clocks(const codec::Json* list,
                                                  const std::string& machine);

}  // namespace comity::request
