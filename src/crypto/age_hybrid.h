// The mlkem768x25519 stanza of age (c2sp.org/age, "The MLKEM768-X25519 hybrid post-quantum
// recipient type"): HPKE in base mode over X-Wing wraps the file key. The stanza of X25519 alone is
// in crypto/age_x25519.h.
#pragma once

#include "crypto/age_header.h"
#include "crypto/file_key.h"
#include "crypto/kem.h"
#include "value/ports.h"
#include "value/result.h"

#include <string_view>

namespace comity::crypto {

constexpr std::string_view hybrid_stanza_type = "mlkem768x25519";

/// CRYPTO-09 when the library cannot use the recipient's key.
value::Result<Stanza> wrap_hybrid(const Kem& kem, const FileKey& key,
                                  const HybridPublicKey& recipient, value::Random& random);

/// AGE-04 when the stanza is for another key; AGE-09 when it is malformed. REQUIRES: its type.
value::Result<FileKey> unwrap_hybrid(const Kem& kem, const Stanza& stanza,
                                     const HybridSeed& secret);

}  // namespace comity::crypto
