#include "crypto/age_recipient.h"

#include "codec/bech32.h"
#include "crypto/kem.h"
#include "value/bytes.h"
#include "value/result.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

namespace comity::crypto {

namespace {

struct SuiteText {
  Suite suite;
  std::string_view name;
  std::string_view prefix;  ///< of a recipient
  std::size_t octets;       ///< of a public key
};

constexpr std::array<SuiteText, 2> suites = {{
    {Suite::age_x25519, "age-x25519", "age", 32},
    {Suite::age_mlkem768x25519, "age-mlkem768x25519", "age1pq", std::tuple_size_v<HybridPublicKey>},
}};

const SuiteText& text_of(Suite suite) {
  switch (suite) {
    case Suite::age_x25519:
      return suites[0];
    case Suite::age_mlkem768x25519:
      return suites[1];
  }
  return suites[0];
}

}  // namespace

std::string_view suite_name(Suite suite) { return text_of(suite).name; }

value::Result<Suite> parse_suite(std::string_view name) {
  for (const SuiteText& known : suites) {
    if (name == known.name) {
      return known.suite;
    }
  }
  return value::fail("AGE-11", "the suite \"" + std::string(name) + "\"");
}

value::Result<Recipient> Recipient::parse(std::string_view text) {
  auto decoded = codec::decode_bech32(text);
  if (!decoded) {
    return value::fail("AGE-10", decoded.error().detail);
  }
  for (const SuiteText& known : suites) {
    if (decoded->prefix == known.prefix && decoded->data.size() == known.octets) {
      if (std::ranges::any_of(text, [](char c) { return c >= 'A' && c <= 'Z'; })) {
        return value::fail("AGE-10", "a recipient is written in lower case");
      }
      return Recipient(known.suite, std::move(decoded->data));
    }
  }
  return value::fail("AGE-10", "not the text of an X25519 or mlkem768x25519 recipient");
}

Recipient Recipient::x25519(const std::array<std::uint8_t, 32>& public_key) {
  return {Suite::age_x25519, value::to_bytes(public_key)};
}

Recipient Recipient::hybrid(const HybridPublicKey& public_key) {
  return {Suite::age_mlkem768x25519, value::to_bytes(public_key)};
}

std::string Recipient::text() const {
  return codec::encode_bech32(text_of(suite_).prefix, public_key_);
}

}  // namespace comity::crypto
