// The keys that may change a node's key set, loaded together: root, administrators, and the ledger
// key of a node that is not serving.
#pragma once

#include "crypto/signer.h"
#include "keys/passphrase.h"
#include "keys/private_key.h"
#include "node/opened.h"
#include "node/person.h"
#include "value/result.h"

#include <filesystem>
#include <memory>
#include <vector>

namespace comity::node {

struct LoadedPowers {
  keys::PrivateKey root_key;
  std::unique_ptr<crypto::Signer> root;
  std::vector<PersonKey> administrators;
  std::unique_ptr<crypto::Ed25519Signer> ledger;

  [[nodiscard]] KeySetPowers powers() { return {*root, administrators, ledger.get()}; }
};

struct PowerSources {
  std::filesystem::path root_folder;  ///< root.pem and root.der
  const keys::Passphrase& root;
  const keys::Passphrase& unlock;
};

/// Codes of keys/key_file.h.
value::Result<LoadedPowers> load_powers(OpenNode& node, const PowerSources& sources,
                                        std::vector<PersonKey> administrators);

}  // namespace comity::node
