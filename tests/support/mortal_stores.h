// A process that dies after so many things: the stores as it sees them, and what they saw of it.
#pragma once

#include "crypto/sha256.h"
#include "evidence/journal_store.h"
#include "evidence/source.h"
#include "object/blob_store.h"
#include "value/bytes.h"
#include "value/digest.h"
#include "value/result.h"
#include "value/uuid.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <tuple>
#include <utility>
#include <vector>

namespace comity::testing_support {

/// How many more things the process does; after that nothing it tries has an effect.
struct Life {
  std::atomic<int> left = 1 << 30;

  bool spent() { return left.fetch_sub(1) <= 0; }
};

/// Every ciphertext that ever left a process, by age head and place.
struct Written {
  std::map<object::ObjectId, value::Digest> heads;
  std::map<std::tuple<object::ObjectId, value::Digest, std::uint64_t>, value::Digest> chunks;

  void put(const object::ObjectId& id, const object::Chunk& chunk) {
    if (chunk.index == 0) {
      heads[id] = crypto::sha256(chunk.bytes.first(200));
    }
    const auto [at, fresh] =
        chunks.try_emplace({id, heads[id], chunk.index}, crypto::sha256(chunk.bytes));
    EXPECT_EQ(at->second, crypto::sha256(chunk.bytes)) << "two plaintexts under one key and place";
  }
};

/// The store as a process that may die sees it.
class MortalBlobs final : public object::BlobStore {
 public:
  MortalBlobs(object::BlobStore& store, Life& life, Written& written)
      : store_(store), life_(life), written_(written) {}

  value::Result<void> begin(const object::ObjectId& id,
                            std::optional<std::uint64_t> length) override {
    return life_.spent() ? gone() : store_.begin(id, length);
  }

  value::Result<void> put(const object::ObjectId& id, const object::Chunk& chunk) override {
    if (life_.spent()) {
      return gone();
    }
    written_.put(id, chunk);
    return store_.put(id, chunk);
  }

  [[nodiscard]] value::Result<std::vector<object::Leaf>> leaves(
      const object::ObjectId& id) const override {
    return store_.leaves(id);
  }

  [[nodiscard]] value::Result<value::Bytes> get(const object::ObjectId& id,
                                                std::uint64_t index) const override {
    return store_.get(id, index);
  }

  value::Result<void> finalise(const object::ObjectId& id, const object::Extent& extent) override {
    return life_.spent() ? gone() : store_.finalise(id, extent);
  }

  [[nodiscard]] value::Result<object::ObjectInfo> info(const object::ObjectId& id) const override {
    return store_.info(id);
  }

  [[nodiscard]] value::Result<std::vector<object::ObjectId>> list(
      const value::Uuid& package) const override {
    return store_.list(package);
  }

  value::Result<void> remove(const object::ObjectId& id) override {
    return life_.spent() ? gone() : store_.remove(id);
  }

 private:
  static value::Failure gone() { return value::fail("OBJ-09", "killed"); }

  object::BlobStore& store_;
  Life& life_;
  Written& written_;
};

class MortalFile final : public evidence::JournalFile {
 public:
  MortalFile(std::unique_ptr<evidence::JournalFile> file, Life& life)
      : file_(std::move(file)), life_(life) {}

  value::Result<void> append(value::BytesView bytes) override {
    return life_.spent() ? gone() : file_->append(bytes);
  }

  value::Result<void> sync() override { return life_.spent() ? gone() : file_->sync(); }

  value::Result<void> replace(value::BytesView bytes) override {
    return life_.spent() ? gone() : file_->replace(bytes);
  }

  value::Result<void> remove() override { return life_.spent() ? gone() : file_->remove(); }

 private:
  static value::Failure gone() { return value::fail("SEAL-04", "killed"); }

  std::unique_ptr<evidence::JournalFile> file_;
  Life& life_;
};

class MortalJournals final : public evidence::JournalStore {
 public:
  MortalJournals(evidence::JournalStore& store, Life& life) : store_(store), life_(life) {}

  value::Result<std::unique_ptr<evidence::JournalFile>> create(const value::Uuid& package,
                                                               value::BytesView bytes) override {
    if (life_.spent()) {
      return value::fail("SEAL-04", "killed");
    }
    return std::make_unique<MortalFile>(store_.create(package, bytes).value(), life_);
  }

  value::Result<std::unique_ptr<evidence::JournalFile>> open(const value::Uuid& package) override {
    auto file = store_.open(package).value();
    return file == nullptr ? std::move(file) : std::make_unique<MortalFile>(std::move(file), life_);
  }

  value::Result<std::optional<value::Bytes>> read(const value::Uuid& package) override {
    return store_.read(package);
  }

  value::Result<std::vector<value::Uuid>> list() override { return store_.list(); }

 private:
  evidence::JournalStore& store_;
  Life& life_;
};

/// value::Bytes with the facts of a file, or as a stream without any.
class GivenSource final : public evidence::Source {
 public:
  explicit GivenSource(value::Bytes bytes, std::optional<evidence::SourceFacts> facts = {})
      : bytes_(std::move(bytes)), facts_(std::move(facts)) {}

  value::Result<std::size_t> read(std::span<std::uint8_t> out) override {
    const std::size_t take = std::min(out.size(), bytes_.size() - done_);
    std::copy_n(bytes_.begin() + static_cast<std::ptrdiff_t>(done_), take, out.begin());
    done_ += take;
    read_octets += take;
    return take;
  }

  value::Result<bool> begin_at(std::uint64_t octet) override {
    if (!facts_) {
      return octet == 0;
    }
    done_ = static_cast<std::size_t>(octet);
    return true;
  }

  value::Result<std::optional<evidence::SourceFacts>> facts() override { return facts_; }

  std::size_t read_octets = 0;

 private:
  value::Bytes bytes_;
  std::optional<evidence::SourceFacts> facts_;
  std::size_t done_ = 0;
};

}  // namespace comity::testing_support
