// A hybrid key exchange: X25519 and ML-KEM-768 together (X-Wing,
// draft-connolly-cfrg-xwing-kem), so that what travels today stays secret while either holds. Which
// one this build has, and whether it is right, is said by crypto/hybrid.h.
#pragma once

#include "crypto/hmac.h"

#include <array>
#include <cstdint>
#include <optional>

namespace comity::crypto {

using HybridSeed = std::array<std::uint8_t, 32>;         ///< the secret key
using HybridPublicKey = std::array<std::uint8_t, 1216>;  ///< ML-KEM-768, then X25519
using HybridShare = std::array<std::uint8_t, 1120>;      ///< what travels: "enc" in RFC 9180
using HybridRandomness = std::array<std::uint8_t, 64>;   ///< ML-KEM's, then the X25519 ephemeral

struct Encapsulated {
  HybridShare share{};
  Key256 secret{};  ///< whoever takes it overwrites it
};

/// Pure functions, which any thread may call; nothing where the library refuses its input (a point
/// of small order). Secrets they make on the way are overwritten.
class Kem {
 public:
  Kem() = default;
  Kem(const Kem&) = delete;
  Kem& operator=(const Kem&) = delete;
  virtual ~Kem() = default;

  [[nodiscard]] virtual std::optional<HybridPublicKey> public_key(const HybridSeed& seed) const = 0;

  /// The randomness must be new for every call, and secret.
  [[nodiscard]] virtual std::optional<Encapsulated> encapsulate(
      const HybridPublicKey& recipient, const HybridRandomness& randomness) const = 0;

  /// An altered share gives another secret, not a refusal (implicit rejection, FIPS 203).
  [[nodiscard]] virtual std::optional<Key256> decapsulate(const HybridShare& share,
                                                          const HybridSeed& seed) const = 0;
};

}  // namespace comity::crypto
