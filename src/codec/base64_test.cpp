#include "codec/base64.h"

#include "value/bytes.h"
#include "value/result.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <ostream>
#include <string>
#include <string_view>

namespace comity::codec {
namespace {

using value::Bytes;
using value::bytes_of;
using value::Code;
using value::to_bytes;

struct Vector {
  std::string_view plain;
  const char* standard;
  const char* url;

  friend void PrintTo(const Vector& vector, std::ostream* out) { *out << vector.standard; }
};

class Base64Vector : public testing::TestWithParam<Vector> {};

TEST_P(Base64Vector, EncodesAndDecodes) {
  const auto& [plain, standard, url] = GetParam();
  EXPECT_EQ(encode_base64(bytes_of(plain)), standard);
  EXPECT_EQ(decode_base64(standard).value(), to_bytes(plain));
  EXPECT_EQ(encode_base64url(bytes_of(plain)), url);
  EXPECT_EQ(decode_base64url(url).value(), to_bytes(plain));
}

// RFC 4648 section 10; the last shows the two alphabets apart.
INSTANTIATE_TEST_SUITE_P(Rfc4648, Base64Vector,
                         testing::Values(Vector{"", "", ""}, Vector{"f", "Zg==", "Zg"},
                                         Vector{"fo", "Zm8=", "Zm8"}, Vector{"foo", "Zm9v", "Zm9v"},
                                         Vector{"foob", "Zm9vYg==", "Zm9vYg"},
                                         Vector{"fooba", "Zm9vYmE=", "Zm9vYmE"},
                                         Vector{"foobar", "Zm9vYmFy", "Zm9vYmFy"},
                                         Vector{"\xFB\xFF\xBE", "+/++", "-_--"}));

class RefusedBase64 : public testing::TestWithParam<std::string> {};

TEST_P(RefusedBase64, IsCodec01) {
  const auto bytes = decode_base64(GetParam());
  ASSERT_FALSE(bytes) << GetParam();
  EXPECT_EQ(bytes.error().code, Code("CODEC-01"));
}

INSTANTIATE_TEST_SUITE_P(Base64, RefusedBase64,
                         testing::Values("Z", "Zg", "Zg=", "Zg===", "Zh==",  // trailing bits
                                         "Zm9=", "=", "====", "A===", "Zg==Zg==", "Zm9v\n", "Zm 9",
                                         "-_--", "Zm9\xC3", "=Zg=", "Z=g="));

class RefusedBase64Url : public testing::TestWithParam<std::string> {};

TEST_P(RefusedBase64Url, IsCodec01) {
  const auto bytes = decode_base64url(GetParam());
  ASSERT_FALSE(bytes) << GetParam();
  EXPECT_EQ(bytes.error().code, Code("CODEC-01"));
}

INSTANTIATE_TEST_SUITE_P(Base64, RefusedBase64Url,
                         testing::Values("Z", "Zg==", "Zh", "Zm9", "+/++", "Zm9vY", "Zm9v.",
                                         std::string("Zm9\0", 4)));

RC_GTEST_PROP(Base64Test, EveryValueHasOneSpelling, (const Bytes& bytes)) {
  const std::string standard = encode_base64(bytes);
  RC_ASSERT(decode_base64(standard).value() == bytes);
  const std::string url = encode_base64url(bytes);
  RC_ASSERT(decode_base64url(url).value() == bytes);
  RC_ASSERT(url.find_first_of("+/=") == std::string::npos);
}

RC_GTEST_PROP(Base64Test, WhatIsAcceptedIsWhatIsWritten, ()) {
  const auto text =
      *rc::gen::container<std::string>(rc::gen::elementOf(std::string("AQgwZ9+/-_=")));
  if (const auto bytes = decode_base64(text)) {
    RC_ASSERT(encode_base64(*bytes) == text);
  }
  if (const auto bytes = decode_base64url(text)) {
    RC_ASSERT(encode_base64url(*bytes) == text);
  }
}

}  // namespace
}  // namespace comity::codec
