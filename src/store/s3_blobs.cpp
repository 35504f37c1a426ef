#include "store/s3_blobs.h"

#include "object/blob_store.h"
#include "store/s3_client.h"
#include "store/s3_listing.h"
#include "store/s3_object_keys.h"
#include "store/s3_target.h"
#include "value/bytes.h"
#include "value/ports.h"
#include "value/result.h"
#include "value/uuid.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace comity::store {

namespace {

using object::ObjectId;
using object::ObjectInfo;
using value::fail;
using value::Result;

constexpr std::size_t largest_note = 256;

// The port has codes of its own for the medium (object/blob_store.h); what to do says the code of
// this room, which is therefore in the detail.
value::Failure as_object_failure(const value::Error& error) {
  const std::string detail = std::string(error.code.text()) + " " + error.detail;
  if (error.code == value::Code("STORE-03") || error.code == value::Code("STORE-21")) {
    return fail("OBJ-08", detail);
  }
  if (error.code == value::Code("STORE-23")) {
    return fail("OBJ-10", detail);
  }
  return fail("OBJ-09", detail);
}

template <class T>
Result<T> in_port_words(Result<T> result) {
  return result ? std::move(result) : as_object_failure(result.error());
}

class S3Blobs : public object::BlobStore {
 public:
  explicit S3Blobs(std::unique_ptr<S3Client> client) : client_(std::move(client)) {}

  Result<void> begin(const ObjectId& id, std::optional<std::uint64_t> length) override;
  Result<void> put(const ObjectId& id, const object::Chunk& chunk) override;
  [[nodiscard]] Result<std::vector<object::Leaf>> leaves(const ObjectId& id) const override;
  [[nodiscard]] Result<value::Bytes> get(const ObjectId& id, std::uint64_t index) const override;
  Result<void> finalise(const ObjectId& id, const object::Extent& extent) override;
  [[nodiscard]] Result<ObjectInfo> info(const ObjectId& id) const override;
  [[nodiscard]] Result<std::vector<ObjectId>> list(const value::Uuid& package) const override;
  Result<void> remove(const ObjectId& id) override;

 private:
  [[nodiscard]] Result<std::optional<std::string>> note(const std::string& key) const;
  Result<void> new_note(const std::string& key, const std::string& text, const char* other);
  [[nodiscard]] Result<std::vector<ChunkEntry>> kept(const ObjectId& id,
                                                     const std::string& prefix) const;
  Result<void> put_new(const ObjectId& id, const object::Chunk& chunk);

