#include "crypto/age_x25519.h"

#include "contracts/opener_contract.h"
#include "crypto/age_recipient.h"
#include "crypto/file_key.h"
#include "crypto/opener.h"
#include "fakes/seeded_random.h"
#include "fakes/x25519_opener.h"
#include "support/hex.h"
#include "value/bytes.h"

#include <gtest/gtest.h>

namespace comity::crypto {
namespace {

using testing_support::array_from_hex;
using value::to_hex;

// RFC 7748 sections 5.2 and 6.1.
TEST(X25519, GivesThePublishedProducts) {
  EXPECT_EQ(to_hex(x25519(array_from_hex<32>("a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2"
                                             "244ba449ac4"),
                          array_from_hex<32>("e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a90"
                                             "3a6d0ab1c4c"))
                       .value()),
            "c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552");
  EXPECT_EQ(to_hex(x25519_public(array_from_hex<32>("77076d0a7318a57d3c16c17251b26645df4c2f87ebc0"
                                                    "992ab177fba51db92c2a"))
                       .value()),
            "8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a");
}

TEST(X25519, RefusesPointsOfSmallOrder) {
  fakes::SeededRandom random;
  X25519Key scalar{};
  random.fill(scalar);
  X25519Key one{};
  one[0] = 1;
  for (const X25519Key& point : {X25519Key{}, one}) {
    EXPECT_EQ(x25519(scalar, point).error().code.text(), "CRYPTO-09");
    EXPECT_EQ(wrap_x25519(FileKey::random(random), point, random).error().code.text(), "CRYPTO-09");
  }
}

struct FakeFixture {
  fakes::SeededRandom random{3};
  fakes::X25519Opener fake{random};

  Opener& opener() { return fake; }

  [[nodiscard]] Recipient recipient() const { return fake.recipient(); }

  [[nodiscard]] Recipient stranger() { return fakes::X25519Opener(random).recipient(); }
};

}  // namespace
}  // namespace comity::crypto

namespace comity::contracts {

INSTANTIATE_TYPED_TEST_SUITE_P(Fake, OpenerContract, crypto::FakeFixture);

}  // namespace comity::contracts
