// BlobStore in memory, with a limit of space so that "disk full" can be played.
#pragma once

#include "object/blob_store.h"
#include "value/bytes.h"
#include "value/digest.h"
#include "value/result.h"
#include "value/uuid.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <vector>

namespace comity::fakes {

class MemoryBlobStore : public object::BlobStore {
 public:
  /// Chunks that would take more octets than this in all get OBJ-08.
  void limit(std::size_t octets) {
    const std::scoped_lock lock(mutex_);
    limit_ = octets;
  }

  /// The stored bytes themselves, for tests that damage them; null when not present.
  value::Bytes* raw(const object::ObjectId& id, std::uint64_t index) {
    const std::scoped_lock lock(mutex_);
    const auto found = objects_.find(id);
    if (found == objects_.end()) {
      return nullptr;
    }
    const auto chunk = found->second.chunks.find(index);
    return chunk == found->second.chunks.end() ? nullptr : &chunk->second.bytes;
  }

  [[nodiscard]] std::size_t used() const {
    const std::scoped_lock lock(mutex_);
    return used_;
  }

  value::Result<void> begin(const object::ObjectId& id,
                            std::optional<std::uint64_t> length) override {
    const std::scoped_lock lock(mutex_);
    if (length == std::uint64_t{0}) {
      return value::fail("OBJ-03", "an object has at least one octet");
    }
    const auto [at, fresh] = objects_.try_emplace(id);
    if (fresh) {
      at->second.begun = length;
    } else if (at->second.begun != length) {
      return value::fail("OBJ-02", "begun with another length");
    }
    return {};
  }

  value::Result<void> put(const object::ObjectId& id, const object::Chunk& chunk) override {
    const std::scoped_lock lock(mutex_);
    const auto found = objects_.find(id);
    if (found == objects_.end()) {
      return value::fail("OBJ-01", "not known");
    }
    Object& object = found->second;
    if (const auto kept = object.chunks.find(chunk.index); kept != object.chunks.end()) {
      if (kept->second.leaf == chunk.leaf) {
        return {};
      }
      return value::fail("OBJ-04", "other bytes at " + std::to_string(chunk.index));
    }
    if (object.extent) {
      return value::fail("OBJ-02", "the object is final");
    }
    if (!fits(object, chunk)) {
      return value::fail("OBJ-03", "no such chunk: " + std::to_string(chunk.index));
    }
    if (used_ + chunk.bytes.size() > limit_) {
      return value::fail("OBJ-08", "no space left");
    }
    used_ += chunk.bytes.size();
    object.chunks[chunk.index] = {value::to_bytes(chunk.bytes), chunk.leaf};
    return {};
  }

  value::Result<std::vector<object::Leaf>> leaves(const object::ObjectId& id) const override {
    const std::scoped_lock lock(mutex_);
    const auto found = objects_.find(id);
    if (found == objects_.end()) {
      return value::fail("OBJ-01", "not known");
    }
    std::vector<object::Leaf> out;
    for (const auto& [index, kept] : found->second.chunks) {
      out.push_back({index, kept.leaf});
    }
    return out;
  }

  value::Result<value::Bytes> get(const object::ObjectId& id, std::uint64_t index) const override {
    const std::scoped_lock lock(mutex_);
    const auto found = objects_.find(id);
    if (found == objects_.end()) {
      return value::fail("OBJ-01", "not known");
    }
    const auto chunk = found->second.chunks.find(index);
    if (chunk == found->second.chunks.end()) {
      return value::fail("OBJ-05", "chunk not present: " + std::to_string(index));
    }
    return chunk->second.bytes;
  }

  value::Result<void> finalise(const object::ObjectId& id, const object::Extent& extent) override {
    const std::scoped_lock lock(mutex_);
    const auto found = objects_.find(id);
    if (found == objects_.end()) {
      return value::fail("OBJ-01", "not known");
    }
    Object& object = found->second;
    if (object.extent) {
      if (*object.extent == extent) {
        return {};
      }
      return value::fail("OBJ-02", "already final with another extent");
    }
    if (object.begun && *object.begun != extent.length) {
      return value::fail("OBJ-02", "begun with another length");
    }
    if (!complete(object, extent.length)) {
      return value::fail("OBJ-06", "chunks are missing");
    }
    object.extent = extent;
    return {};
  }

  value::Result<object::ObjectInfo> info(const object::ObjectId& id) const override {
    const std::scoped_lock lock(mutex_);
    const auto found = objects_.find(id);
    if (found == objects_.end()) {
      return value::fail("OBJ-01", "not known");
    }
    if (const auto& extent = found->second.extent) {
      return object::ObjectInfo{extent->length, extent->root};
    }
    return object::ObjectInfo{found->second.begun, std::nullopt};
  }

  value::Result<std::vector<object::ObjectId>> list(const value::Uuid& package) const override {
    const std::scoped_lock lock(mutex_);
    std::vector<object::ObjectId> out;
    for (const auto& [id, object] : objects_) {
      if (id.package == package) {
        out.push_back(id);
      }
    }
    return out;
  }

  value::Result<void> remove(const object::ObjectId& id) override {
    const std::scoped_lock lock(mutex_);
    if (const auto found = objects_.find(id); found != objects_.end()) {
      for (const auto& [index, kept] : found->second.chunks) {
        used_ -= kept.bytes.size();
      }
      objects_.erase(found);
    }
    return {};
  }

 private:
  struct Kept {
    value::Bytes bytes;
    value::Digest leaf;
  };

  struct Object {
    std::optional<std::uint64_t> begun;
    std::optional<object::Extent> extent;
    std::map<std::uint64_t, Kept> chunks;
  };

  static bool fits(const Object& object, const object::Chunk& chunk) {
    const std::size_t size = chunk.bytes.size();
    if (object.begun) {
      return size != 0 && size == object::chunk_length(*object.begun, chunk.index);
    }
    return size != 0 && size <= object::chunk_size;
  }

  static bool complete(const Object& object, std::uint64_t length) {
    if (length == 0 || object.chunks.size() != object::chunk_count(length)) {
      return false;
    }
    for (const auto& [index, kept] : object.chunks) {
      if (kept.bytes.size() != object::chunk_length(length, index)) {
        return false;
      }
    }
    return true;
  }

  mutable std::mutex mutex_;  // guards all below
  std::size_t limit_ = SIZE_MAX;
  std::size_t used_ = 0;
  std::map<object::ObjectId, Object> objects_;
};

}  // namespace comity::fakes
