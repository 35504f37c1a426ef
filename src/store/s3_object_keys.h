// The names of one sealed object's parts in a bucket. Numbers are written so that the order of the
// keys is theirs:
//
//   objects/<package>/begun/<number>                    its length, or "-"
//   objects/<package>/chunks/<number>/<index>-<leaf>    the bytes of a chunk
//   objects/<package>/final/<number>                    its length and root
#pragma once

#include "object/blob_store.h"
#include "store/s3_listing.h"
#include "value/result.h"
#include "value/uuid.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace comity::store {

std::string begun_key(const object::ObjectId& id);
std::string final_key(const object::ObjectId& id);
std::string begun_prefix(const value::Uuid& package);
std::string chunks_prefix(const object::ObjectId& id);
std::string chunk_prefix(const object::ObjectId& id, std::uint64_t index);

struct ChunkEntry {
  object::Leaf leaf;
  std::size_t size = 0;
  std::string key;
};

/// OBJ-10 for an entry that is no chunk of this object.
value::Result<ChunkEntry> read_chunk_entry(const S3Entry& entry, const object::ObjectId& id);

/// OBJ-10 for an entry that is none of `begun_prefix`.
value::Result<object::ObjectId> read_begun_entry(const S3Entry& entry, const value::Uuid& package);

/// "1048577" or "-"; OBJ-10 for anything else.
std::string begun_note(std::optional<std::uint64_t> length);
value::Result<std::optional<std::uint64_t>> read_begun_note(std::string_view note);

/// "1048577 <root>"; OBJ-10 for anything else.
std::string final_note(const object::Extent& extent);
value::Result<object::Extent> read_final_note(std::string_view note);

}  // namespace comity::store
