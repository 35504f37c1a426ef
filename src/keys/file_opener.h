// The opening port over X25519 keys in memory: a desk's sealing key, or the identities of an age
// identity file (keys/age_identity.h). The port is in crypto/opener.h.
#pragma once

#include "crypto/age_header.h"
#include "crypto/age_x25519.h"
#include "crypto/opener.h"
#include "keys/private_key.h"
#include "value/result.h"

#include <memory>
#include <span>
#include <vector>

namespace comity::keys {

/// Tries each of its keys; they are overwritten when it dies.
class FileOpener final : public crypto::Opener {
 public:
  /// KEY-07 unless there is at least one key and all are X25519 keys.
  static value::Result<std::unique_ptr<FileOpener>> make(const std::vector<PrivateKey>& keys);
  static value::Result<std::unique_ptr<FileOpener>> make(PrivateKey key);

  ~FileOpener() override;

  [[nodiscard]] value::Result<crypto::FileKey> unwrap(
      std::span<const crypto::Stanza> stanzas) override;

  /// One for each key, in their order.
  [[nodiscard]] std::vector<crypto::Recipient> recipients() const;

 private:
  struct Pair {
    crypto::X25519Key secret;
    crypto::X25519Key recipient;
  };

  FileOpener() = default;

  // Grown only while it is made: growing leaves copies of secrets behind, so room is reserved
  // first.
  std::vector<Pair> pairs_;
};

}  // namespace comity::keys
