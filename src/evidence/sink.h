// Ports: where sealed chunks and opened plaintext go. Nothing that a sink took has a name or is
// durable until `finish`; a sink destroyed before leaves nothing behind.
#pragma once

#include "object/blob_store.h"
#include "value/bytes.h"
#include "value/result.h"

namespace comity::evidence {

/// Takes one sealed object. One thread at a time. Errors: SEAL-03 or OBJ-08 no space left; SEAL-04
/// or OBJ-09 the medium failed; SEAL-07 the target exists. After an error, or when destroyed
/// without `finish`, nothing of the object remains.
class CipherSink {
 public:
  CipherSink() = default;
  CipherSink(const CipherSink&) = delete;
  CipherSink& operator=(const CipherSink&) = delete;
  virtual ~CipherSink() = default;

  /// Chunks come in order from 0; the bytes are borrowed for the call.
  virtual value::Result<void> write(const object::Chunk& chunk) = 0;

  /// On return the object is complete, durable and has its name.
  virtual value::Result<void> finish(const object::Extent& extent) = 0;
};

/// Takes the plaintext of one object, in order. Otherwise as CipherSink.
class PlainSink {
 public:
  PlainSink() = default;
  PlainSink(const PlainSink&) = delete;
  PlainSink& operator=(const PlainSink&) = delete;
  virtual ~PlainSink() = default;

  virtual value::Result<void> write(value::BytesView plain) = 0;

  /// Called only after everything signed about the plaintext has been verified.
  virtual value::Result<void> finish() = 0;
};

}  // namespace comity::evidence
