// Whom something is sealed to: an age recipient, "age1...", and the suite that its prefix implies.
// The opening side is crypto/opener.h.
#pragma once

#include "value/result.h"

#include <array>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace comity::crypto {

/// How file keys are wrapped. A later hybrid suite is a new enumerator: the formats carry its name.
enum class Suite { age_x25519 };

/// "age-x25519".
std::string_view suite_name(Suite suite);

/// AGE-11 for a name this version does not know.
value::Result<Suite> parse_suite(std::string_view name);

class Recipient {
 public:
  /// The lower-case Bech32 text of an X25519 public key; AGE-10 for anything else.
  static value::Result<Recipient> parse(std::string_view text);

  static Recipient x25519(const std::array<std::uint8_t, 32>& public_key);

  [[nodiscard]] std::string text() const;

  [[nodiscard]] Suite suite() const { return suite_; }

  [[nodiscard]] const std::array<std::uint8_t, 32>& public_key() const { return public_key_; }

  friend auto operator<=>(const Recipient&, const Recipient&) = default;

 private:
  Recipient(Suite suite, const std::array<std::uint8_t, 32>& public_key)
      : suite_(suite), public_key_(public_key) {}

  Suite suite_;
  std::array<std::uint8_t, 32> public_key_;
};

}  // namespace comity::crypto
