// UUID version 7 (RFC 9562 section 5.7): the id of a statement, a letter, a package.
#pragma once

#include "value/instant.h"
#include "value/ports.h"
#include "value/result.h"

#include <array>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace comity::value {

struct Uuid {
  std::array<std::uint8_t, 16> octets{};

  /// Lower-case 8-4-4-4-12 form.
  [[nodiscard]] std::string text() const;

  friend auto operator<=>(const Uuid&, const Uuid&) = default;
};

/// Time-ordered to the millisecond, 74 random bits.
Uuid make_uuid(Instant at, Random& random);

/// Accepts the lower-case form of version 7, RFC variant, only (VAL-05).
Result<Uuid> parse_uuid(std::string_view text);

}  // namespace comity::value
