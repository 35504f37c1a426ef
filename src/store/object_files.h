// One object on disk: "<package>/<number>" its bytes, "<package>/<number>.leaves" its table
// (store/leaf_table.h), whose lock is held as long as this lives.
#pragma once

#include "object/blob_store.h"
#include "store/files.h"
#include "store/leaf_table.h"
#include "value/bytes.h"
#include "value/result.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string_view>
#include <vector>

namespace comity::store {

inline constexpr std::string_view leaves_suffix = ".leaves";

/// Indexes of chunks that this process wrote and that are not on the medium for sure.
using Unsettled = std::vector<std::uint64_t>;

class ObjectFiles {
 public:
  static value::Result<void> begin(const std::filesystem::path& root, const object::ObjectId& id,
                                   std::optional<std::uint64_t> length);

  /// Waits for the lock; OBJ-01 when the object was never begun.
  static value::Result<ObjectFiles> open(const std::filesystem::path& root,
                                         const object::ObjectId& id);

  /// Adds to `unsettled`; settles it when it has become long.
  value::Result<void> put(const object::Chunk& chunk, Unsettled& unsettled) const;
  [[nodiscard]] value::Result<std::vector<object::Leaf>> leaves() const;
  [[nodiscard]] value::Result<value::Bytes> get(std::uint64_t index) const;
  [[nodiscard]] value::Result<void> finalise(const object::Extent& extent) const;
  [[nodiscard]] value::Result<object::ObjectInfo> info() const;
  [[nodiscard]] value::Result<void> remove() const;

 private:
  struct Place {
    std::filesystem::path folder;
    std::filesystem::path bytes;
    std::filesystem::path table;
  };

  ObjectFiles(Place place, File table_file, File bytes);

  static Place place_of(const std::filesystem::path& root, const object::ObjectId& id);
  static value::Result<std::optional<File>> lock_table(const Place& place, int flags);

  [[nodiscard]] value::Result<std::optional<value::Bytes>> whole(const KeptChunk& chunk) const;
  [[nodiscard]] value::Result<std::vector<KeptChunk>> present() const;
  [[nodiscard]] value::Result<void> write(const object::Chunk& chunk) const;
  [[nodiscard]] value::Result<void> settle(const std::vector<KeptChunk>& chunks) const;
  [[nodiscard]] value::Result<void> may_finalise(const object::Extent& extent,
                                                 const std::vector<KeptChunk>& chunks) const;

  Place place_;
  File table_file_;
  File bytes_;
};

}  // namespace comity::store
