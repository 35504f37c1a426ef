// The two signing ports: a desk's, person's or root's P-256 key, and the ledger's Ed25519 key. The
// adapters that hold the secrets are in room keys; checking needs no secret (crypto/certificate.h,
// crypto/ed25519.h).
#pragma once

#include "crypto/certificate.h"
#include "crypto/ed25519.h"
#include "value/bytes.h"
#include "value/result.h"

namespace comity::crypto {

/// Any thread may call it. It may block: the key can be in a token.
class Signer {
 public:
  Signer() = default;
  Signer(const Signer&) = delete;
  Signer& operator=(const Signer&) = delete;
  virtual ~Signer() = default;

  /// 64 octets r || s that verify with certificate().
  [[nodiscard]] virtual value::Result<value::Bytes> sign_es256(value::BytesView message) = 0;

  /// The same for the life of the signer.
  [[nodiscard]] virtual const Certificate& certificate() const = 0;
};

/// Any thread may call it.
class Ed25519Signer {
 public:
  Ed25519Signer() = default;
  Ed25519Signer(const Ed25519Signer&) = delete;
  Ed25519Signer& operator=(const Ed25519Signer&) = delete;
  virtual ~Ed25519Signer() = default;

  [[nodiscard]] virtual Ed25519PublicKey public_key() const = 0;

  /// A signature that verifies with public_key(). Deterministic: equal messages, equal signatures.
  [[nodiscard]] virtual value::Result<Ed25519Signature> sign(value::BytesView message) = 0;
};

}  // namespace comity::crypto
