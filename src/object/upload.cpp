#include "object/upload.h"

#include "merkle/frontier.h"
#include "merkle/tree_hash.h"
#include "object/blob_store.h"
#include "value/bytes.h"
#include "value/digest.h"
#include "value/result.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace comity::object {
namespace {

bool consecutive(const std::vector<Leaf>& leaves, std::uint64_t count) {
  if (leaves.size() != count) {
    return false;
  }
  // Indexes are distinct and in order, so the last one tells whether any is missing.
  return count == 0 || leaves.back().index == count - 1;
}

void add_range(std::vector<ChunkRange>& ranges, std::uint64_t first, std::uint64_t end) {
  if (first < end) {
    ranges.push_back({first, end - first});
  }
}

}  // namespace

value::Digest chunk_leaf(value::BytesView bytes) { return merkle::leaf_hash(bytes); }

value::Result<void> accept_chunk(BlobStore& store, const ObjectId& id, std::uint64_t index,
                                 value::BytesView bytes) {
  if (bytes.empty() || bytes.size() > chunk_size) {
    return value::fail("OBJ-03", "a chunk of " + std::to_string(bytes.size()) + " octets");
  }
  return store.put(id, {index, bytes, chunk_leaf(bytes)});
}

value::Result<std::vector<ChunkRange>> missing_chunks(const BlobStore& store, const ObjectId& id) {
  const auto info = store.info(id);
  if (!info) {
    return value::fail(info.error());
  }
  const std::optional<std::uint64_t>& length = info->length;
  if (!length) {
    return value::fail("OBJ-06", "the length of a stream is not known before its end");
  }
  const auto leaves = store.leaves(id);
  if (!leaves) {
    return value::fail(leaves.error());
  }
  std::vector<ChunkRange> missing;
  std::uint64_t next = 0;
  for (const Leaf& leaf : *leaves) {
    add_range(missing, next, leaf.index);
    next = leaf.index + 1;
  }
  add_range(missing, next, chunk_count(*length));
  return missing;
}

value::Result<std::vector<ChunkRange>> present_chunks(const BlobStore& store, const ObjectId& id) {
  const auto leaves = store.leaves(id);
  if (!leaves) {
    return value::fail(leaves.error());
  }
  std::vector<ChunkRange> present;
  for (const Leaf& leaf : *leaves) {
    if (!present.empty() && present.back().first + present.back().count == leaf.index) {
      ++present.back().count;
    } else {
      present.push_back({leaf.index, 1});
    }
  }
  return present;
}

value::Digest root_of_leaves(const std::vector<Leaf>& leaves) {
  merkle::Frontier frontier;
  for (const Leaf& leaf : leaves) {
    frontier.append(leaf.digest);
  }
  return frontier.root();
}

value::Result<void> finish_upload(BlobStore& store, const ObjectId& id, const Extent& expected) {
  const auto leaves = store.leaves(id);
  if (!leaves) {
    return value::fail(leaves.error());
  }
  if (!consecutive(*leaves, chunk_count(expected.length))) {
    return value::fail("OBJ-06", std::to_string(leaves->size()) + " of " +
                                     std::to_string(chunk_count(expected.length)) + " chunks");
  }
  if (const value::Digest root = root_of_leaves(*leaves); root != expected.root) {
    return value::fail("OBJ-07", "root " + root.hex() + ", signed " + expected.root.hex());
  }
  return store.finalise(id, expected);
}

value::Result<void> check_stored(const BlobStore& store, const ObjectId& id) {
  const auto info = store.info(id);
  if (!info) {
    return value::fail(info.error());
  }
  const std::optional<std::uint64_t>& length = info->length;
  const std::optional<value::Digest>& root = info->root;
  if (!length || !root) {
    return value::fail("OBJ-06", "the object is not final");
  }
  const auto leaves = store.leaves(id);
  if (!leaves) {
    return value::fail(leaves.error());
  }
  for (const Leaf& leaf : *leaves) {
    const auto bytes = store.get(id, leaf.index);
    if (!bytes) {
      return value::fail(bytes.error());
    }
    if (bytes->size() != chunk_length(*length, leaf.index) ||
        merkle::leaf_hash(*bytes) != leaf.digest) {
      return value::fail("OBJ-10", "chunk " + std::to_string(leaf.index));
    }
  }
  if (!consecutive(*leaves, chunk_count(*length)) || root_of_leaves(*leaves) != *root) {
    return value::fail("OBJ-10", "the list of leaves");
  }
  return {};
}

}  // namespace comity::object
