#include "crypto/hmac.h"

#include "support/hex.h"
#include "value/bytes.h"

#include <gtest/gtest.h>

namespace comity::crypto {
namespace {

using testing_support::from_hex;
using value::bytes_of;
using value::to_hex;

// RFC 4231 sections 4.2, 4.3 and 4.7.
TEST(Hmac, GivesThePublishedCodes) {
  EXPECT_EQ(to_hex(hmac_sha256(value::Bytes(20, 0x0b), bytes_of("Hi There"))),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  EXPECT_EQ(to_hex(hmac_sha256(bytes_of("Jefe"), bytes_of("what do ya want for nothing?"))),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  EXPECT_EQ(to_hex(hmac_sha256(value::Bytes(131, 0xaa),
                               bytes_of("Test Using Larger Than Block-Size Key - Hash Key First"))),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

// RFC 5869 appendices A.1 and A.3: the first 32 octets of their output.
TEST(Hkdf, GivesThePublishedKeys) {
  const value::Bytes secret(22, 0x0b);
  const value::Bytes info = from_hex("f0f1f2f3f4f5f6f7f8f9");
  EXPECT_EQ(
      to_hex(hkdf_sha256(secret, from_hex("000102030405060708090a0b0c"), value::text_of(info))),
      "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf");
  EXPECT_EQ(to_hex(hkdf_sha256(secret, {}, "")),
            "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d");
}

TEST(ConstantTimeComparison, TellsEqualFromUnequal) {
  EXPECT_TRUE(equal_in_constant_time(bytes_of("abc"), bytes_of("abc")));
  EXPECT_TRUE(equal_in_constant_time({}, {}));
  EXPECT_FALSE(equal_in_constant_time(bytes_of("abc"), bytes_of("abd")));
  EXPECT_FALSE(equal_in_constant_time(bytes_of("abc"), bytes_of("ab")));
}

}  // namespace
}  // namespace comity::crypto
