// Ports: the sealed objects of one package, to read and to write, and the files that opening makes.
// Adapters: package_folder.h (files), package_blobs.h (the store of sealed objects).
#pragma once

#include "evidence/sink.h"
#include "evidence/source.h"
#include "object/blob_store.h"
#include "value/result.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace comity::evidence {

/// Any thread may call it; what it gives borrows it.
class SealedObjects {
 public:
  SealedObjects() = default;
  SealedObjects(const SealedObjects&) = delete;
  SealedObjects& operator=(const SealedObjects&) = delete;
  virtual ~SealedObjects() = default;

  /// The ciphertext of one object from its start; PKG-09 when there is none.
  [[nodiscard]] virtual value::Result<std::unique_ptr<Source>> open(std::uint32_t number) const = 0;
};

/// One thread at a time; what it gives borrows it.
class ObjectSinks {
 public:
  ObjectSinks() = default;
  ObjectSinks(const ObjectSinks&) = delete;
  ObjectSinks& operator=(const ObjectSinks&) = delete;
  virtual ~ObjectSinks() = default;

  virtual value::Result<std::unique_ptr<CipherSink>> create(std::uint32_t number) = 0;

  /// Takes a finished object away again, because another one of its package failed. Nothing to do
  /// when there is none.
  virtual void remove(std::uint32_t number) = 0;
};

/// The same where a sealing can be interrupted and gone on with (sealing_journal.h).
class ResumableObjects : public ObjectSinks {
 public:
  /// Goes on with an object, or begins it. Destroyed before `finish`, the sink leaves what it took;
  /// a chunk that is there is taken again when it is the same, and OBJ-04 when not.
  virtual value::Result<std::unique_ptr<CipherSink>> go_on(std::uint32_t number) = 0;

  /// What is there of an object, in order of index; empty for one never begun.
  [[nodiscard]] virtual value::Result<std::vector<object::Leaf>> present(
      std::uint32_t number) const = 0;
};

/// One thread at a time; what it gives borrows it.
class PlainFiles {
 public:
  PlainFiles() = default;
  PlainFiles(const PlainFiles&) = delete;
  PlainFiles& operator=(const PlainFiles&) = delete;
  virtual ~PlainFiles() = default;

  /// `file_name` is safe on every file system and distinct within the package.
  virtual value::Result<std::unique_ptr<PlainSink>> create(const std::string& file_name) = 0;
};

/// Takes everything and keeps nothing: a full verification without a copy.
class NoFiles : public PlainFiles {
 public:
  value::Result<std::unique_ptr<PlainSink>> create(const std::string& file_name) override;
};

}  // namespace comity::evidence
