// An Ed25519 signer whose key follows from a number, so that vectors are the same every time. The
// tests of a room that is not granted keys link comity_keys through <room>_TEST_LIBS.
#pragma once

#include "crypto/signer.h"
#include "keys/file_signer.h"
#include "keys/private_key.h"
#include "value/bytes.h"

#include <cstdint>
#include <memory>

namespace comity::fakes {

/// The secret is 32 octets of `number`.
inline std::unique_ptr<crypto::Ed25519Signer> ledger_key(std::uint8_t number) {
  const value::Bytes secret(32, number);
  return keys::FileEd25519Signer::make(
             keys::PrivateKey::from_octets(keys::KeyKind::ed25519, secret).value())
      .value();
}

}  // namespace comity::fakes
