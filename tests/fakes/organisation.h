// An organisation for tests: a root and whatever it certifies, with fresh keys. The tests of a room
// that is not granted keys link comity_keys through <room>_TEST_LIBS in its room.cmake.
#pragma once

#include "crypto/age_recipient.h"
#include "crypto/certificate.h"
#include "crypto/signer.h"
#include "keys/file_opener.h"
#include "keys/file_signer.h"
#include "keys/issuing.h"
#include "keys/private_key.h"
#include "keys/system_random.h"
#include "value/instant.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace comity::fakes {

/// Every step is expected to succeed: `value()` throws, which fails the test that caused it.
class Organisation {
 public:
  explicit Organisation(std::string name)
      : name_(std::move(name)),
        root_key_(fresh(keys::KeyKind::p256)),
        root_(keys::issue_root(root_key_, {name_ + " root", name_}, validity(), random()).value()) {
  }

  static keys::Validity validity() {
    return {value::Instant{1'767'225'600'000}, value::Instant{2'082'758'400'000}};
  }

  static value::Random& random() {
    static keys::SystemRandom system;
    return system;
  }

  static keys::PrivateKey fresh(keys::KeyKind kind) {
    return keys::PrivateKey::generate(kind, random()).value();
  }

  [[nodiscard]] const crypto::Certificate& root() const { return root_; }

  [[nodiscard]] keys::Issuer issuer() const { return {root_, root_key_}; }

  /// A desk's or a person's signer, certified by the root.
  [[nodiscard]] std::unique_ptr<crypto::Signer> signer(const std::string& common_name) const {
    keys::PrivateKey key = fresh(keys::KeyKind::p256);
    auto certificate =
        keys::issue_signing(issuer(), key.public_key(), {common_name, name_}, validity(), random());
    return keys::FileSigner::make(std::move(key), std::move(certificate).value()).value();
  }

  /// The root's own signer, for key sets.
  [[nodiscard]] std::unique_ptr<crypto::Signer> root_signer() const {
    return keys::FileSigner::make(root_key_.share(), root_).value();
  }

  /// x5c for a signer of this organisation: its certificate, then the root.
  [[nodiscard]] std::vector<crypto::Certificate> chain(const crypto::Signer& signer) const {
    return {signer.certificate(), root_};
  }

  static std::unique_ptr<keys::FileOpener> opener() {
    return keys::FileOpener::make(fresh(keys::KeyKind::x25519)).value();
  }

  static std::unique_ptr<crypto::Ed25519Signer> ledger_signer() {
    return keys::FileEd25519Signer::make(fresh(keys::KeyKind::ed25519)).value();
  }

 private:
  std::string name_;
  keys::PrivateKey root_key_;
  crypto::Certificate root_;
};

}  // namespace comity::fakes
