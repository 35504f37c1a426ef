// What a receiver still lacks of an object, as it tells the sender: whole chunks, and the
// beginnings of chunks that a break cut off. Routes: docs/protocol/transport.md. What is kept is in
// object/upload.h.
#pragma once

#include "object/upload.h"
#include "value/bytes.h"
#include "value/result.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace comity::exchange {

/// The first `octets` of a missing chunk are kept: the sender may go on after them.
struct ChunkPart {
  std::uint64_t index = 0;
  std::uint64_t octets = 0;

  friend bool operator==(const ChunkPart&, const ChunkPart&) = default;
};

struct MissingChunks {
  std::vector<object::ChunkRange> ranges;  ///< in order, apart; empty when nothing is missing
  std::vector<ChunkPart> parts;            ///< in order of index, of chunks inside the ranges

  friend bool operator==(const MissingChunks&, const MissingChunks&) = default;
};

/// An answer names no more; a sender that has sent these asks again.
inline constexpr std::size_t most_missing_ranges = 1024;
inline constexpr std::size_t most_chunk_parts = 64;

/// The first ranges and parts, as many as an answer names.
value::Bytes encode_missing(const MissingChunks& missing);

/// What a peer says of an object of this length. JSON codes; EXCH-40 what no honest answer says:
/// ranges out of order or beyond the object, parts of chunks that are not missing or no shorter.
value::Result<MissingChunks> decode_missing(value::BytesView body, std::uint64_t length);

}  // namespace comity::exchange
