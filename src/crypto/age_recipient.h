// Whom something is sealed to: an age recipient, "age1..." or "age1pq1...", and the suite that its
// prefix implies. The opening side is crypto/opener.h.
#pragma once

#include "crypto/kem.h"
#include "value/bytes.h"
#include "value/result.h"

#include <array>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace comity::crypto {

/// How file keys are wrapped. The formats carry its name; the recipient's key decides it.
enum class Suite { age_x25519, age_mlkem768x25519 };

/// "age-x25519", "age-mlkem768x25519".
std::string_view suite_name(Suite suite);

/// AGE-11 for a name this version does not know.
value::Result<Suite> parse_suite(std::string_view name);

class Recipient {
 public:
  /// The lower-case Bech32 text of a public key of either suite; AGE-10 for anything else. A build
  /// without the hybrid library reads hybrid recipients too, and refuses to seal to them.
  static value::Result<Recipient> parse(std::string_view text);

  static Recipient x25519(const std::array<std::uint8_t, 32>& public_key);
  static Recipient hybrid(const HybridPublicKey& public_key);

  [[nodiscard]] std::string text() const;

  [[nodiscard]] Suite suite() const { return suite_; }

  /// 32 octets for age_x25519, 1,216 for age_mlkem768x25519.
  [[nodiscard]] value::BytesView public_key() const { return public_key_; }

  friend auto operator<=>(const Recipient&, const Recipient&) = default;

 private:
  Recipient(Suite suite, value::Bytes public_key)
      : suite_(suite), public_key_(std::move(public_key)) {}

  Suite suite_;
  value::Bytes public_key_;
};

}  // namespace comity::crypto
