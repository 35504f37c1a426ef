// A SHA-256 value. How to compute one is in crypto/sha256.h.
#pragma once

#include "value/bytes.h"
#include "value/result.h"

#include <array>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace comity::value {

struct Digest {
  std::array<std::uint8_t, 32> octets{};

  [[nodiscard]] BytesView view() const { return octets; }

  /// 64 lower-case hexadecimal digits: the form every record and payload uses.
  [[nodiscard]] std::string hex() const { return to_hex(octets); }

  friend auto operator<=>(const Digest&, const Digest&) = default;
};

/// Accepts exactly 64 lower-case hexadecimal digits (VAL-01).
Result<Digest> parse_digest(std::string_view hex);

/// Accepts exactly 32 octets (VAL-01).
Result<Digest> digest_of(BytesView octets);

}  // namespace comity::value
