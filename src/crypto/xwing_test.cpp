#include "crypto/xwing.h"

#include "codec/json.h"
#include "codec/members.h"
#include "crypto/kem.h"
#include "support/hex.h"
#include "support/must.h"
#include "support/source_file.h"
#include "value/bytes.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <string>

namespace comity::crypto {
namespace {

using testing_support::array_from_hex;
using testing_support::must;
using value::to_hex;

class XWing : public testing::Test {
 protected:
  void SetUp() override {
    if (xwing() == nullptr) {
      GTEST_SKIP() << "this build has no hybrid suite";
    }
  }
};

// draft-connolly-cfrg-xwing-kem-08, appendix C.
TEST_F(XWing, GivesThePublishedResults) {
  const std::string text = testing_support::source_file("docs/protocol/vectors/age/xwing.json");
  const auto file = must(codec::parse_json(value::bytes_of(text), {65536, 4}));
  codec::Members whole(file, "xwing.json");
  EXPECT_EQ(whole.text("source"), "draft-connolly-cfrg-xwing-kem-08, appendix C");
  const codec::Json::Array& vectors = whole.array("vectors");
  ASSERT_TRUE(whole.finish());
  ASSERT_EQ(vectors.size(), 2U);
  for (const codec::Json& vector : vectors) {
    codec::Members members(vector, "vector");
    const auto seed = array_from_hex<32>(members.text("seed"));
    const auto randomness = array_from_hex<64>(members.text("randomness"));
    const HybridPublicKey recipient = must(xwing()->public_key(seed));
    EXPECT_TRUE(to_hex(recipient).starts_with(members.text("public_key_begins")));
    EXPECT_TRUE(to_hex(recipient).ends_with(members.text("public_key_ends")));
    const Encapsulated sent = must(xwing()->encapsulate(recipient, randomness));
    EXPECT_TRUE(to_hex(sent.share).starts_with(members.text("share_begins")));
    EXPECT_TRUE(to_hex(sent.share).ends_with(members.text("share_ends")));
    const std::string secret = members.text("secret");
    EXPECT_EQ(to_hex(sent.secret), secret);
    EXPECT_EQ(to_hex(must(xwing()->decapsulate(sent.share, seed))), secret);
    EXPECT_TRUE(members.finish());
  }
}

TEST_F(XWing, AnAlteredShareGivesAnotherSecret) {
  const HybridSeed seed{1, 2, 3};
  const Encapsulated sent = must(xwing()->encapsulate(must(xwing()->public_key(seed)), {4, 5, 6}));
  for (const std::size_t at : {std::size_t{0}, std::size_t{500}, std::size_t{1090}}) {
    HybridShare altered = sent.share;
    altered.at(at) ^= 1U;
    const auto secret = xwing()->decapsulate(altered, seed);
    EXPECT_TRUE(!secret || *secret != sent.secret) << at;
  }
}

TEST_F(XWing, APointOfSmallOrderIsRefused) {
  const HybridSeed seed{1, 2, 3};
  HybridPublicKey recipient = must(xwing()->public_key(seed));
  Encapsulated sent = must(xwing()->encapsulate(recipient, {4, 5, 6}));
  std::fill(sent.share.end() - 32, sent.share.end(), 0);
  EXPECT_FALSE(xwing()->decapsulate(sent.share, seed));
  std::fill(recipient.end() - 32, recipient.end(), 0);
  EXPECT_FALSE(xwing()->encapsulate(recipient, {4, 5, 6}));
}

}  // namespace
}  // namespace comity::crypto
