#include "value/digest.h"

#include "value/bytes.h"
#include "value/result.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace comity::value {
namespace {

int nibble(char c) {
  if (c >= '0' && c <= '9') {
    return c - '0';
  }
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

}  // namespace

Result<Digest> parse_digest(std::string_view hex) {
  Digest digest;
  if (hex.size() != digest.octets.size() * 2) {
    return fail("VAL-01", "a digest has 64 hexadecimal digits, not " + std::to_string(hex.size()));
  }
  for (std::size_t i = 0; i < digest.octets.size(); ++i) {
    const int high = nibble(hex[2 * i]);
    const int low = nibble(hex[2 * i + 1]);
    if (high < 0 || low < 0) {
      return fail("VAL-01", "not a lower-case hexadecimal digit at " + std::to_string(2 * i));
    }
    digest.octets.at(i) = static_cast<std::uint8_t>(high * 16 + low);
  }
  return digest;
}

Result<Digest> digest_of(BytesView octets) {
  Digest digest;
  if (octets.size() != digest.octets.size()) {
    return fail("VAL-01", "a digest has 32 octets, not " + std::to_string(octets.size()));
  }
  std::copy(octets.begin(), octets.end(), digest.octets.begin());
  return digest;
}

}  // namespace comity::value
