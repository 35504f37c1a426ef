#include "value/digest.h"

#include "value/bytes.h"
#include "value/result.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <array>
#include <cstdint>
#include <string>

namespace comity::value {
namespace {

// SHA-256("abc"), FIPS 180-4 example.
constexpr const char* abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

TEST(DigestTest, ReadsWhatItWrites) {
  const auto digest = parse_digest(abc);
  ASSERT_TRUE(digest);
  EXPECT_EQ(digest->octets.front(), 0xBAU);
  EXPECT_EQ(digest->octets.back(), 0xADU);
  EXPECT_EQ(digest->hex(), abc);
}

RC_GTEST_PROP(DigestTest, EveryDigestSurvivesItsText,
              (const std::array<std::uint8_t, 32>& octets)) {
  const Digest digest{octets};
  const auto read = parse_digest(digest.hex());
  RC_ASSERT(read.has_value());
  RC_ASSERT(*read == digest);
  RC_ASSERT(digest_of(digest.view()).value() == digest);
}

struct BadDigest {
  const char* name;
  std::string text;
};

class RefusedDigest : public testing::TestWithParam<BadDigest> {};

TEST_P(RefusedDigest, IsVal01) {
  const auto digest = parse_digest(GetParam().text);
  ASSERT_FALSE(digest);
  EXPECT_EQ(digest.error().code, Code("VAL-01"));
}

INSTANTIATE_TEST_SUITE_P(
    Digest, RefusedDigest,
    testing::Values(BadDigest{"Empty", ""}, BadDigest{"Short", std::string(abc).substr(1)},
                    BadDigest{"Long", std::string(abc) + "00"},
                    BadDigest{"UpperCase", "BA" + std::string(abc).substr(2)},
                    BadDigest{"LetterAfterF", "ga" + std::string(abc).substr(2)},
                    BadDigest{"CharacterBeforeZero", "/0" + std::string(abc).substr(2)},
                    BadDigest{"LowNibble", "b " + std::string(abc).substr(2)}),
    [](const auto& given) { return given.param.name; });

TEST(DigestTest, OnlyThirtyTwoOctetsMakeADigest) {
  EXPECT_TRUE(digest_of(Bytes(32, 7)));
  EXPECT_FALSE(digest_of(Bytes(31, 7)));
  EXPECT_FALSE(digest_of(Bytes(33, 7)));
  EXPECT_FALSE(digest_of({}));
}

TEST(DigestTest, OrdersByOctets) {
  Digest low;
  Digest high;
  high.octets[31] = 1;
  EXPECT_LT(low, high);
  low.octets[0] = 1;
  EXPECT_GT(low, high);
}

}  // namespace
}  // namespace comity::value
