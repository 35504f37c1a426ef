// ECDSA over P-256 with SHA-256 in the form JWS uses (r || s), over OpenSSL keys: for the sources
// of crypto and keys only. What other rooms use is crypto/certificate.h and crypto/signer.h.
#pragma once

#include "value/bytes.h"
#include "value/result.h"

#include <openssl/types.h>

namespace comity::crypto {

/// The uncompressed point of a P-256 key, or CRYPTO-02 for any other key.
value::Result<value::Bytes> p256_point(const EVP_PKEY* key);

/// CRYPTO-03 when it does not verify. REQUIRES: a P-256 key.
value::Result<void> verify_es256(EVP_PKEY* key, value::BytesView message,
                                 value::BytesView signature);

/// 64 octets; CRYPTO-07 when the library refuses. REQUIRES: a P-256 private key.
value::Result<value::Bytes> sign_es256(EVP_PKEY* key, value::BytesView message);

}  // namespace comity::crypto
