#include "keys/file_opener.h"

#include "contracts/opener_contract.h"
#include "crypto/age_recipient.h"
#include "crypto/opener.h"
#include "fakes/organisation.h"
#include "keys/private_key.h"

#include <gtest/gtest.h>

#include <memory>
#include <vector>

namespace comity::keys {
namespace {

using fakes::Organisation;

TEST(FileOpener, RefusesNoKeysAndOtherKinds) {
  EXPECT_EQ(FileOpener::make(std::vector<PrivateKey>()).error().code.text(), "KEY-07");
  EXPECT_EQ(FileOpener::make(Organisation::fresh(KeyKind::p256)).error().code.text(), "KEY-07");
  EXPECT_EQ(FileOpener::make(Organisation::fresh(KeyKind::ed25519)).error().code.text(), "KEY-07");
}

TEST(FileOpener, NamesARecipientForEachKey) {
  std::vector<PrivateKey> keys;
  keys.push_back(Organisation::fresh(KeyKind::x25519));
  keys.push_back(Organisation::fresh(KeyKind::x25519));
  const std::vector<crypto::Recipient> recipients = {keys[0].recipient(), keys[1].recipient()};
  EXPECT_EQ(FileOpener::make(keys).value()->recipients(), recipients);
}

struct OneKey {
  std::unique_ptr<FileOpener> held = Organisation::opener();

  crypto::Opener& opener() { return *held; }

  [[nodiscard]] crypto::Recipient recipient() const { return held->recipients().front(); }
};

/// A desk that has rolled its key over still opens what was sealed to the old one.
struct SecondOfTwoKeys {
  std::unique_ptr<FileOpener> held = [] {
    std::vector<PrivateKey> keys;
    keys.push_back(Organisation::fresh(KeyKind::x25519));
    keys.push_back(Organisation::fresh(KeyKind::x25519));
    return FileOpener::make(keys).value();
  }();

  crypto::Opener& opener() { return *held; }

  [[nodiscard]] crypto::Recipient recipient() const { return held->recipients().back(); }
};

}  // namespace
}  // namespace comity::keys

namespace comity::contracts {

using FileOpeners = testing::Types<keys::OneKey, keys::SecondOfTwoKeys>;
INSTANTIATE_TYPED_TEST_SUITE_P(File, OpenerContract, FileOpeners);

}  // namespace comity::contracts
