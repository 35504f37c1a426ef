#include "keys/file_signer.h"

#include "contracts/signer_contract.h"
#include "fakes/organisation.h"
#include "keys/private_key.h"
#include "support/hex.h"
#include "value/bytes.h"

#include <gtest/gtest.h>

#include <utility>

namespace comity::keys {
namespace {

using fakes::Organisation;
using testing_support::from_hex;
using value::to_hex;

TEST(FileSigner, HoldsToTheContract) {
  const Organisation xa("xa");
  contracts::signs_what_its_certificate_verifies(*xa.signer("xa.247"));
  contracts::signs_what_its_certificate_verifies(*xa.root_signer());
}

TEST(FileSigner, RefusesAKeyThatIsNotTheCertificates) {
  const Organisation xa("xa");
  const auto desk = xa.signer("xa.247");
  for (const KeyKind kind : {KeyKind::p256, KeyKind::ed25519, KeyKind::x25519}) {
    const auto made = FileSigner::make(Organisation::fresh(kind), desk->certificate());
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().code.text(), "KEY-07");
  }
}

TEST(FileEd25519Signer, HoldsToTheContract) {
  contracts::signs_deterministically_with_ed25519(*Organisation::ledger_signer());
}

TEST(FileEd25519Signer, RefusesOtherKinds) {
  EXPECT_EQ(FileEd25519Signer::make(Organisation::fresh(KeyKind::p256)).error().code.text(),
            "KEY-07");
}

// RFC 8032 section 7.1, test 2.
TEST(FileEd25519Signer, GivesThePublishedSignature) {
  auto key = PrivateKey::from_octets(
      KeyKind::ed25519,
      from_hex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"));
  const auto signer = FileEd25519Signer::make(std::move(key).value()).value();
  EXPECT_EQ(to_hex(signer->public_key()),
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
  EXPECT_EQ(
      to_hex(signer->sign(from_hex("72")).value()),
      "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f361"
      "3d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");
}

TEST(PrivateKey, RefusesSecretsOfAnotherLengthOrKind) {
  EXPECT_EQ(PrivateKey::from_octets(KeyKind::x25519, value::Bytes(31, 1)).error().code.text(),
            "KEY-01");
  EXPECT_EQ(PrivateKey::from_octets(KeyKind::p256, value::Bytes(32, 1)).error().code.text(),
            "KEY-01");
}

TEST(PrivateKey, SharedKeyIsTheSameKey) {
  const PrivateKey key = Organisation::fresh(KeyKind::p256);
  EXPECT_EQ(key.share().public_key(), key.public_key());
}

}  // namespace
}  // namespace comity::keys
