#include "crypto/hpke.h"

#include "crypto/hmac.h"
#include "support/hex.h"
#include "value/bytes.h"

#include <gtest/gtest.h>

#include <cstdint>

namespace comity::crypto {
namespace {

using testing_support::array_from_hex;
using value::to_hex;

// RFC 9180 appendix A.2.1: the same KDF and AEAD, with the KEM of X25519 alone.
TEST(Hpke, GivesThePublishedSchedule) {
  constexpr std::uint16_t dhkem_x25519 = 0x0020;
  const HpkeContext context = hpke_base(
      dhkem_x25519,
      array_from_hex<32>("0bbe78490412b4bbea4812666f7916932b828bba79942424abb65244930d69a7"),
      "Ode on a Grecian Urn");
  EXPECT_EQ(to_hex(context.key),
            "ad2744de8e17f4ebba575b3f5f5a8fa1f69c2a07f6e7500bc60ca6e3e3ec1c91");
  EXPECT_EQ(to_hex(context.nonce), "5c4d98150661b848853b547f");
}

TEST(Hpke, TheSuiteTheSecretAndTheInfoAllCount) {
  const Key256 secret{1};
  const Key256 other{2};
  const HpkeContext one = hpke_base(hpke_mlkem768_x25519, secret, "info");
  EXPECT_NE(one.key, hpke_base(0x0020, secret, "info").key);
  EXPECT_NE(one.key, hpke_base(hpke_mlkem768_x25519, other, "info").key);
  EXPECT_NE(one.key, hpke_base(hpke_mlkem768_x25519, secret, "info ").key);
  EXPECT_NE(one.nonce, hpke_base(hpke_mlkem768_x25519, secret, "").nonce);
}

}  // namespace
}  // namespace comity::crypto
