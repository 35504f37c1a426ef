// Persons: their key files (outside the node's folder), the public card beside each key, and how
// they are enrolled in and withdrawn from the key set. The server never holds a person's key.
#pragma once

#include "codec/json.h"
#include "crypto/signer.h"
#include "keys/passphrase.h"
#include "keys/private_key.h"
#include "node/opened.h"
#include "signed/key_set.h"
#include "value/bytes.h"
#include "value/instant.h"
#include "value/result.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace comity::node {

struct PersonPlan {
  std::string person;  ///< "xa.idris"
  std::string name;
  std::vector<std::string> roles;
  std::vector<std::string> desks;
  std::filesystem::path key;  ///< new file, mode 0600; the card is <key>.card
};

/// A person's key at hand.
struct PersonKey {
  std::string person;
  std::vector<std::string> roles;
  std::vector<std::string> desks;
  std::unique_ptr<crypto::Signer> signer;
};

/// Who agrees to a change of the key set: the root that signs, two administrators once there are
/// two.
struct KeySetPowers {
  crypto::Signer& root;
  std::vector<PersonKey>& administrators;
  crypto::Ed25519Signer* ledger = nullptr;  ///< lets a node without peers sequence by itself
};

/// The key set that follows the one in force, changed by `edit`, with the administrators'
/// agreement: signed, logged and appended to the chain. Codes of key_set_change.h.
value::Result<void> change_key_set(OpenNode& node,
                                   const std::function<void(signed_::KeySet&)>& edit,
                                   KeySetPowers powers);

/// NODE-13 for a key file inside the node's folder or a role the code list does not have, NODE-14
/// when the person is enrolled already; those of key_set_change.h. On failure no key file is left.
value::Result<void> add_person(OpenNode& node, const PersonPlan& plan,
                               const keys::Passphrase& passphrase, const keys::PrivateKey& root_key,
                               KeySetPowers powers);

/// From the next key set on nothing the person signs counts. NODE-15 when not enrolled.
value::Result<void> withdraw_person(OpenNode& node, const std::string& person, KeySetPowers powers);

/// The key and its card. NODE-16 when the card is missing or malformed.
value::Result<PersonKey> load_person(const std::filesystem::path& key,
                                     const keys::Passphrase& passphrase);

/// The detached authorisation of a payload; the act is the document in its head.
value::Result<std::string> authorise_payload(const PersonKey& person, value::BytesView payload,
                                             const std::string& role, value::Instant now);

}  // namespace comity::node
