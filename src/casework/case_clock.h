// The clocks of a case as values: what started them, whether they run, when they are due. Which
// clock runs when is a table of data (request/clock_rule.h).
#pragma once

#include "casework/working_days.h"
#include "value/digest.h"
#include "value/instant.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace comity::casework {

enum class ClockPhase : std::uint8_t {
  awaiting_receipt,  // its start is signed, but no receipt says when it arrived
  running,
  paused,
  run_out,
  stopped,
};

std::string_view phase_text(ClockPhase phase);

struct CaseClock {
  std::string code;  // "T-ACK"
  ClockPhase phase = ClockPhase::awaiting_receipt;
  value::Digest started_by;
  std::optional<value::Digest> ended_by;
  std::optional<value::Instant> started_at;
  std::optional<value::Instant> due;  // none: the treaty and the profile set no number
  std::optional<value::Instant> ended_at;
  bool late = false;  // stopped after it was due

  friend bool operator==(const CaseClock&, const CaseClock&) = default;
};

/// What a node adds to the tables: the recipient's working days and what its profile sets.
struct ClockSettings {
  WorkingDays calendar;
  std::optional<value::Duration> decision;   // T-DEC
  std::optional<value::Duration> execution;  // T-EXEC
};

/// When to remind: at 50, 80 and 100 per cent; T-PRES 30, 14, 7 and 2 days before its end.
std::vector<value::Instant> alarms(const CaseClock& clock);

}  // namespace comity::casework
