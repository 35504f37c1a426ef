#include "node/desk_key.h"

#include "crypto/age_recipient.h"
#include "exchange/directory.h"
#include "keys/key_file.h"
#include "keys/passphrase.h"
#include "keys/private_key.h"
#include "node/folder_opener.h"
#include "node/opened.h"
#include "node/person.h"
#include "signed/key_set.h"
#include "value/result.h"

#include <string>
#include <vector>

namespace comity::node {
namespace {

using value::fail;
using value::Result;

Result<std::string> listed_recipient(OpenNode& node, const std::string& desk) {
  const auto directory = node.directory().now();
  const exchange::KnownNode* own = directory->node(node.config().node);
  const signed_::DeskKeys* keys = own != nullptr ? own->chain.latest().desk(desk) : nullptr;
  return keys != nullptr ? Result<std::string>(keys->recipient) : fail("DESK-02", desk);
}

}  // namespace

Result<SealingKey> make_sealing_key(OpenNode& node, const std::string& desk, crypto::Suite suite,
                                    const keys::Passphrase& unlock) {
  const auto listed = listed_recipient(node, desk);
  if (!listed) {
    return fail(listed.error());
  }
  const auto files = sealing_keys(node.folder(), desk);
  auto newest = keys::load_key(files.back(), unlock);
  if (!newest) {
    return fail(newest.error());
  }
  if (newest->recipient().text() != *listed && newest->recipient().suite() == suite) {
    return SealingKey{files.back(), newest->recipient()};
  }
  auto made = keys::PrivateKey::generate(sealing_kind(suite), node.random());
  if (!made) {
    return fail(made.error());
  }
  const auto file = node.folder().key(desk + ".seal-" + std::to_string(files.size() + 1));
  auto kept = keys::save_key(file, *made, unlock);
  return kept ? Result<SealingKey>(SealingKey{file, made->recipient()}) : fail(kept.error());
}

Result<void> list_sealing_key(OpenNode& node, const std::string& desk,
                              const crypto::Recipient& recipient, KeySetPowers powers) {
  return change_key_set(
      node,
      [&](signed_::KeySet& set) {
        for (signed_::DeskKeys& keys : set.desks) {
          if (keys.desk == desk) {
            keys.recipient = recipient.text();
            keys.suite = std::string(crypto::suite_name(recipient.suite()));
          }
        }
      },
      powers);
}

std::vector<std::string> x25519_desks(OpenNode& node, const std::string& of_node) {
  std::vector<std::string> desks;
  const auto directory = node.directory().now();
  if (const exchange::KnownNode* known = directory->node(of_node)) {
    for (const signed_::DeskKeys& keys : known->chain.latest().desks) {
      if (keys.suite == crypto::suite_name(crypto::Suite::age_x25519)) {
        desks.push_back(keys.desk);
      }
    }
  }
  return desks;
}

}  // namespace comity::node
