// Private keys as PKCS#8 (RFC 5958), for the sources of this room only: what a key file holds
// sealed (keys/key_file.h).
#pragma once

#include "crypto/openssl.h"
#include "keys/private_key.h"
#include "value/result.h"

#include <memory>

namespace comity::keys {

using Pkcs8Ptr = std::unique_ptr<PKCS8_PRIV_KEY_INFO, crypto::Releases<PKCS8_PRIV_KEY_INFO_free>>;

/// Null when the library cannot. A hybrid key has the algorithm of X-Wing
/// (draft-connolly-cfrg-xwing-kem, "ASN.1"), no parameters, and its 32 octets as they are.
Pkcs8Ptr to_pkcs8(const PrivateKey& key);

/// KEY-03 for a key of another kind; AGE-14 for a hybrid one where this build lacks the library.
value::Result<PrivateKey> from_pkcs8(const PKCS8_PRIV_KEY_INFO& info);

}  // namespace comity::keys
