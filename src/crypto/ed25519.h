// Ed25519 (RFC 8032): the checking side. The signing port is in crypto/signer.h.
#pragma once

#include "value/bytes.h"
#include "value/result.h"

#include <array>
#include <cstdint>

namespace comity::crypto {

using Ed25519PublicKey = std::array<std::uint8_t, 32>;
using Ed25519Signature = std::array<std::uint8_t, 64>;

/// CRYPTO-06 when `signature` is not 64 octets or was not made by `key` over `message`.
value::Result<void> verify_ed25519(const Ed25519PublicKey& key, value::BytesView message,
                                   value::BytesView signature);

}  // namespace comity::crypto
