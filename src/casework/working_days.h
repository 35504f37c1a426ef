// The working days of an authority: its week, its holidays, its offset from UTC. Clocks that count
// days of 24 hours do not need it (casework/case_clock.h).
#pragma once

#include "value/instant.h"

#include <array>
#include <chrono>
#include <set>

namespace comity::casework {

struct WorkingDays {
  std::chrono::minutes utc_offset{0};
  /// From Sunday to Saturday.
  std::array<bool, 7> week{false, true, true, true, true, true, false};
  std::set<std::chrono::sys_days> holidays;

  [[nodiscard]] bool works_on(std::chrono::sys_days day) const;

  /// The same time of day, `count` working days later; the day of `start` is not counted.
  [[nodiscard]] value::Instant after(value::Instant start, int count) const;
};

}  // namespace comity::casework
