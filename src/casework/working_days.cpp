#include "casework/working_days.h"

#include "value/instant.h"

#include <algorithm>
#include <chrono>

namespace comity::casework {

bool WorkingDays::works_on(std::chrono::sys_days day) const {
  const auto weekday = std::chrono::weekday(day).c_encoding();
  return week.at(weekday) && !holidays.contains(day);
}

value::Instant WorkingDays::after(value::Instant start, int count) const {
  using std::chrono::days;
  // A calendar without a working week would never end; it is read as one that works every day.
  const bool every_day = std::none_of(week.begin(), week.end(), [](bool works) { return works; });
  const std::chrono::sys_time<value::Duration> local(value::Duration(start.unix_ms) + utc_offset);
  auto day = std::chrono::floor<days>(local);
  const auto time_of_day = local - day;
  while (count > 0) {
    day += days(1);
    if (every_day || works_on(day)) {
      --count;
    }
  }
  return {(day + time_of_day - utc_offset).time_since_epoch().count()};
}

}  // namespace comity::casework
