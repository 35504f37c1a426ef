// The Merkle root of a sealed object: an RFC 6962 tree whose leaves are its 1 MiB chunks, the last
// one shorter. A relay checks it without opening anything; an upload resumes against it.
#pragma once

#include "merkle/frontier.h"
#include "value/bytes.h"
#include "value/digest.h"

#include <cstddef>
#include <cstdint>
#include <utility>

namespace comity::merkle {

inline constexpr std::size_t chunk_size = std::size_t{1} << 20U;

/// The number of chunks of an object of this length.
constexpr std::uint64_t chunk_count(std::uint64_t length) {
  return length / chunk_size + (length % chunk_size == 0 ? 0 : 1);
}

/// Takes the bytes of an object in order, in pieces of any length.
class ChunkRoot {
 public:
  ChunkRoot() = default;

  /// Continues after whole chunks whose frontier was saved.
  explicit ChunkRoot(Frontier whole_chunks) : frontier_(std::move(whole_chunks)) {}

  void update(value::BytesView piece);

  /// Over the whole chunks taken so far; the bytes after them are not in it.
  [[nodiscard]] const Frontier& frontier() const { return frontier_; }

  /// Over everything taken so far, the last chunk as short as it is.
  [[nodiscard]] value::Digest root() const;

 private:
  Frontier frontier_;
  value::Bytes partial_;
};

value::Digest chunk_root(value::BytesView object);

}  // namespace comity::merkle
