#include "edge/chunk_parts.h"

#include "exchange/missing_chunks.h"
#include "object/blob_store.h"
#include "value/bytes.h"
#include "value/uuid.h"

#include <algorithm>
#include <cstddef>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace comity::edge {

void ChunkParts::keep(const Place& place, value::Bytes bytes) {
  const std::scoped_lock lock(mutex_);
  const auto at = std::find_if(parts_.begin(), parts_.end(),
                               [&](const Part& part) { return part.place == place; });
  if (at != parts_.end()) {
    if (at->bytes.size() < bytes.size()) {
      at->bytes = std::move(bytes);
    }
    parts_.splice(parts_.end(), parts_, at);
  } else {
    parts_.push_back({place, std::move(bytes)});
  }
  make_room(place.peer);
}

void ChunkParts::make_room(const std::string& peer) {
  const auto excess = [&](bool of_peer) {
    std::size_t sum = 0;
    for (const Part& part : parts_) {
      sum += of_peer && part.place.peer != peer ? 0 : part.bytes.size();
    }
    return sum > (of_peer ? per_peer_ : 4 * per_peer_);
  };
  while (excess(true)) {
    parts_.erase(std::find_if(parts_.begin(), parts_.end(),
                              [&](const Part& part) { return part.place.peer == peer; }));
  }
  while (excess(false)) {
    parts_.pop_front();
  }
}

value::Bytes ChunkParts::copy(const Place& place) const {
  const std::scoped_lock lock(mutex_);
  const auto at = std::find_if(parts_.begin(), parts_.end(),
                               [&](const Part& part) { return part.place == place; });
  return at == parts_.end() ? value::Bytes() : at->bytes;
}

void ChunkParts::drop(const Place& place) {
  const std::scoped_lock lock(mutex_);
  parts_.remove_if([&](const Part& part) { return part.place == place; });
}

void ChunkParts::drop(const value::Uuid& package) {
  const std::scoped_lock lock(mutex_);
  parts_.remove_if([&](const Part& part) { return part.place.object.package == package; });
}

std::vector<exchange::ChunkPart> ChunkParts::of(const std::string& peer,
                                                const object::ObjectId& object) const {
  std::vector<exchange::ChunkPart> out;
  {
    const std::scoped_lock lock(mutex_);
    for (const Part& part : parts_) {
      if (part.place.peer == peer && part.place.object == object) {
        out.push_back({part.place.index, part.bytes.size()});
      }
    }
  }
  std::sort(out.begin(), out.end(),
            [](const auto& one, const auto& other) { return one.index < other.index; });
  return out;
}

}  // namespace comity::edge
