#include "value/instant.h"

#include "value/result.h"

#include <array>
#include <charconv>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <optional>
#include <string>
#include <string_view>

namespace comity::value {
namespace {

std::optional<int> number(std::string_view text, std::size_t at, std::size_t length) {
  if (at + length > text.size()) {
    return std::nullopt;
  }
  int found = 0;
  const char* const end = text.data() + at + length;
  for (std::size_t i = at; i < at + length; ++i) {
    if (text[i] < '0' || text[i] > '9') {
      return std::nullopt;
    }
  }
  return std::from_chars(text.data() + at, end, found).ptr == end ? std::optional(found)
                                                                  : std::nullopt;
}

std::optional<std::int64_t> day_ms(std::string_view text) {
  const auto year = number(text, 0, 4);
  const auto month = number(text, 5, 2);
  const auto day = number(text, 8, 2);
  if (!year || !month || !day || text[4] != '-' || text[7] != '-') {
    return std::nullopt;
  }
  const std::chrono::year_month_day date{std::chrono::year(*year),
                                         std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day))};
  if (!date.ok()) {
    return std::nullopt;
  }
  return std::chrono::duration_cast<Duration>(std::chrono::sys_days(date).time_since_epoch())
      .count();
}

/// The clock part "hh:mm:ss[.fff]" at offset 11; sets `rest` to where the zone begins.
std::optional<std::int64_t> clock_ms(std::string_view text, std::size_t& rest) {
  const auto hour = number(text, 11, 2);
  const auto minute = number(text, 14, 2);
  const auto second = number(text, 17, 2);
  if (!hour || !minute || !second || text[13] != ':' || text[16] != ':' || *hour > 23 ||
      *minute > 59 || *second > 59) {
    return std::nullopt;
  }
  std::int64_t found = ((*hour * 60LL + *minute) * 60 + *second) * 1000;
  rest = 19;
  if (rest < text.size() && text[rest] == '.') {
    std::int64_t scale = 100;
    const std::size_t first = ++rest;
    for (; rest < text.size() && text[rest] >= '0' && text[rest] <= '9'; ++rest, scale /= 10) {
      found += (text[rest] - '0') * scale;
    }
    if (rest == first) {
      return std::nullopt;
    }
  }
  return found;
}

std::optional<std::int64_t> offset_ms(std::string_view zone) {
  if (zone == "Z") {
    return 0;
  }
  const auto hours = number(zone, 1, 2);
  const auto minutes = number(zone, 4, 2);
  if (zone.size() != 6 || (zone[0] != '+' && zone[0] != '-') || zone[3] != ':' || !hours ||
      !minutes || *hours > 23 || *minutes > 59) {
    return std::nullopt;
  }
  return (zone[0] == '-' ? -1 : 1) * (*hours * 60LL + *minutes) * 60'000;
}

}  // namespace

std::string Instant::text() const {
  using std::chrono::floor;
  const std::chrono::sys_time<Duration> at{Duration(unix_ms)};
  const auto day = floor<std::chrono::days>(at);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss clock{floor<std::chrono::seconds>(at - day)};
  std::array<char, 40> buffer{};
  const int length = std::snprintf(
      buffer.data(), buffer.size(), "%04d-%02u-%02uT%02ld:%02ld:%02ldZ",
      static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
      static_cast<unsigned>(date.day()), static_cast<long>(clock.hours().count()),
      static_cast<long>(clock.minutes().count()), static_cast<long>(clock.seconds().count()));
  return {buffer.data(), static_cast<std::size_t>(length)};
}

Result<Instant> parse_instant(std::string_view text) {
  std::size_t rest = 0;
  if (text.size() < 19 || text[10] != 'T') {
    return fail("VAL-03", "not an RFC 3339 time: " + std::string(text.substr(0, 40)));
  }
  const auto day = day_ms(text);
  const auto clock = clock_ms(text, rest);
  if (!day || !clock) {
    return fail("VAL-03", "not an RFC 3339 time: " + std::string(text.substr(0, 40)));
  }
  const auto offset = offset_ms(text.substr(rest));
  if (!offset) {
    return fail("VAL-02", "no offset (Z or +hh:mm) in " + std::string(text.substr(0, 40)));
  }
  return Instant{*day + *clock - *offset};
}

Result<Instant> parse_date(std::string_view text) {
  const auto day = text.size() == 10 ? day_ms(text) : std::nullopt;
  if (!day) {
    return fail("VAL-04", "not a date (yyyy-mm-dd): " + std::string(text.substr(0, 40)));
  }
  return Instant{*day};
}

}  // namespace comity::value
