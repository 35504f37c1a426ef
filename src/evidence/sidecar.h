// The midstates of one evidence object as a file: the SHA-256 chaining value after each whole MiB
// of plaintext, so that any MiB can be hashed apart and damage has a place. It derives from
// plaintext and is sealed like it.
#pragma once

#include "crypto/sha256.h"
#include "value/bytes.h"
#include "value/digest.h"
#include "value/result.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace comity::evidence {

inline constexpr std::size_t midstate_step = std::size_t{1} << 20U;

struct Sidecar {
  std::uint64_t length = 0;              // of the plaintext
  value::Digest sha256;                  // of the plaintext
  std::vector<crypto::Midstate> states;  // after 1 MiB, 2 MiB, ... : length / 1 MiB of them

  friend bool operator==(const Sidecar&, const Sidecar&) = default;
};

/// The line "comity/midstates/v1 LENGTH SHA256", then 32 octets for each state.
value::Bytes encode_sidecar(const Sidecar& sidecar);

/// The size of the encoded form for a plaintext of this length.
std::uint64_t sidecar_octets(std::uint64_t plain_length);

/// PKG-20 when it is not exactly that form.
value::Result<Sidecar> decode_sidecar(value::BytesView bytes);

/// Follows a plaintext and compares every midstate on the way.
class MidstateCheck {
 public:
  /// Borrows `sidecar`.
  explicit MidstateCheck(const Sidecar& sidecar) : sidecar_(&sidecar) {}

  /// Takes the plaintext in order. PKG-18 names the first MiB that does not lead to its state.
  value::Result<void> update(value::BytesView plain);

  /// PKG-17 when length or digest are not those of the sidecar.
  [[nodiscard]] value::Result<void> finish() const;

 private:
  const Sidecar* sidecar_;
  crypto::Sha256 hash_;
};

/// Chunk `index` of the plaintext hashed alone: it starts at its state and must reach the next one,
/// the last one the digest. It rests on the signed states; PKG-18 otherwise.
value::Result<void> check_chunk(const Sidecar& sidecar, std::uint64_t index,
                                value::BytesView plain);

}  // namespace comity::evidence
