#include "keys/file_opener.h"

#include "contracts/opener_contract.h"
#include "crypto/age.h"
#include "crypto/age_header.h"
#include "crypto/age_hybrid.h"
#include "crypto/age_recipient.h"
#include "crypto/hybrid.h"
#include "crypto/opener.h"
#include "fakes/organisation.h"
#include "fakes/seeded_random.h"
#include "keys/private_key.h"
#include "value/bytes.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
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

crypto::Recipient fresh_recipient(KeyKind kind) { return Organisation::fresh(kind).recipient(); }

struct OneKey {
  std::unique_ptr<FileOpener> held = Organisation::opener();

  static crypto::Recipient stranger() { return fresh_recipient(KeyKind::x25519); }

  crypto::Opener& opener() { return *held; }

  [[nodiscard]] crypto::Recipient recipient() const { return held->recipients().front(); }
};

/// A desk that has rolled its key over still opens what was sealed to the old one.
struct SecondOfTwoKeys {
  static crypto::Recipient stranger() { return fresh_recipient(KeyKind::x25519); }

  std::unique_ptr<FileOpener> held = [] {
    std::vector<PrivateKey> keys;
    keys.push_back(Organisation::fresh(KeyKind::x25519));
    keys.push_back(Organisation::fresh(KeyKind::x25519));
    return FileOpener::make(keys).value();
  }();

  crypto::Opener& opener() { return *held; }

  [[nodiscard]] crypto::Recipient recipient() const { return held->recipients().back(); }
};

/// The hybrid suite where this build has it.
KeyKind best_kind() {
  return crypto::supports(crypto::Suite::age_mlkem768x25519) ? KeyKind::hybrid : KeyKind::x25519;
}

/// A desk that went over from X25519 to the hybrid suite.
struct BestKeyBesideX25519 {
  static crypto::Recipient stranger() { return fresh_recipient(best_kind()); }

  std::unique_ptr<FileOpener> held = [] {
    std::vector<PrivateKey> keys;
    keys.push_back(Organisation::fresh(KeyKind::x25519));
    keys.push_back(Organisation::fresh(best_kind()));
    return FileOpener::make(keys).value();
  }();

  crypto::Opener& opener() { return *held; }

  [[nodiscard]] crypto::Recipient recipient() const { return held->recipients().back(); }
};

TEST(FileOpener, OpensWithEitherOfItsSuites) {
  if (!crypto::supports(crypto::Suite::age_mlkem768x25519)) {
    GTEST_SKIP() << "this build has no hybrid suite";
  }
  fakes::SeededRandom random;
  BestKeyBesideX25519 desk;
  for (const crypto::Recipient& recipient : desk.held->recipients()) {
    const auto sealed =
        crypto::age_seal(std::vector{recipient}, value::bytes_of("a letter"), random);
    ASSERT_TRUE(sealed);
    EXPECT_EQ(value::text_of(crypto::age_open(*desk.held, *sealed).value()), "a letter");
  }
}

TEST(FileOpener, SaysThatItsBuildCannotOpenAHybridStanza) {
  if (crypto::supports(crypto::Suite::age_mlkem768x25519)) {
    GTEST_SKIP() << "this build has the hybrid suite";
  }
  const auto opener = Organisation::opener();
  const std::vector<crypto::Stanza> stanzas = {
      {std::string(crypto::hybrid_stanza_type), {"AAAA"}, value::Bytes(32)}};
  EXPECT_EQ(opener->unwrap(stanzas).error().code.text(), "AGE-14");
}

}  // namespace
}  // namespace comity::keys

namespace comity::contracts {

using FileOpeners = testing::Types<keys::OneKey, keys::SecondOfTwoKeys, keys::BestKeyBesideX25519>;
INSTANTIATE_TYPED_TEST_SUITE_P(File, OpenerContract, FileOpeners);

}  // namespace comity::contracts
