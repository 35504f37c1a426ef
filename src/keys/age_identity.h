// The text forms of the age tool: identity files ("AGE-SECRET-KEY-1...", "AGE-SECRET-KEY-PQ-1...")
// and recipient files, so that keys and files pass between Comity and age. A desk's own key is kept
// in keys/key_file.h instead.
#pragma once

#include "crypto/age_recipient.h"
#include "keys/private_key.h"
#include "value/result.h"

#include <string>
#include <string_view>
#include <vector>

namespace comity::keys {

/// "AGE-SECRET-KEY-1..." or, of a hybrid key, "AGE-SECRET-KEY-PQ-1...": the secret in clear; the
/// caller overwrites it. KEY-07 for a key of another kind.
value::Result<std::string> export_identity(const PrivateKey& key);

/// KEY-09 unless it is one such line; AGE-14 for a hybrid one where this build lacks the library.
value::Result<PrivateKey> parse_identity(std::string_view line);

/// Lines that are identities; empty lines and lines that begin with "#" are passed over. KEY-09
/// with the line's number for anything else, or when there is none; AGE-14 as above.
value::Result<std::vector<PrivateKey>> parse_identity_file(std::string_view text);

/// The same for recipients: KEY-10.
value::Result<std::vector<crypto::Recipient>> parse_recipient_file(std::string_view text);

}  // namespace comity::keys
