#include "casework/case_clock.h"

#include "value/instant.h"

#include <string_view>
#include <vector>

namespace comity::casework {

std::string_view phase_text(ClockPhase phase) {
  switch (phase) {
    case ClockPhase::awaiting_receipt:
      return "awaiting_receipt";
    case ClockPhase::running:
      return "running";
    case ClockPhase::paused:
      return "paused";
    case ClockPhase::run_out:
      return "run_out";
    case ClockPhase::stopped:
      return "stopped";
  }
  return "";
}

std::vector<value::Instant> alarms(const CaseClock& clock) {
  std::vector<value::Instant> times;
  if (!clock.started_at || !clock.due) {
    return times;
  }
  if (clock.code == "T-PRES") {
    for (const int days : {30, 14, 7, 2}) {
      const auto at = *clock.due + -std::chrono::days(days);
      if (at > *clock.started_at) {
        times.push_back(at);
      }
    }
    return times;
  }
  const auto span = *clock.due - *clock.started_at;
  for (const int per_cent : {50, 80, 100}) {
    times.push_back(*clock.started_at + span * per_cent / 100);
  }
  return times;
}

}  // namespace comity::casework
