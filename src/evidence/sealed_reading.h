// Reads a sealed object once: its length, its root, its age header, and what age makes of it. Used
// by object_opening.cpp; the same without keys is relay_check.h.
#pragma once

#include "crypto/age.h"
#include "crypto/opener.h"
#include "evidence/outer_manifest.h"
#include "evidence/source.h"
#include "merkle/frontier.h"
#include "value/bytes.h"
#include "value/result.h"

#include <cstdint>
#include <optional>

namespace comity::evidence {

class SealedReading {
 public:
  /// Borrows all three.
  SealedReading(Source& sealed, crypto::Opener& opener, const SealedObject& expected);

  /// Appends authenticated plaintext of the next MiB of ciphertext; false at the end. Once age has
  /// refused nothing is appended, but reading goes on to tell damage on the way (PKG-09, PKG-10)
  /// from what the sender signed (PKG-12, PKG-13).
  value::Result<bool> next(value::Bytes& plain);

 private:
  value::Result<bool> end(value::Bytes& plain);
  void decrypt(value::BytesView sealed, value::Bytes& plain);
  value::Result<void> check_extent();
  [[nodiscard]] value::Result<void> check_age() const;

  Source& source_;
  const SealedObject& expected_;
  crypto::AgeOpener age_;
  merkle::Frontier frontier_;
  value::Bytes chunk_;
  std::uint64_t length_ = 0;
  std::optional<value::Error> refused_;
};

}  // namespace comity::evidence
