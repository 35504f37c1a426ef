// The table beside an object's bytes: two records for its extent, then one per chunk at its fixed
// place, each with a checksum. The folder of objects is store/disk_blobs.h.
#pragma once

#include "object/blob_store.h"
#include "store/files.h"
#include "value/bytes.h"
#include "value/digest.h"
#include "value/result.h"

#include <cstdint>
#include <functional>
#include <optional>

namespace comity::store {

/// A fast sum that tells whether octets were written completely. No protection against intent: that
/// is what the leaves are for.
std::uint64_t checksum(value::BytesView bytes);

/// What the table says of one chunk. Until `settled` its octets may be lost when the machine stops,
/// and count only if they still have this `sum`.
struct KeptChunk {
  std::uint64_t index = 0;
  std::uint32_t size = 0;
  bool settled = false;
  value::Digest leaf;
  std::uint64_t sum = 0;
};

/// Used by one thread at a time, under the lock of its file.
class LeafTable {
 public:
  explicit LeafTable(const File& file) : file_(file) {}

  /// Absent: the object was never begun. The inner value is the length, if it is known.
  [[nodiscard]] value::Result<std::optional<std::optional<std::uint64_t>>> begun() const;
  [[nodiscard]] value::Result<void> begin(std::optional<std::uint64_t> length) const;

  [[nodiscard]] value::Result<std::optional<object::Extent>> final_extent() const;
  [[nodiscard]] value::Result<void> finalise(const object::Extent& extent) const;

  [[nodiscard]] value::Result<std::optional<KeptChunk>> chunk(std::uint64_t index) const;
  [[nodiscard]] value::Result<void> keep(const KeptChunk& chunk) const;
  [[nodiscard]] value::Result<void> forget(std::uint64_t index) const;

  /// Every chunk in order of index.
  [[nodiscard]] value::Result<void> each(const std::function<void(const KeptChunk&)>& take) const;

 private:
  const File& file_;
};

/// The largest index whose chunk and record have a place in a file.
inline constexpr std::uint64_t max_chunk_index = (std::uint64_t{1} << 42U) - 1;

}  // namespace comity::store
