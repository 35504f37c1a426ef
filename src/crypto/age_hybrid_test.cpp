#include "crypto/age_hybrid.h"

#include "codec/base64.h"
#include "crypto/age_header.h"
#include "crypto/file_key.h"
#include "crypto/kem.h"
#include "crypto/xwing.h"
#include "fakes/seeded_random.h"
#include "support/must.h"
#include "value/bytes.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

namespace comity::crypto {
namespace {

using testing_support::must;

class AgeHybrid : public testing::Test {
 protected:
  void SetUp() override {
    if (xwing() == nullptr) {
      GTEST_SKIP() << "this build has no hybrid suite";
    }
    random_.fill(seed_);
    recipient_ = must(xwing()->public_key(seed_));
  }

  Stanza stanza() { return must(wrap_hybrid(*xwing(), key_, recipient_, random_)); }

  std::string code(const Stanza& stanza) {
    const auto key = unwrap_hybrid(*xwing(), stanza, seed_);
    return key ? "" : std::string(key.error().code.text());
  }

  /// The stanza with one octet of its share altered.
  static Stanza altered_at(Stanza stanza, std::size_t at) {
    value::Bytes share = must(codec::decode_base64_unpadded(stanza.arguments[0]));
    share[at] ^= 1U;
    stanza.arguments[0] = codec::encode_base64_unpadded(share);
    return stanza;
  }

  fakes::SeededRandom random_;
  FileKey key_ = FileKey::random(random_);
  HybridSeed seed_{};
  HybridPublicKey recipient_{};
};

TEST_F(AgeHybrid, WrapsAndUnwraps) {
  const Stanza wrapped = stanza();
  EXPECT_EQ(wrapped.type, "mlkem768x25519");
  ASSERT_EQ(wrapped.arguments.size(), 1U);
  EXPECT_EQ(wrapped.arguments[0].size(), 1494U);
  EXPECT_EQ(wrapped.body.size(), 32U);
  const auto key = unwrap_hybrid(*xwing(), wrapped, seed_);
  ASSERT_TRUE(key);
  EXPECT_TRUE(std::ranges::equal(key->view(), key_.view()));
}

TEST_F(AgeHybrid, WrappingTwiceGivesDifferentStanzas) { EXPECT_NE(stanza(), stanza()); }

TEST_F(AgeHybrid, AStanzaForAnotherIsPassedOver) {
  const Stanza wrapped = stanza();
  seed_[0] ^= 1U;
  EXPECT_EQ(code(wrapped), "AGE-04");
}

TEST_F(AgeHybrid, AnAlteredStanzaDoesNotOpen) {
  for (const std::size_t at : {std::size_t{0}, std::size_t{700}, std::size_t{1100}}) {
    EXPECT_NE(code(altered_at(stanza(), at)), "") << at;
  }
  Stanza body = stanza();
  body.body[31] ^= 1U;
  EXPECT_EQ(code(body), "AGE-04");
}

TEST_F(AgeHybrid, AStanzaOfAnotherShapeIsRefused) {
  Stanza none = stanza();
  none.arguments.clear();
  Stanza two = stanza();
  two.arguments.push_back(two.arguments[0]);
  Stanza cut = stanza();
  cut.arguments[0].resize(1400);
  Stanza padded = stanza();
  padded.arguments[0] += "==";
  Stanza stray = stanza();
  stray.arguments[0].back() = stray.arguments[0].back() == 'A' ? 'B' : 'A';
  Stanza zero = stanza();
  zero.arguments[0] = codec::encode_base64_unpadded(value::Bytes(1120, 0));
  Stanza longer = stanza();
  longer.body.push_back(0);
  for (const Stanza& refused : {none, two, cut, padded, zero, longer}) {
    EXPECT_EQ(code(refused), "AGE-09");
  }
  EXPECT_NE(code(stray), "");
}

TEST_F(AgeHybrid, ARecipientOfSmallOrderIsRefused) {
  std::fill(recipient_.end() - 32, recipient_.end(), 0);
  const auto wrapped = wrap_hybrid(*xwing(), key_, recipient_, random_);
  ASSERT_FALSE(wrapped);
  EXPECT_EQ(wrapped.error().code.text(), "CRYPTO-09");
}

}  // namespace
}  // namespace comity::crypto
