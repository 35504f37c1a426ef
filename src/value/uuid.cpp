#include "value/uuid.h"

#include "value/bytes.h"
#include "value/instant.h"
#include "value/ports.h"
#include "value/result.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace comity::value {
namespace {

constexpr bool dash_at(std::size_t i) { return i == 8 || i == 13 || i == 18 || i == 23; }

int nibble(char c) {
  if (c >= '0' && c <= '9') {
    return c - '0';
  }
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

}  // namespace

std::string Uuid::text() const {
  const std::string hex = to_hex(octets);
  return hex.substr(0, 8) + "-" + hex.substr(8, 4) + "-" + hex.substr(12, 4) + "-" +
         hex.substr(16, 4) + "-" + hex.substr(20);
}

Uuid make_uuid(Instant at, Random& random) {
  Uuid id;
  random.fill(std::span(id.octets).subspan(6));
  for (std::size_t i = 0; i < 6; ++i) {
    id.octets.at(i) = static_cast<std::uint8_t>(at.unix_ms >> (8 * (5 - i)));
  }
  id.octets[6] = static_cast<std::uint8_t>((id.octets[6] & 0x0FU) | 0x70U);
  id.octets[8] = static_cast<std::uint8_t>((id.octets[8] & 0x3FU) | 0x80U);
  return id;
}

Result<Uuid> parse_uuid(std::string_view text) {
  const std::string shown(text.substr(0, 40));
  if (text.size() != 36) {
    return fail("VAL-05", "not a UUID: " + shown);
  }
  Uuid id;
  std::size_t digit = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (dash_at(i)) {
      if (text[i] != '-') {
        return fail("VAL-05", "not a UUID: " + shown);
      }
      continue;
    }
    const int found = nibble(text[i]);
    if (found < 0) {
      return fail("VAL-05", "not a lower-case UUID: " + shown);
    }
    auto& octet = id.octets.at(digit++ / 2);
    octet = static_cast<std::uint8_t>(octet * 16 + found);
  }
  if ((id.octets[6] >> 4U) != 7 || (id.octets[8] >> 6U) != 2) {
    return fail("VAL-05", "not a UUID of version 7: " + shown);
  }
  return id;
}

}  // namespace comity::value
