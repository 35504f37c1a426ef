// A node's folder opened for acts: stores, law, directory and, once unlocked, the desks' keys. The
// command line opens one for each command; `comity serve` keeps one open (node/serving.h).
#pragma once

#include "crypto/certificate.h"
#include "desk/context.h"
#include "desk/law.h"
#include "evidence/journal_store.h"
#include "exchange/directory.h"
#include "keys/passphrase.h"
#include "keys/system_random.h"
#include "node/config.h"
#include "node/stores.h"
#include "node/system_clock.h"
#include "store/database.h"
#include "value/bytes.h"
#include "value/digest.h"
#include "value/instant.h"
#include "value/result.h"

#include <filesystem>
#include <map>
#include <memory>
#include <string>

namespace comity::node {

class OpenNode {
 public:
  /// Desks are listed and locked. Codes of store and law, NODE-01, NODE-02.
  static value::Result<std::unique_ptr<OpenNode>> open(const std::filesystem::path& folder);

  /// Loads the signing and sealing key of one desk, or of all (each key takes a moment: it is
  /// stretched against guessing).
  value::Result<void> unlock(const std::string& desk, const keys::Passphrase& passphrase);
  value::Result<void> unlock_all(const keys::Passphrase& passphrase);

  /// Reads the peers again.
  value::Result<void> reload_directory();

  [[nodiscard]] const Folder& folder() const { return folder_; }

  [[nodiscard]] const Config& config() const { return config_; }

  [[nodiscard]] const desk::Context& context() const { return *context_; }

  [[nodiscard]] exchange::LiveDirectory& directory() { return directory_; }

  [[nodiscard]] store::Database& database() { return *stores_.database; }

  [[nodiscard]] value::Random& random() { return random_; }

  [[nodiscard]] const value::Clock& clock() const { return clock_; }

 private:
  OpenNode() = default;

  Folder folder_;
  Config config_;
  SystemClock clock_;
  keys::SystemRandom random_;
  OpenStores stores_;
  std::unique_ptr<desk::Law> law_;
  exchange::LiveDirectory directory_;
  std::unique_ptr<crypto::Certificate> root_;
  std::map<std::string, std::unique_ptr<crypto::Signer>> signers_;
  std::map<std::string, std::unique_ptr<crypto::Opener>> openers_;
  std::unique_ptr<desk::Context> context_;
};

/// The chain document of this node's key sets, empty before the first; the file of the folder is a
/// copy for people, and other processes' folders may have an older one.
value::Result<value::Bytes> own_chain(OpenNode& node);

/// NODE-06 unless a `comity serve` of this folder is running and its signing is on.
value::Result<void> require_signing(OpenNode& node);

/// The ledger index of an act, once it is sequenced; NODE-07 when that took longer than `at_most`.
value::Result<std::uint64_t> await_index(OpenNode& node, const value::Digest& key,
                                         value::Duration at_most);

}  // namespace comity::node
