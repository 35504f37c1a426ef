#include "evidence/package_blobs.h"

#include "evidence/outer_manifest.h"
#include "evidence/sink.h"
#include "evidence/source.h"
#include "object/blob_store.h"
#include "value/bytes.h"
#include "value/result.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace comity::evidence {
namespace {

class BlobSource : public Source {
 public:
  BlobSource(const object::BlobStore& store, const object::ObjectId& id, std::uint64_t length)
      : store_(store), id_(id), length_(length) {}

  value::Result<std::size_t> read(std::span<std::uint8_t> out) override {
    std::size_t done = 0;
    while (done < out.size()) {
      if (used_ == chunk_.size()) {
        if (next_ == object::chunk_count(length_)) {
          break;
        }
        auto chunk = store_.get(id_, next_);
        if (!chunk) {
          return value::fail("SEAL-01",
                             std::string(chunk.error().code.text()) + " " + chunk.error().detail);
        }
        chunk_ = *std::move(chunk);
        used_ = 0;
        ++next_;
      }
      const std::size_t take = std::min(out.size() - done, chunk_.size() - used_);
      std::copy_n(chunk_.begin() + static_cast<std::ptrdiff_t>(used_), take,
                  out.begin() + static_cast<std::ptrdiff_t>(done));
      used_ += take;
      done += take;
    }
    return done;
  }

  value::Result<std::optional<SourceFacts>> facts() override { return std::nullopt; }

 private:
  const object::BlobStore& store_;
  object::ObjectId id_;
  std::uint64_t length_;
  value::Bytes chunk_;
  std::size_t used_ = 0;
  std::uint64_t next_ = 0;
};

enum class Unfinished { removed, kept };

class BlobSink : public CipherSink {
 public:
  BlobSink(object::BlobStore& store, const object::ObjectId& id, Unfinished unfinished)
      : store_(store), id_(id), unfinished_(unfinished) {}

  ~BlobSink() override {
    if (!finished_ && unfinished_ == Unfinished::removed) {
      static_cast<void>(store_.remove(id_));
    }
  }

  value::Result<void> write(const object::Chunk& chunk) override { return store_.put(id_, chunk); }

  value::Result<void> finish(const object::Extent& extent) override {
    const auto done = store_.finalise(id_, extent);
    finished_ = done.has_value();
    return done;
  }

 private:
  object::BlobStore& store_;
  object::ObjectId id_;
  Unfinished unfinished_;
  bool finished_ = false;
};

}  // namespace

std::uint64_t octets_here(const object::BlobStore& blobs, const evidence::OuterManifest& outer) {
  std::uint64_t sum = 0;
  for (std::uint32_t i = 0; i < outer.objects.size(); ++i) {
    const object::ObjectId id{outer.package_id, i};
    const std::uint64_t length = outer.objects[i].extent.length;
    const auto info = blobs.info(id);
    if (info && info->root) {
      sum += length;
    } else if (const auto leaves = info ? blobs.leaves(id) : fail(info.error()); leaves) {
      for (const object::Leaf& leaf : *leaves) {
        sum += object::chunk_length(length, leaf.index);
      }
    }
  }
  return sum;
}

value::Result<std::unique_ptr<Source>> PackageBlobs::open(std::uint32_t number) const {
  const object::ObjectId id{package_, number};
  const auto info = store_->info(id);
  if (!info) {
    return value::fail("PKG-09", std::string(info.error().code.text()) + " " + info.error().detail);
  }
  const std::optional<std::uint64_t>& length = info->length;
  if (!info->root || !length) {
    return value::fail("PKG-09", "object " + std::to_string(number) + " is not complete");
  }
  return std::make_unique<BlobSource>(*store_, id, *length);
}

value::Result<std::unique_ptr<CipherSink>> PackageBlobs::create(std::uint32_t number) {
  const object::ObjectId id{package_, number};
  if (store_->info(id)) {
    return value::fail("OBJ-02", "object " + std::to_string(number) + " is there already");
  }
  if (const auto begun = store_->begin(id, std::nullopt); !begun) {
    return value::fail(begun.error());
  }
  return std::make_unique<BlobSink>(*store_, id, Unfinished::removed);
}

value::Result<std::unique_ptr<CipherSink>> PackageBlobs::go_on(std::uint32_t number) {
  const object::ObjectId id{package_, number};
  if (const auto begun = store_->begin(id, std::nullopt); !begun) {
    return value::fail(begun.error());
  }
  return std::make_unique<BlobSink>(*store_, id, Unfinished::kept);
}

value::Result<std::vector<object::Leaf>> PackageBlobs::present(std::uint32_t number) const {
  auto leaves = store_->leaves({package_, number});
  if (!leaves && leaves.error().code == value::Code("OBJ-01")) {
    return std::vector<object::Leaf>();
  }
  return leaves;
}

void PackageBlobs::remove(std::uint32_t number) {
  static_cast<void>(store_->remove({package_, number}));
}

}  // namespace comity::evidence
