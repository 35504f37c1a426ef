// Hybrid key exchanges that are wrong in one way each: over the build's own, or over nothing.
#pragma once

#include "crypto/kem.h"
#include "crypto/xwing.h"

#include <optional>

namespace comity::fakes {

enum class Fault {
  none,
  no_public_key,
  other_public_key,
  nothing_sent,
  other_secret_sent,
  nothing_received,
  other_secret_received,
  same_secret_always,  ///< as if a share were not checked
  one_key_only,        ///< right for the draft's vector, wrong for every other
};

/// REQUIRES: this build has the library.
class BrokenKem final : public crypto::Kem {
 public:
  explicit BrokenKem(Fault fault) : fault_(fault) {}

  [[nodiscard]] std::optional<crypto::HybridPublicKey> public_key(
      const crypto::HybridSeed& seed) const override {
    auto out = crypto::xwing()->public_key(seed);
    if (out && fault_ == Fault::other_public_key) {
      out->back() ^= 1U;
    }
    return fault_ == Fault::no_public_key ? std::nullopt : out;
  }

  [[nodiscard]] std::optional<crypto::Encapsulated> encapsulate(
      const crypto::HybridPublicKey& recipient,
      const crypto::HybridRandomness& randomness) const override {
    auto out = crypto::xwing()->encapsulate(recipient, randomness);
    if (out && fault_ == Fault::other_secret_sent) {
      out->secret.front() ^= 1U;
    }
    return fault_ == Fault::nothing_sent ? std::nullopt : out;
  }

  [[nodiscard]] std::optional<crypto::Key256> decapsulate(
      const crypto::HybridShare& share, const crypto::HybridSeed& seed) const override {
    auto out = crypto::xwing()->decapsulate(share, seed);
    if (!out || fault_ == Fault::nothing_received) {
      return std::nullopt;
    }
    if (fault_ == Fault::other_secret_received) {
      out->front() ^= 1U;
    }
    if (fault_ == Fault::same_secret_always) {
      last_ = last_.value_or(*out);
      return last_;
    }
    if (fault_ == Fault::one_key_only) {
      known_ = known_.value_or(seed);
      if (known_ != seed) {
        out->front() ^= 1U;
      }
    }
    return out;
  }

 private:
  Fault fault_;
  mutable std::optional<crypto::Key256> last_;
  mutable std::optional<crypto::HybridSeed> known_;
};

}  // namespace comity::fakes
