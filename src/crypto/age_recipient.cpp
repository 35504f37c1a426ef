#include "crypto/age_recipient.h"

#include "codec/bech32.h"
#include "value/result.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace comity::crypto {

namespace {

constexpr std::string_view prefix = "age";

}  // namespace

std::string_view suite_name(Suite suite) {
  switch (suite) {
    case Suite::age_x25519:
      return "age-x25519";
  }
  return {};
}

value::Result<Suite> parse_suite(std::string_view name) {
  if (name == suite_name(Suite::age_x25519)) {
    return Suite::age_x25519;
  }
  return value::fail("AGE-11", "the suite \"" + std::string(name) + "\"");
}

value::Result<Recipient> Recipient::parse(std::string_view text) {
  const auto decoded = codec::decode_bech32(text);
  if (!decoded) {
    return value::fail("AGE-10", decoded.error().detail);
  }
  std::array<std::uint8_t, 32> key{};
  if (decoded->prefix != prefix || decoded->data.size() != key.size()) {
    return value::fail("AGE-10", "not the text of an X25519 recipient");
  }
  std::ranges::copy(decoded->data, key.begin());
  const Recipient out(Suite::age_x25519, key);
  if (out.text() != text) {
    return value::fail("AGE-10", "a recipient is written in lower case");
  }
  return out;
}

Recipient Recipient::x25519(const std::array<std::uint8_t, 32>& public_key) {
  return {Suite::age_x25519, public_key};
}

std::string Recipient::text() const { return codec::encode_bech32(prefix, public_key_); }

}  // namespace comity::crypto
