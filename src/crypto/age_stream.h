// The payload of an age file (c2sp.org/age, "Payload"): chunks of 64 KiB, each sealed apart with
// ChaCha20-Poly1305 under (counter, final flag), so any chunk can be opened alone. Files as streams
// are in crypto/age.h.
#pragma once

#include "crypto/chacha.h"
#include "crypto/file_key.h"
#include "value/bytes.h"
#include "value/result.h"

#include <cstddef>
#include <cstdint>

namespace comity::crypto {

constexpr std::size_t age_chunk_octets = std::size_t{64} * 1024;
constexpr std::size_t age_tag_octets = chacha_tag_octets;

/// One payload key with its cipher contexts. One thread at a time; make another for another thread.
class AgeStream {
 public:
  /// `nonce` is the 16 octets that follow the header.
  AgeStream(const FileKey& key, value::BytesView nonce);

  /// Writes plain.size() + 16 octets to `out`, which may begin where `plain` does. The caller never
  /// seals two plaintexts under one counter. CRYPTO-08 when the library refuses.
  value::Result<void> seal(std::uint64_t counter, bool last, value::BytesView plain,
                           std::uint8_t* out);

  /// Writes sealed.size() - 16 octets to `out`; AGE-06 when the chunk is not authentic at this
  /// place, and then `out` holds zeros.
  value::Result<void> open(std::uint64_t counter, bool last, value::BytesView sealed,
                           std::uint8_t* out);

 private:
  Chacha cipher_;
};

}  // namespace comity::crypto
