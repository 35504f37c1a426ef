// A text on its way to being signed, as files beside each other: F.json (the draft record),
// F.json.payload (the exact bytes that persons authorise), F.json.roles (the roles it needs) and
// F.json.<person>.<role>.auth. Running the same command again goes on from what is there.
#pragma once

#include "node/person.h"
#include "value/bytes.h"
#include "value/result.h"

#include <filesystem>
#include <string>
#include <vector>

namespace comity::cli {

struct Prepared {
  std::filesystem::path base;
  value::Bytes payload;
  std::vector<std::string> roles;
  std::vector<std::string> authorisations;
};

std::filesystem::path payload_path(const std::filesystem::path& base);

/// CLI-02 when there is no payload yet.
value::Result<Prepared> read_prepared(const std::filesystem::path& base);

/// Keeps a fresh payload, whole or not at all; authorisations of an older one are removed: they
/// would not count.
value::Result<Prepared> keep_payload(const std::filesystem::path& base, value::BytesView payload,
                                     const std::vector<std::string>& roles);

/// Authorises with the role that is needed next and that the person holds; `role` decides when
/// given.
value::Result<std::string> authorise_with(Prepared& prepared, const node::PersonKey& person,
                                          const std::string& role);

/// Loads each key and authorises with it, in order.
value::Result<void> authorise_all(Prepared& prepared, const std::vector<std::string>& keys,
                                  const std::string& passphrase_file);

/// Sent: payload and authorisations are removed for good, the draft stays.
void forget_prepared(const Prepared& prepared);

}  // namespace comity::cli
