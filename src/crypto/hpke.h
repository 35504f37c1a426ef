// The key schedule of HPKE (RFC 9180 section 5.1) in its base mode, with HKDF-SHA256 and
// ChaCha20Poly1305, for one message: what age wraps a file key with (crypto/age_hybrid.h).
#pragma once

#include "crypto/chacha.h"
#include "crypto/hmac.h"
#include "value/bytes.h"

#include <cstdint>
#include <string_view>

namespace comity::crypto {

/// MLKEM768-X25519, that is X-Wing (draft-ietf-hpke-pq).
constexpr std::uint16_t hpke_mlkem768_x25519 = 0x647a;

/// Of the first message. Copies of the key are the caller's to overwrite.
struct HpkeContext {
  Key256 key{};
  ChachaNonce nonce{};
};

HpkeContext hpke_base(std::uint16_t kem, const Key256& shared_secret, std::string_view info);

}  // namespace comity::crypto
