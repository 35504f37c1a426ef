// A point in time: milliseconds since 1970-01-01T00:00:00Z. Text is RFC 3339 with an offset.
#pragma once

#include "value/result.h"

#include <chrono>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace comity::value {

using Duration = std::chrono::milliseconds;

struct Instant {
  std::int64_t unix_ms = 0;

  /// "2026-11-21T21:45:21Z": UTC, whole seconds; the form that is signed.
  [[nodiscard]] std::string text() const;

  friend auto operator<=>(const Instant&, const Instant&) = default;

  friend Instant operator+(Instant at, Duration span) { return {at.unix_ms + span.count()}; }

  friend Duration operator-(Instant a, Instant b) { return Duration(a.unix_ms - b.unix_ms); }
};

/// RFC 3339 date-time, offset mandatory ("Z" or +hh:mm), capital T; VAL-02 without an offset or
/// with a zone name, VAL-03 for anything else that is no such time (leap seconds included).
Result<Instant> parse_instant(std::string_view text);

/// A calendar day "2026-11-21" (VAL-04), as its first instant in UTC.
Result<Instant> parse_date(std::string_view text);

}  // namespace comity::value
