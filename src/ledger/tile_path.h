// The names of a log's files as C2SP tlog-tiles gives them. What is in the files is in
// ledger/tile_edge.h (hashes) and ledger/bundle.h (entries).
#pragma once

#include "value/result.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace comity::ledger {

/// Hashes in a full tile, entries in a full bundle.
inline constexpr unsigned tile_width = 256;

inline constexpr std::string_view checkpoint_path = "checkpoint";
inline constexpr std::string_view vkey_path = "vkey";

/// "tile/<L>/<N>[.p/<W>]", or "tile/entries/<N>[.p/<W>]" when there is no level.
struct TilePath {
  std::optional<unsigned> level;  ///< nothing: an entry bundle
  std::uint64_t index = 0;
  unsigned width = tile_width;  ///< less than tile_width: partial

  /// The index in groups of three digits, all but the last with an x: 1234067 is x001/x234/067.
  [[nodiscard]] std::string text() const;

  friend bool operator==(const TilePath&, const TilePath&) = default;
};

/// Accepts the one canonical spelling; LEDGER-08 for leading zeros, a level above 63, a width of 0
/// or 256, an index of more than 63 bits, and anything else.
value::Result<TilePath> parse_tile_path(std::string_view text);

/// How wide tile `index` of `level` is in a tree of `size` entries: 0 when it is not in it. A
/// bundle is as wide as the tile of level 0.
unsigned width_in_tree(unsigned level, std::uint64_t index, std::uint64_t size);

}  // namespace comity::ledger
