// Sealing one object: plain SHA-256 with midstates, age, ciphertext leaves and the write, in one
// pass over the bytes and in constant memory (32 octets for each MiB apart). A whole package is in
// package_sealing.h, the way back in object_opening.h.
#pragma once

#include "crypto/age_head.h"
#include "crypto/age_recipient.h"
#include "evidence/outer_manifest.h"
#include "evidence/sealing_journal.h"
#include "evidence/sidecar.h"
#include "evidence/sink.h"
#include "evidence/source.h"
#include "value/ports.h"
#include "value/result.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <span>

namespace comity::evidence {

/// Octets done so far; false stops the work with SEAL-05. Called on the caller's thread.
using Progress = std::function<bool(std::uint64_t done)>;

struct SealTo {
  std::span<const crypto::Recipient> recipients;
  value::Random* random = nullptr;
};

struct Sealed {
  SealedObject object;
  Sidecar plain;  // length, digest and midstates of the plaintext
  std::optional<SourceFacts> before;
  std::optional<SourceFacts> after;
};

/// With what one object is sealed, and where it goes on if it was begun before.
struct ObjectRun {
  crypto::AgeHead head;
  std::optional<SourceFacts> before;  ///< as they were when the object was begun
  SealingJournal* journal = nullptr;  ///< says what is encrypted before it is written
  const ResumePoint* resumed = nullptr;
};

/// Reads the source to its end on one thread, encrypts on a second, writes to the sink on the
/// caller's. The sink is finished when all went well and never otherwise: SEAL-01 reading failed;
/// SEAL-02 the source changed meanwhile; SEAL-05 stopped by `progress`; SEAL-06 no thread to be
/// had; AGE-12, AGE-13 the recipients; those of the sink.
value::Result<Sealed> seal_object(Source& source, CipherSink& sink, const SealTo& to,
                                  const Progress& progress);

/// The same with a head that is made, and so that it can go on after an interruption. When resumed,
/// plaintext that was encrypted before is compared with what it was: SEAL-11, and not encrypted
/// again unless it is the same.
value::Result<Sealed> seal_object(Source& source, CipherSink& sink, ObjectRun run,
                                  const Progress& progress);

}  // namespace comity::evidence
