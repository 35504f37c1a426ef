// The beginnings of chunks whose connection broke, kept in memory for a while so that a sender goes
// on after them instead of sending a MiB again. Losing them costs bytes, never evidence.
#pragma once

#include "exchange/missing_chunks.h"
#include "object/blob_store.h"
#include "value/bytes.h"

#include <cstddef>
#include <cstdint>
#include <list>
#include <mutex>
#include <string>
#include <vector>

namespace comity::edge {

/// Any thread may call it. Holds at most `per_peer` octets of one peer and four times as many of
/// all; the oldest parts go first.
class ChunkParts {
 public:
  explicit ChunkParts(std::size_t per_peer) : per_peer_(per_peer) {}

  struct Place {
    std::string peer;
    object::ObjectId object;
    std::uint64_t index = 0;

    friend bool operator==(const Place&, const Place&) = default;
  };

  /// Keeps the longer of what was there and this.
  void keep(const Place& place, value::Bytes bytes);

  /// What is there, without the right to change it; empty when there is none.
  [[nodiscard]] value::Bytes copy(const Place& place) const;

  void drop(const Place& place);
  void drop(const value::Uuid& package);

  /// The parts of one object, in order of index.
  [[nodiscard]] std::vector<exchange::ChunkPart> of(const std::string& peer,
                                                    const object::ObjectId& object) const;

 private:
  struct Part {
    Place place;
    value::Bytes bytes;
  };

  void make_room(const std::string& peer);

  const std::size_t per_peer_;
  mutable std::mutex mutex_;
  std::list<Part> parts_;  // guarded by mutex_; oldest first
};

}  // namespace comity::edge
