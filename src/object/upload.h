// An object arriving chunk by chunk, from any side and in any order, until its root is the signed
// one. All its state is in the store (object/blob_store.h): a restart loses nothing.
#pragma once

#include "object/blob_store.h"
#include "value/bytes.h"
#include "value/digest.h"
#include "value/result.h"

#include <cstdint>
#include <vector>

namespace comity::object {

/// Chunks first, first + 1, ... : `count` of them.
struct ChunkRange {
  std::uint64_t first = 0;
  std::uint64_t count = 0;

  friend bool operator==(const ChunkRange&, const ChunkRange&) = default;
};

/// What a chunk of these bytes is in the tree under a signed root.
value::Digest chunk_leaf(value::BytesView bytes);

/// Hashes the chunk and keeps it; errors are those of BlobStore::put.
value::Result<void> accept_chunk(BlobStore& store, const ObjectId& id, std::uint64_t index,
                                 value::BytesView bytes);

/// What has not arrived yet, in order; empty once all is there. OBJ-06 when the length is not
/// known.
value::Result<std::vector<ChunkRange>> missing_chunks(const BlobStore& store, const ObjectId& id);

/// What has arrived, in order.
value::Result<std::vector<ChunkRange>> present_chunks(const BlobStore& store, const ObjectId& id);

/// Makes the object final if its chunks give the signed root and length: OBJ-06 incomplete, OBJ-07
/// another root. After either error the object is as it was.
value::Result<void> finish_upload(BlobStore& store, const ObjectId& id, const Extent& expected);

/// Reads a final object again and compares: OBJ-10 names the first chunk that has changed since it
/// arrived, OBJ-06 when the object is not final.
value::Result<void> check_stored(const BlobStore& store, const ObjectId& id);

/// The root over leaves that are all present, in order.
value::Digest root_of_leaves(const std::vector<Leaf>& leaves);

}  // namespace comity::object
