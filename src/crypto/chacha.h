// ChaCha20-Poly1305 (RFC 8439) without associated data: what age seals chunks and wraps file keys
// with. Chunks by place are in crypto/age_stream.h, files in crypto/age.h.
#pragma once

#include "value/bytes.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>

namespace comity::crypto {

constexpr std::size_t chacha_tag_octets = 16;
using ChachaNonce = std::array<std::uint8_t, 12>;

/// One key, prepared once for many nonces. One thread at a time.
class Chacha {
 public:
  /// REQUIRES: 32 octets.
  explicit Chacha(value::BytesView key);
  Chacha(Chacha&&) noexcept;
  Chacha& operator=(Chacha&&) noexcept;
  ~Chacha();

  /// Writes plain.size() + 16 octets; `out` may begin where `plain` does. False when the library
  /// refuses.
  bool seal(const ChachaNonce& nonce, value::BytesView plain, std::uint8_t* out);

  /// Writes sealed.size() - 16 octets. False, and zeros written, when not authentic.
  bool open(const ChachaNonce& nonce, value::BytesView sealed, std::uint8_t* out);

 private:
  struct Contexts;
  std::unique_ptr<Contexts> contexts_;
};

}  // namespace comity::crypto
