#include "node/serving.h"

#include "crypto/kem.h"
#include "crypto/xwing.h"
#include "fakes/broken_kem.h"
#include "keys/passphrase.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace comity::node {
namespace {

/// A start in a folder that is not there: how far it came is said by its refusal.
class Start : public testing::Test {
 protected:
  std::string refusal_with(const crypto::Kem* kem) {
    ServeOptions options;
    options.folder = "/nonexistent/node";
    options.say = [this](const std::string& line) { said_.push_back(line); };
    options.stopping = [] { return true; };
    options.kem = kem;
    const auto served = serve(options, keys::Passphrase("unused"));
    return served ? "served" : std::string(served.error().code.text());
  }

  std::vector<std::string> said_;
};

TEST_F(Start, IsRefusedWhenTheKeyExchangeIsWrong) {
  if (crypto::xwing() == nullptr) {
    GTEST_SKIP() << "this build has no hybrid suite";
  }
  const fakes::BrokenKem broken(fakes::Fault::other_secret_received);
  EXPECT_EQ(refusal_with(&broken), "AGE-15");
  EXPECT_TRUE(said_.empty());
  const fakes::BrokenKem sound(fakes::Fault::none);
  const std::string later = refusal_with(&sound);
  EXPECT_TRUE(later.starts_with("NODE-")) << later;
  EXPECT_EQ(said_, std::vector<std::string>{"sealing age-mlkem768x25519 and age-x25519, tested"});
}

TEST_F(Start, SaysWhatABuildWithoutTheLibraryLacks) {
  const std::string later = refusal_with(nullptr);
  EXPECT_TRUE(later.starts_with("NODE-")) << later;
  ASSERT_EQ(said_.size(), 1U);
  EXPECT_TRUE(said_.front().starts_with("sealing age-x25519 only: AGE-14 ")) << said_.front();
}

}  // namespace
}  // namespace comity::node
