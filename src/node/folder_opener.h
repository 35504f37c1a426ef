// The sealing keys of one desk as they lie in the node's folder: the first, and those that replaced
// it. What was sealed to an older one is read with it. Who makes them is node/desk_key.h.
#pragma once

#include "crypto/age_header.h"
#include "crypto/age_recipient.h"
#include "crypto/file_key.h"
#include "crypto/opener.h"
#include "keys/file_opener.h"
#include "keys/passphrase.h"
#include "keys/private_key.h"
#include "node/config.h"
#include "value/result.h"

#include <filesystem>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace comity::node {

/// DIR/keys/DESK.seal.pem, DESK.seal-2.pem and so on, in the order in which they were made.
std::vector<std::filesystem::path> sealing_keys(const Folder& folder, const std::string& desk);

/// The kind of key to which a suite seals.
keys::KeyKind sealing_kind(crypto::Suite suite);

/// A key is in the folder before any peer can seal to it, so a running process finds it when it is
/// needed: what none of its keys opens makes it look whether the folder has a new one.
class FolderOpener final : public crypto::Opener {
 public:
  /// Codes of keys/key_file.h. Keeps the passphrase for the keys that come later.
  static value::Result<std::unique_ptr<FolderOpener>> open(const Folder& folder,
                                                           const std::string& desk,
                                                           const keys::Passphrase& passphrase);

  [[nodiscard]] value::Result<crypto::FileKey> unwrap(
      std::span<const crypto::Stanza> stanzas) override;

 private:
  FolderOpener(Folder folder, std::string desk, const keys::Passphrase& passphrase)
      : folder_(std::move(folder)), desk_(std::move(desk)), passphrase_(passphrase) {}

  /// The keys, read again when the folder has others than at the last reading.
  value::Result<std::shared_ptr<keys::FileOpener>> newest();

  Folder folder_;
  std::string desk_;
  keys::Passphrase passphrase_;
  std::mutex mutex_;  // guards all below
  std::vector<std::filesystem::path> files_;
  std::shared_ptr<keys::FileOpener> held_;
};

}  // namespace comity::node
