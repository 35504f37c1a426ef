#include "crypto/hybrid.h"

#include "crypto/age.h"
#include "crypto/age_recipient.h"
#include "crypto/xwing.h"
#include "fakes/broken_kem.h"
#include "fakes/seeded_random.h"
#include "fakes/x25519_opener.h"
#include "value/bytes.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace comity::crypto {
namespace {

using fakes::Fault;

class HybridFaults : public testing::TestWithParam<Fault> {};

INSTANTIATE_TEST_SUITE_P(Each, HybridFaults,
                         testing::Values(Fault::no_public_key, Fault::other_public_key,
                                         Fault::nothing_sent, Fault::other_secret_sent,
                                         Fault::nothing_received, Fault::other_secret_received,
                                         Fault::same_secret_always, Fault::one_key_only));

TEST_P(HybridFaults, AreFoundByTheSelfTest) {
  if (xwing() == nullptr) {
    GTEST_SKIP() << "this build has no hybrid suite";
  }
  const auto tested = test_kem(fakes::BrokenKem(GetParam()));
  ASSERT_FALSE(tested);
  EXPECT_EQ(tested.error().code.text(), "AGE-15");
}

TEST(HybridSuite, IsSupportedAndTestedOrSaidToBeLacking) {
  const auto supported = supports(Suite::age_mlkem768x25519);
  const auto chosen = suite_for_new_keys();
  ASSERT_TRUE(chosen);
  EXPECT_TRUE(supports(Suite::age_x25519));
  if (xwing() != nullptr) {
    EXPECT_TRUE(test_kem(fakes::BrokenKem(Fault::none)));
    EXPECT_TRUE(supported);
    EXPECT_EQ(*chosen, Suite::age_mlkem768x25519);
    EXPECT_EQ(hybrid_kem().value(), xwing());
  } else {
    EXPECT_EQ(supported.error().code.text(), "AGE-14");
    EXPECT_NE(supported.error().detail.find("libsodium"), std::string::npos);
    EXPECT_EQ(*chosen, Suite::age_x25519);
  }
}

TEST(HybridSuite, IsNeverMixedWithTheOther) {
  fakes::SeededRandom random;
  const fakes::X25519Opener desk(random);
  const std::vector mixed = {desk.recipient(), Recipient::hybrid({})};
  const auto sealed = age_seal(mixed, value::bytes_of("text"), random);
  ASSERT_FALSE(sealed);
  EXPECT_EQ(sealed.error().code.text(), "AGE-13");
  const std::vector turned = {mixed[1], mixed[0]};
  EXPECT_FALSE(age_seal(turned, value::bytes_of("text"), random));
}

TEST(HybridSuite, LackingRefusesToSeal) {
  if (xwing() != nullptr) {
    GTEST_SKIP() << "this build has the hybrid suite";
  }
  fakes::SeededRandom random;
  const std::vector recipients = {Recipient::hybrid({})};
  EXPECT_EQ(age_seal(recipients, value::bytes_of("text"), random).error().code.text(), "AGE-14");
}

}  // namespace
}  // namespace comity::crypto
