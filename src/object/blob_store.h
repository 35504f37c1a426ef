// Port: sealed objects kept as numbered 1 MiB ciphertext chunks, each with its leaf hash. Keeping
// is all it does: roots are computed and compared in object/upload.h.
#pragma once

#include "value/bytes.h"
#include "value/digest.h"
#include "value/result.h"
#include "value/uuid.h"

#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace comity::object {

inline constexpr std::size_t chunk_size = std::size_t{1} << 20U;

/// One object of one package; 0 is the inner manifest.
struct ObjectId {
  value::Uuid package;
  std::uint32_t number = 0;

  friend auto operator<=>(const ObjectId&, const ObjectId&) = default;
};

/// `leaf` is opaque to the store: the caller computed it over exactly `bytes`.
struct Chunk {
  std::uint64_t index = 0;
  value::BytesView bytes;
  value::Digest leaf;
};

struct Leaf {
  std::uint64_t index = 0;
  value::Digest digest;

  friend bool operator==(const Leaf&, const Leaf&) = default;
};

/// What is signed about an object's ciphertext.
struct Extent {
  std::uint64_t length = 0;
  value::Digest root;

  friend bool operator==(const Extent&, const Extent&) = default;
};

struct ObjectInfo {
  std::optional<std::uint64_t> length;  // as begun; after `finalise` always known
  std::optional<value::Digest> root;    // set once final

  friend bool operator==(const ObjectInfo&, const ObjectInfo&) = default;
};

/// Any thread may call it, about any object; each call is atomic. OBJ-01 object not known (all but
/// `begin`, `list`, `remove`); OBJ-08 no space left; OBJ-09 any other failure of the medium. After
/// OBJ-08 or OBJ-09 the object is as it was before the call.
class BlobStore {
 public:
  BlobStore() = default;
  BlobStore(const BlobStore&) = delete;
  BlobStore& operator=(const BlobStore&) = delete;
  virtual ~BlobStore() = default;

  /// Makes the object known; length absent when the end of a stream is not known yet. Idempotent
  /// for the same length; OBJ-02 for another length (absent against known included); OBJ-03 for 0.
  virtual value::Result<void> begin(const ObjectId& id, std::optional<std::uint64_t> length) = 0;

  /// Keeps one chunk, in any order. Idempotent for the same leaf, also after `finalise`; OBJ-04 for
  /// another leaf at that index; OBJ-03 when index or size cannot belong to the object: all chunks
  /// but the last are full, none is empty (length not known: 1 to chunk_size octets); OBJ-02 for a
  /// new chunk of a final object. After a crash the chunk is there whole, or not at all.
  virtual value::Result<void> put(const ObjectId& id, const Chunk& chunk) = 0;

  /// The leaves of the chunks present, in order of index.
  [[nodiscard]] virtual value::Result<std::vector<Leaf>> leaves(const ObjectId& id) const = 0;

  /// The bytes of a chunk present; OBJ-05 when it is not.
  [[nodiscard]] virtual value::Result<value::Bytes> get(const ObjectId& id,
                                                        std::uint64_t index) const = 0;

  /// The object is complete. On return all of it is durable and never changes. OBJ-06 unless the
  /// chunks present are exactly those of `extent.length`, each of its size; OBJ-02 for another
  /// length than begun, or for another extent than it was finalised with. Idempotent.
  virtual value::Result<void> finalise(const ObjectId& id, const Extent& extent) = 0;

  [[nodiscard]] virtual value::Result<ObjectInfo> info(const ObjectId& id) const = 0;

  /// Ids of the objects of a package, in order of number; empty for an unknown package.
  [[nodiscard]] virtual value::Result<std::vector<ObjectId>> list(
      const value::Uuid& package) const = 0;

  /// Forgets the object, final or not, and frees its space; nothing to do when it is not known.
  virtual value::Result<void> remove(const ObjectId& id) = 0;
};

/// Number of chunks of an object of this length.
constexpr std::uint64_t chunk_count(std::uint64_t length) {
  return length / chunk_size + (length % chunk_size == 0 ? 0 : 1);
}

/// Size of chunk `index` of an object of this length; 0 when there is no such chunk.
constexpr std::size_t chunk_length(std::uint64_t length, std::uint64_t index) {
  if (index >= chunk_count(length)) {
    return 0;
  }
  const std::uint64_t rest = length - index * chunk_size;
  return rest < chunk_size ? static_cast<std::size_t>(rest) : chunk_size;
}

}  // namespace comity::object
