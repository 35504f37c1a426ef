#include "desk/outgoing.h"

#include "evidence/outer_manifest.h"
#include "evidence/signed_manifest.h"
#include "exchange/missing_chunks.h"
#include "exchange/package_store.h"
#include "object/blob_store.h"
#include "object/upload.h"
#include "value/bytes.h"
#include "value/result.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>

namespace comity::desk {
namespace {

// Small objects cost round trips, not octets: many at once. More would only lengthen the scan.
constexpr std::size_t most_open = 32;

}  // namespace

Outgoing::Outgoing(exchange::StoredPackage row, evidence::OuterManifest outer)
    : row_(std::move(row)), outer_(std::move(outer)), objects_(outer_.objects.size()) {
  for (std::uint32_t i = 0; i < objects_.size(); ++i) {
    objects_[i].missing = length_of(i);
  }
}

value::Result<Outgoing> Outgoing::of(exchange::StoredPackage row) {
  auto outer = evidence::read_outer(value::text_of(row.outer));
  if (!outer) {
    return value::fail(outer.error());
  }
  return Outgoing(std::move(row), std::move(outer->manifest));
}

std::optional<Job> Outgoing::next() {
  if (!announced_) {
    if (announcing_ || done()) {
      return std::nullopt;
    }
    announcing_ = true;
    return Job{Step::announce, 0, 0, 0};
  }
  std::size_t open = 0;
  for (std::size_t i = first_open_; i < objects_.size() && open < most_open; ++i) {
    if (auto job = next_of(static_cast<std::uint32_t>(i))) {
      return job;
    }
    open += objects_[i].stage == Stage::done ? 0U : 1U;
  }
  return std::nullopt;
}

std::optional<Job> Outgoing::next_of(std::uint32_t number) {
  Object& object = objects_[number];
  switch (object.stage) {
    case Stage::unasked:
      object.stage = Stage::asking;
      return Job{Step::ask, number, 0, 0};
    case Stage::sending:
      if (!object.ranges.empty()) {
        return take_chunk(number);
      }
      return std::nullopt;
    case Stage::closing:
      if (object.under_way == 0) {
        ++object.under_way;
        return Job{Step::close, number, 0, 0};
      }
      return std::nullopt;
    case Stage::asking:
    case Stage::done:
      return std::nullopt;
  }
  return std::nullopt;
}

Job Outgoing::take_chunk(std::uint32_t number) {
  Object& object = objects_[number];
  object::ChunkRange& range = object.ranges.front();
  Job job{Step::chunk, number, range.first, 0};
  ++range.first;
  --range.count;
  if (range.count == 0) {
    object.ranges.pop_front();
  }
  while (!object.parts.empty() && object.parts.front().index < job.index) {
    object.parts.pop_front();
  }
  if (!object.parts.empty() && object.parts.front().index == job.index) {
    job.from = object.parts.front().octets;
  }
  ++object.under_way;
  return job;
}

void Outgoing::announced() {
  announced_ = true;
  announcing_ = false;
}

void Outgoing::told(std::uint32_t number, const exchange::MissingChunks& missing) {
  Object& object = objects_[number];
  object.ranges.assign(missing.ranges.begin(), missing.ranges.end());
  object.parts.assign(missing.parts.begin(), missing.parts.end());
  object.under_way = 0;
  object.missing = 0;
  for (const object::ChunkRange& range : missing.ranges) {
    const std::uint64_t last = range.first + range.count - 1;
    object.missing +=
        (range.count - 1) * object::chunk_size + object::chunk_length(length_of(number), last);
  }
  object.all_told = missing.ranges.size() < exchange::most_missing_ranges;
  object.stage = Stage::sending;
  settle(object);
}

void Outgoing::kept(const Job& job) {
  Object& object = objects_[job.object];
  object.missing -= object::chunk_length(length_of(job.object), job.index);
  --object.under_way;
  settle(object);
}

void Outgoing::settle(Object& object) {
  if (object.stage == Stage::sending && object.ranges.empty() && object.under_way == 0) {
    object.stage = object.all_told ? Stage::closing : Stage::unasked;
  }
}

void Outgoing::closed(std::uint32_t number) {
  objects_[number] = {Stage::done, {}, {}, 0, 0, true};
  while (first_open_ < objects_.size() && objects_[first_open_].stage == Stage::done) {
    ++first_open_;
  }
}

void Outgoing::ask_again(std::uint32_t number) {
  Object& object = objects_[number];
  object.stage = Stage::unasked;
  object.ranges.clear();
  object.parts.clear();
  object.under_way = 0;
}

void Outgoing::begin_again() {
  announced_ = false;
  announcing_ = false;
  for (std::uint32_t i = 0; i < objects_.size(); ++i) {
    if (objects_[i].stage != Stage::done) {
      ask_again(i);
    }
  }
}

std::uint64_t Outgoing::moved() const {
  std::uint64_t sum = 0;
  for (std::uint32_t i = 0; i < objects_.size(); ++i) {
    sum += length_of(i) - objects_[i].missing;
  }
  return sum;
}

}  // namespace comity::desk
