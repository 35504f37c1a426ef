// Where a node keeps its rows, the files of its ledger and its sealed objects: the members "store",
// "tiles" and "objects" of comity.json (docs/operator/node.md). They are opened in
// node/stores.h.
#pragma once

#include "codec/json.h"
#include "codec/members.h"
#include "store/s3_target.h"
#include "value/result.h"

#include <cstdint>
#include <filesystem>
#include <string>

namespace comity::node {

enum class RowsKind : std::uint8_t { sqlite, postgresql };
enum class FilesKind : std::uint8_t { disk, s3 };

struct RowsPlace {
  RowsKind kind = RowsKind::sqlite;
  std::string words;  ///< libpq's words or URI, empty for SQLite

  friend bool operator==(const RowsPlace&, const RowsPlace&) = default;
};

struct FilesPlace {
  FilesKind kind = FilesKind::disk;
  std::filesystem::path folder;  ///< of a disk; empty: the usual one in the node's folder
  store::S3Target bucket;        ///< of S3

  friend bool operator==(const FilesPlace&, const FilesPlace&) = default;
};

/// As built: everything in the node's folder, for one `comity serve`.
struct Storage {
  RowsPlace rows;
  FilesPlace tiles;
  FilesPlace objects;

  /// Several `comity serve` may share the rows.
  [[nodiscard]] bool shared() const { return rows.kind != RowsKind::sqlite; }

  friend bool operator==(const Storage&, const Storage&) = default;
};

/// Takes the three members, each of which may be absent; what is wrong is refused in `members`.
Storage read_storage(codec::Members& members);

/// A bucket by itself, from a file in the words of "tiles" and "objects" without their "kind";
/// paths in it are made absolute. NODE-04 when it cannot be read, JSON codes when it says something
/// else.
value::Result<FilesPlace> read_bucket_file(const std::filesystem::path& file);

/// Writes what differs from the usual, in the place of what was there.
void write_storage(const Storage& storage, codec::Json::Object& config);

}  // namespace comity::node
