// Opening one object: ciphertext root, age, plain SHA-256 with its midstates and the write, in one
// pass. The sink gives the plaintext a name only after all of it has verified. A whole package is
// in package_opening.h, the check without keys in relay_check.h.
#pragma once

#include "crypto/opener.h"
#include "evidence/outer_manifest.h"
#include "evidence/sealing.h"
#include "evidence/sidecar.h"
#include "evidence/sink.h"
#include "evidence/source.h"
#include "value/bytes.h"
#include "value/result.h"

#include <cstddef>

namespace comity::evidence {

struct OpenWith {
  crypto::Opener* opener = nullptr;
  SealedObject expected;           // as the outer manifest has it
  const Sidecar* plain = nullptr;  // what the plaintext must be
};

/// PKG-09 another ciphertext length; PKG-10 another root; PKG-11 another age header; PKG-12 not for
/// this opener; PKG-13 the root is as signed, yet age refuses; PKG-17 plaintext length or digest;
/// PKG-18 a midstate; SEAL-01, SEAL-05, SEAL-06; those of the sink, which is finished only when all
/// of these hold.
value::Result<void> open_object(Source& sealed, PlainSink& sink, const OpenWith& with,
                                const Progress& progress);

/// A small object (manifest, sidecar) into memory: PKG-17 when its plaintext is over `limit`, else
/// as open_object without the checks of the plaintext, which the caller makes.
value::Result<value::Bytes> open_small(Source& sealed, crypto::Opener& opener,
                                       const SealedObject& expected, std::size_t limit);

}  // namespace comity::evidence
