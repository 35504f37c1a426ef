// Founding a node: its folder with keys and store, its organisation's root (kept elsewhere, by two
// people, offline), and its first key set as the first entry of its ledger.
#pragma once

#include "crypto/age_recipient.h"
#include "keys/passphrase.h"
#include "node/storage.h"
#include "value/result.h"

#include <filesystem>
#include <string>
#include <vector>

namespace comity::node {

struct Founding {
  std::filesystem::path folder;
  std::filesystem::path root_folder;  ///< outside the node's folder: root.pem, next-root.pem
  std::string node;
  std::string name;
  std::string listen;    ///< "127.0.0.1:7101"
  std::string endpoint;  ///< "https://127.0.0.1:7101"
  std::vector<std::string> desks;
  crypto::Suite suite = crypto::Suite::age_mlkem768x25519;  ///< what is sealed to the desks
  Storage storage;
};

struct Founded {
  std::string root_fingerprint;  ///< hex, to be compared with peers over a second channel
};

/// `unlock` opens the node's own keys at every start, `root` the organisation's. NODE-03 when a
/// folder exists or the database holds a node already, NODE-08 for a desk outside the node's name
/// or the root inside the node's folder; AGE-14 or AGE-15 when this build cannot open what is
/// sealed with the suite. A failure leaves no folder behind, and on a server perhaps rows in a
/// schema of their own.
value::Result<Founded> found_node(const Founding& founding, const keys::Passphrase& unlock,
                                  const keys::Passphrase& root);

}  // namespace comity::node
