// The opening port over X25519 and hybrid keys in memory: a desk's sealing key, or the identities
// of an age identity file (keys/age_identity.h). The port is in crypto/opener.h.
#pragma once

#include "crypto/age_header.h"
#include "crypto/age_recipient.h"
#include "crypto/file_key.h"
#include "crypto/opener.h"
#include "keys/private_key.h"
#include "value/result.h"

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace comity::keys {

/// Tries each of its keys, whatever else the header holds; they are overwritten when it dies.
class FileOpener final : public crypto::Opener {
 public:
  /// KEY-07 unless there is at least one key and all are X25519 or hybrid keys.
  static value::Result<std::unique_ptr<FileOpener>> make(const std::vector<PrivateKey>& keys);
  static value::Result<std::unique_ptr<FileOpener>> make(PrivateKey key);

  ~FileOpener() override;

  /// As the port says; AGE-14 instead of AGE-04 when there was a hybrid stanza, which this build
  /// cannot open.
  [[nodiscard]] value::Result<crypto::FileKey> unwrap(
      std::span<const crypto::Stanza> stanzas) override;

  /// One for each key, in their order.
  [[nodiscard]] std::vector<crypto::Recipient> recipients() const;

 private:
  struct Held {
    crypto::Recipient recipient;
    std::array<std::uint8_t, 32> secret{};
  };

  FileOpener() = default;

  static value::Result<crypto::FileKey> unwrap_one(const crypto::Stanza& stanza, const Held& held);

  // Grown only while it is made: growing leaves copies of secrets behind, so room is reserved
  // first.
  std::vector<Held> held_;
};

}  // namespace comity::keys