  std::unique_ptr<S3Client> client_;
};

Result<std::optional<std::string>> S3Blobs::note(const std::string& key) const {
  const auto found = client_->get(key, largest_note);
  if (!found) {
    return as_object_failure(found.error());
  }
  const std::optional<value::Bytes>& bytes = *found;
  return bytes ? std::optional(std::string(value::text_of(*bytes))) : std::nullopt;
}

/// A note is written once; OBJ-02 when there is another.
Result<void> S3Blobs::new_note(const std::string& key, const std::string& text, const char* other) {
  const auto done = client_->put_new(key, value::bytes_of(text));
  if (!done) {
    return as_object_failure(done.error());
  }
  return *done == S3Put::other ? fail("OBJ-02", other) : Result<void>();
}

Result<ObjectInfo> S3Blobs::info(const ObjectId& id) const {
  const auto begun = value::required(note(begun_key(id)), "OBJ-01",
                                     id.package.text() + "/" + std::to_string(id.number));
  const auto length = begun ? read_begun_note(*begun) : fail(begun.error());
  if (!length) {
    return fail(length.error());
  }
  const auto final = note(final_key(id));
  if (!final) {
    return fail(final.error());
  }
  const std::optional<std::string>& text = *final;
  if (!text) {
    return ObjectInfo{*length, std::nullopt};
  }
  const auto extent = read_final_note(*text);
  return extent ? Result<ObjectInfo>({extent->length, extent->root}) : fail(extent.error());
}

/// In order of index; of two at one index the smaller leaf, which comes first.
Result<std::vector<ChunkEntry>> S3Blobs::kept(const ObjectId& id, const std::string& prefix) const {
  const auto listed = client_->list(prefix);
  if (!listed) {
    return as_object_failure(listed.error());
  }
  std::vector<ChunkEntry> out;
  for (const S3Entry& entry : *listed) {
    auto chunk = read_chunk_entry(entry, id);
    if (!chunk) {
      return fail(chunk.error());
    }
    if (out.empty() || out.back().leaf.index != chunk->leaf.index) {
      out.push_back(*std::move(chunk));
    }
  }
  return out;
}

Result<void> S3Blobs::begin(const ObjectId& id, std::optional<std::uint64_t> length) {
  if (length == std::uint64_t{0}) {
    return fail("OBJ-03", "an object without bytes");
  }
  return new_note(begun_key(id), begun_note(length), "begun with another length");
}

bool belongs(const object::Chunk& chunk, std::optional<std::uint64_t> length) {
  const std::size_t size = chunk.bytes.size();
  return size > 0 &&
         (length ? size == object::chunk_length(*length, chunk.index) : size <= object::chunk_size);
}

Result<void> S3Blobs::put_new(const ObjectId& id, const object::Chunk& chunk) {
  const auto about = info(id);
  if (!about) {
    return fail(about.error());
  }
  if (!belongs(chunk, about->length)) {
    return fail("OBJ-03", "chunk " + std::to_string(chunk.index));
  }
  if (about->root) {
    return fail("OBJ-02", "the object is final");
  }
  return in_port_words(client_->put(chunk_prefix(id, chunk.index) + chunk.leaf.hex(), chunk.bytes));
}

Result<void> S3Blobs::put(const ObjectId& id, const object::Chunk& chunk) {
  const auto there = kept(id, chunk_prefix(id, chunk.index));
  if (!there) {
    return fail(there.error());
  }
  if (there->empty()) {
    return put_new(id, chunk);
  }
  return there->front().leaf.digest == chunk.leaf
             ? Result<void>()
             : fail("OBJ-04", "chunk " + std::to_string(chunk.index));
}

Result<std::vector<object::Leaf>> S3Blobs::leaves(const ObjectId& id) const {
  const auto about = info(id);
  const auto chunks = about ? kept(id, chunks_prefix(id)) : fail(about.error());
  if (!chunks) {
    return fail(chunks.error());
  }
  std::vector<object::Leaf> out;
  out.reserve(chunks->size());
  for (const ChunkEntry& chunk : *chunks) {
    out.push_back(chunk.leaf);
  }
  return out;
}

Result<value::Bytes> S3Blobs::get(const ObjectId& id, std::uint64_t index) const {
  const auto chunks = kept(id, chunk_prefix(id, index));
  if (!chunks) {
    return fail(chunks.error());
  }
  const std::string where = "chunk " + std::to_string(index);
  if (chunks->empty()) {
    const auto about = info(id);
    return about ? fail("OBJ-05", where) : fail(about.error());
  }
  return value::required(in_port_words(client_->get(chunks->front().key, object::chunk_size)),
                         "OBJ-05", where);
}

bool complete(const std::vector<ChunkEntry>& chunks, std::uint64_t length) {
  bool whole = chunks.size() == object::chunk_count(length);
  for (std::size_t i = 0; whole && i < chunks.size(); ++i) {
    whole = chunks[i].leaf.index == i && chunks[i].size == object::chunk_length(length, i);
  }
  return whole;
}

Result<void> S3Blobs::finalise(const ObjectId& id, const object::Extent& extent) {
  const auto about = info(id);
  if (!about) {
    return fail(about.error());
  }
  if (about->root) {
    return ObjectInfo{extent.length, extent.root} == *about
               ? Result<void>()
               : fail("OBJ-02", "final with another extent");
  }
  const std::optional<std::uint64_t>& begun = about->length;
  if (begun && *begun != extent.length) {
    return fail("OBJ-02", "begun with length " + std::to_string(*begun));
  }
  const auto chunks = kept(id, chunks_prefix(id));
  if (!chunks) {
    return fail(chunks.error());
  }
  if (!complete(*chunks, extent.length)) {
    return fail("OBJ-06", std::to_string(chunks->size()) + " chunks");
  }
  return new_note(final_key(id), final_note(extent), "final with another extent");
}

Result<std::vector<ObjectId>> S3Blobs::list(const value::Uuid& package) const {
  const auto listed = client_->list(begun_prefix(package));
  if (!listed) {
    return as_object_failure(listed.error());
  }
  std::vector<ObjectId> out;
  for (const S3Entry& entry : *listed) {
    const auto id = read_begun_entry(entry, package);
    if (!id) {
      return fail(id.error());
    }
    out.push_back(*id);
  }
  return out;
}

/// What makes it known goes last: an interrupted removal can be repeated, and never leaves chunks
/// behind that a later object of this id would take for its own.
Result<void> S3Blobs::remove(const ObjectId& id) {
  const auto listed = client_->list(chunks_prefix(id));
  if (!listed) {
    return as_object_failure(listed.error());
  }
  std::vector<std::string> keys{final_key(id)};
  for (const S3Entry& entry : *listed) {
    keys.push_back(entry.key);
  }
  keys.push_back(begun_key(id));
  for (const std::string& key : keys) {
    if (auto gone = client_->remove(key); !gone) {
      return as_object_failure(gone.error());
    }
  }
  return {};
}

}  // namespace

std::unique_ptr<object::BlobStore> s3_blobs(std::unique_ptr<S3Client> client) {
  return std::make_unique<S3Blobs>(std::move(client));
}

Result<std::unique_ptr<object::BlobStore>> open_s3_blobs(const S3Target& target,
                                                         const value::Clock& clock) {
  auto client = S3Client::make(target, clock);
  return client ? Result<std::unique_ptr<object::BlobStore>>(s3_blobs(*std::move(client)))
                : fail(client.error());
}

}  // namespace comity::store
