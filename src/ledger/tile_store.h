// The log as files, named as C2SP tlog-tiles names them: "checkpoint", "tile/0/000",
// "tile/entries/x001/234.p/17". What the names mean is in ledger/tile_path.h.
#pragma once

#include "value/bytes.h"
#include "value/result.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace comity::ledger {

struct TileFile {
  std::string path;  ///< relative, no leading slash, made by ledger/tile_path.h
  value::Bytes bytes;

  friend bool operator==(const TileFile&, const TileFile&) = default;
};

/// The largest file of a log; a reader refuses a larger one (LEDGER-06) before reading it.
inline constexpr std::size_t max_tile_file_size = std::size_t{64} * 1024;

/// Reads the files of a log: this node's, or an exported folder. Safe from any thread.
class TileReader {
 public:
  TileReader() = default;
  TileReader(const TileReader&) = delete;
  TileReader& operator=(const TileReader&) = delete;
  virtual ~TileReader() = default;

  /// The bytes of the file, nothing when there is no such file.
  [[nodiscard]] virtual value::Result<std::optional<value::Bytes>> get(
      std::string_view path) const = 0;
};

/// Calls that write come from one sequencer, or from a stale one that can only write the same
/// bytes. Failures of the medium have the adapter's own codes.
class TileStore : public TileReader {
 public:
  /// Every file is whole and durable when it returns (files and folders synced); after a failure or
  /// a crash each is either absent or whole. Writing the same bytes again is no error; other bytes
  /// for a path that exists are refused (LEDGER-05) and leave it as it was.
  virtual value::Result<void> put(const std::vector<TileFile>& files) = 0;

  /// Replaces one file as a whole ("checkpoint"): a reader sees the old or the new, and the new is
  /// durable when it returns.
  virtual value::Result<void> replace(const TileFile& file) = 0;

  /// Removes every partial tile "<full_path>.p/<W>"; none there is no error. Need not be durable.
  virtual value::Result<void> drop_partials(std::string_view full_path) = 0;
};

}  // namespace comity::ledger
