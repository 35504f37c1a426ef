#include "crypto/xwing.h"

#include "crypto/kem.h"

#ifdef COMITY_HAS_HYBRID

#include "crypto/file_key.h"
#include "crypto/hmac.h"

#include <sodium/core.h>
#include <sodium/crypto_kem_xwing.h>

#include <optional>
#include <tuple>
#include <utility>

namespace comity::crypto {
namespace {

static_assert(std::tuple_size_v<HybridSeed> == crypto_kem_xwing_SECRETKEYBYTES);
static_assert(std::tuple_size_v<HybridPublicKey> == crypto_kem_xwing_PUBLICKEYBYTES);
static_assert(std::tuple_size_v<HybridShare> == crypto_kem_xwing_CIPHERTEXTBYTES);
static_assert(std::tuple_size_v<Key256> == crypto_kem_xwing_SHAREDSECRETBYTES);

class SodiumXWing final : public Kem {
 public:
  [[nodiscard]] std::optional<HybridPublicKey> public_key(const HybridSeed& seed) const override {
    HybridPublicKey out{};
    HybridSeed same{};  // the library's secret key is the seed itself
    const bool made = crypto_kem_xwing_seed_keypair(out.data(), same.data(), seed.data()) == 0;
    cleanse(same);
    return made ? std::optional(out) : std::nullopt;
  }

  [[nodiscard]] std::optional<Encapsulated> encapsulate(
      const HybridPublicKey& recipient, const HybridRandomness& randomness) const override {
    std::optional<Encapsulated> out(std::in_place);
    if (crypto_kem_xwing_enc_deterministic(out->share.data(), out->secret.data(), recipient.data(),
                                           randomness.data()) != 0) {
      cleanse(out->secret);
      out.reset();
    }
    return out;
  }

  [[nodiscard]] std::optional<Key256> decapsulate(const HybridShare& share,
                                                  const HybridSeed& seed) const override {
    std::optional<Key256> out(std::in_place);
    if (crypto_kem_xwing_dec(out->data(), share.data(), seed.data()) != 0) {
      cleanse(*out);
      out.reset();
    }
    return out;
  }
};

}  // namespace

const Kem* xwing() {
  static const SodiumXWing kem;
  // Chooses the machine's fast paths; threads meet here once.
  static const bool ready = sodium_init() >= 0;
  return ready ? &kem : nullptr;
}

}  // namespace comity::crypto

#else

namespace comity::crypto {

const Kem* xwing() { return nullptr; }

}  // namespace comity::crypto

#endif
