#include "codec/bech32.h"

#include "value/bytes.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

namespace comity::codec {
namespace {

std::string upper(std::string text) {
  std::ranges::transform(text, text.begin(), [](char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  });
  return text;
}

class ValidBech32 : public testing::TestWithParam<std::string_view> {};

// BIP 173, "Test vectors", those of whole octets; the last is from the age project's documentation.
INSTANTIATE_TEST_SUITE_P(
    Published, ValidBech32,
    testing::Values(
        "a12uel5l",
        "an83characterlonghumanreadablepartthatcontainsthenumber1andtheexcludedcharactersb"
        "io1tt5tgs",
        "abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw",
        "split1checkupstagehandshakeupstreamerranterredcaperred2y9e3w",
        "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p"));

TEST_P(ValidBech32, IsReadAndWrittenBack) {
  const auto decoded = decode_bech32(GetParam());
  ASSERT_TRUE(decoded) << decoded.error().detail;
  EXPECT_EQ(encode_bech32(decoded->prefix, decoded->data), GetParam());
}

TEST_P(ValidBech32, UpperCaseIsTheSameValue) {
  const auto decoded = decode_bech32(upper(std::string(GetParam())));
  ASSERT_TRUE(decoded);
  EXPECT_EQ(encode_bech32(decoded->prefix, decoded->data), GetParam());
}

TEST_P(ValidBech32, OneChangedCharacterIsRefused) {
  for (std::size_t i = 0; i < GetParam().size(); ++i) {
    std::string changed(GetParam());
    changed[i] = changed[i] == 'q' ? 'p' : 'q';
    EXPECT_FALSE(decode_bech32(changed)) << changed;
  }
}

class InvalidBech32 : public testing::TestWithParam<std::string_view> {};

INSTANTIATE_TEST_SUITE_P(Published, InvalidBech32,
                         testing::Values("\x20"
                                         "1nwldj5",       // prefix character out of range
                                         "pzry9x0s0muk",  // no separator
                                         "1pzry9x0s0muk", "10a06t8", "1qzzfhee",  // empty prefix
                                         "x1b4n0q5v",  // invalid data character
                                         "li1dgmt3",   // checksum too short
                                         "A1G7SGD8",   // checksum over upper-case prefix
                                         "A12uEL5L",   // mixed case
                                         "", "a12UEL5L"));

TEST_P(InvalidBech32, IsRefused) {
  const auto decoded = decode_bech32(GetParam());
  ASSERT_FALSE(decoded);
  EXPECT_EQ(decoded.error().code.text(), "CODEC-02");
}

TEST(Bech32, TextOverTheLimitIsRefused) {
  const std::string text = encode_bech32("age", value::Bytes(1300, 1));
  ASSERT_GT(text.size(), 2048U);
  EXPECT_FALSE(decode_bech32(text));
}

RC_GTEST_PROP(Bech32, AnyBytesComeBack, (const value::Bytes& data)) {
  const value::Bytes some(
      data.begin(),
      data.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(data.size(), 1270)));
  const auto decoded = decode_bech32(encode_bech32("test", some));
  RC_ASSERT(decoded.has_value());
  RC_ASSERT(decoded->prefix == "test");
  RC_ASSERT(decoded->data == some);
}

}  // namespace
}  // namespace comity::codec
