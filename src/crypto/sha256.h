// SHA-256 (FIPS 180-4), whole or in pieces, and its midstates: the chaining value at a multiple of
// 64 octets, which a package publishes so that chunks can be hashed apart. The value is in
// value/digest.h; keyed hashes are in crypto/hmac.h.
#pragma once

#include "value/bytes.h"
#include "value/digest.h"

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>

namespace comity::crypto {

/// Eight chaining words, each big-endian, in order: 32 octets.
struct Midstate {
  std::array<std::uint8_t, 32> octets{};

  [[nodiscard]] value::BytesView view() const { return octets; }

  friend auto operator<=>(const Midstate&, const Midstate&) = default;
};

/// The standard initial value: the midstate of zero octets.
Midstate initial_midstate();

/// Copyable: a copy continues apart from the original.
class Sha256 {
 public:
  Sha256();

  /// Continues a hash as if `octets_done` octets had been seen. REQUIRES: a multiple of 64.
  static Sha256 resume(const Midstate& midstate, std::uint64_t octets_done);

  void update(value::BytesView bytes);

  /// The digest of all seen so far; hashing may go on.
  [[nodiscard]] value::Digest finish() const;

  /// REQUIRES: octets_done() is a multiple of 64.
  [[nodiscard]] Midstate midstate() const;

  [[nodiscard]] std::uint64_t octets_done() const;

  /// Overwrites the state; for hashes over secrets.
  void cleanse();

 private:
  // An OpenSSL SHA256_CTX; sized here so that no user of this header sees the library.
  static constexpr std::size_t context_octets = 112;
  alignas(std::uint64_t) std::array<std::uint8_t, context_octets> context_{};
};

value::Digest sha256(value::BytesView bytes);

}  // namespace comity::crypto
