// Which keys speak for a node: the record of a `key_set` statement signed by the organisation's
// root. The order of key sets and what was in force when is signed/key_chain.h. Format:
// docs/protocol/key-sets.md.
#pragma once

#include "codec/json.h"
#include "crypto/certificate.h"
#include "value/bytes.h"
#include "value/digest.h"
#include "value/result.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace comity::signed_ {

struct DeskKeys {
  std::string desk;
  crypto::Certificate certificate;
  std::string recipient;  ///< age recipient "age1..."
  std::string suite;      ///< "age-mlkem768x25519"; it and the recipient agree
};

struct PersonKeys {
  std::string person;
  std::string name;
  crypto::Certificate certificate;
  std::vector<std::string> roles;  ///< cl_row_role codes, "administrator"
  std::vector<std::string> desks;  ///< empty for administrators
};

struct KeySet {
  std::string node;
  std::int64_t serial = 1;
  std::uint64_t from_index = 0;  ///< not in force below this index of the node's own ledger
  std::optional<value::Digest>
      previous;  ///< payload digest of the key set before; absent in serial 1
  std::vector<crypto::Certificate> root;  ///< exactly one: the root that signs this key set
  value::Digest next_root;                ///< fingerprint of the certificate that may sign after it
  std::string origin;                     ///< origin line of the ledger
  std::string ledger_key;                 ///< vkey text
  std::string endpoint;                   ///< "https://host:port"
  std::vector<value::Digest> tls;         ///< fingerprints of the node's TLS certificates
  std::vector<DeskKeys> desks;
  std::vector<PersonKeys> persons;

  [[nodiscard]] const DeskKeys* desk(std::string_view name) const;
  [[nodiscard]] const PersonKeys* person(std::string_view id) const;
  [[nodiscard]] std::size_t administrators() const;
};

/// The record of a key_set statement. SIGN-10 with the place when it is malformed.
value::Result<KeySet> read_key_set(const codec::Json& record);

codec::Json write_key_set(const KeySet& set);

}  // namespace comity::signed_
