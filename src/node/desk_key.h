// A new sealing key for a desk: made and kept in the node's folder, then listed in the next key
// set. The older ones stay for what was sealed to them (node/folder_opener.h); the key that signs
// for the desk stays the same.
#pragma once

#include "crypto/age_recipient.h"
#include "keys/passphrase.h"
#include "node/opened.h"
#include "node/person.h"
#include "value/result.h"

#include <filesystem>
#include <string>
#include <vector>

namespace comity::node {

struct SealingKey {
  std::filesystem::path file;
  crypto::Recipient recipient;
};

/// The newest key of the desk when no key set lists it yet and it is of this suite: one that was
/// made before, and whose listing did not come to an end. Otherwise a new one; durable on return.
/// DESK-02; codes of keys/key_file.h: `unlock` must be that of the desk's other keys; AGE-14.
value::Result<SealingKey> make_sealing_key(OpenNode& node, const std::string& desk,
                                           crypto::Suite suite, const keys::Passphrase& unlock);

/// The next key set lists it for the desk. Codes of key_set_change.h.
value::Result<void> list_sealing_key(OpenNode& node, const std::string& desk,
                                     const crypto::Recipient& recipient, KeySetPowers powers);

/// Desks of the key set in force for `of_node` whose letters and packages a quantum computer could
/// open one day, since their recipient is X25519 alone.
std::vector<std::string> x25519_desks(OpenNode& node, const std::string& of_node);

}  // namespace comity::node
