// The X25519 stanza of age (c2sp.org/age, "The X25519 recipient type"): wrapping a file key to a
// public key, and the unwrapping that an opener in room keys does with its secret.
#pragma once

#include "crypto/age_header.h"
#include "crypto/file_key.h"
#include "value/ports.h"
#include "value/result.h"

#include <array>
#include <cstdint>
#include <string_view>

namespace comity::crypto {

using X25519Key = std::array<std::uint8_t, 32>;

constexpr std::string_view x25519_stanza_type = "X25519";

/// RFC 7748; CRYPTO-09 for a point of small order (the shared secret would be zero).
value::Result<X25519Key> x25519(const X25519Key& scalar, const X25519Key& point);

/// The public key of a secret scalar.
value::Result<X25519Key> x25519_public(const X25519Key& scalar);

value::Result<Stanza> wrap_x25519(const FileKey& key, const X25519Key& recipient,
                                  value::Random& random);

/// AGE-04 when the stanza is for another key; AGE-09 when it is malformed. REQUIRES: its type.
value::Result<FileKey> unwrap_x25519(const Stanza& stanza, const X25519Key& secret,
                                     const X25519Key& recipient);

}  // namespace comity::crypto
