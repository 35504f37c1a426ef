#include "ledger/log_check.h"

#include "ledger/tile_edge.h"
#include "ledger/tile_nodes.h"
#include "ledger/tile_path.h"
#include "ledger/tile_store.h"
#include "merkle/proof.h"
#include "merkle/tree_hash.h"
#include "value/bytes.h"
#include "value/result.h"

#include <cstdint>
#include <optional>
#include <string>

namespace comity::ledger {
namespace {

/// Whether the stored tile is what the tile above it, or the signed head, says of it.
bool is_attested(const TileReader& tiles, const TilePath& path, const merkle::TreeHead& head) {
  const auto level = path.level.value_or(0);
  if (path.width < tile_width) {
    return root_from_tiles(tiles, head.size, head.size) == head.root;
  }
  const auto stored = read_hashes(tiles, level, path.index, head.size);
  const auto above = read_hashes(tiles, level + 1, path.index / tile_width, head.size);
  return stored && above && merkle::root_of(*stored) == (*above)[path.index % tile_width];
}

/// Entries and a tile of their hashes do not agree: which of the two is damaged?
value::Failure disagreement(const TileReader& tiles, TilePath path, const merkle::TreeHead& head) {
  if (path.level == 0U && is_attested(tiles, path, head)) {
    path.level = std::nullopt;
  }
  return value::fail("LEDGER-16", path.text());
}

value::Result<void> compare(const TileReader& tiles, const TileFile& expected,
                            const merkle::TreeHead& head) {
  const auto path = parse_tile_path(expected.path);
  if (!path) {
    return value::fail(path.error());
  }
  if (!path->level) {
    return {};  // it was read from there
  }
  const auto stored = read_hashes(tiles, path->level.value_or(0), path->index, head.size);
  if (!stored) {
    return value::fail(stored.error());
  }
  value::Bytes bytes;
  for (const auto& hash : *stored) {
    bytes.insert(bytes.end(), hash.octets.begin(), hash.octets.end());
  }
  return bytes == expected.bytes ? value::Result<void>{} : disagreement(tiles, *path, head);
}

}  // namespace

value::Result<void> check_log(const TileReader& tiles, const merkle::TreeHead& head) {
  TileEdge edge;
  for (std::uint64_t bundle = 0; bundle * tile_width < head.size; ++bundle) {
    const auto entries = read_entries(tiles, bundle, head.size);
    if (!entries) {
      return value::fail(entries.error());
    }
    for (const auto& file : edge.append(*entries).files) {
      const auto path = parse_tile_path(file.path);
      // The partial tiles of the levels above appear after each bundle; only the last are stored.
      const bool stored =
          path && (!path->level ||
                   path->width == width_in_tree(path->level.value_or(0), path->index, head.size));
      if (!stored) {
        continue;
      }
      if (auto same = compare(tiles, file, head); !same) {
        return same;
      }
    }
  }
  if (edge.head().root != head.root) {
    return value::fail("LEDGER-17", "the files have the root " + edge.head().root.hex() +
                                        ", signed is " + head.root.hex());
  }
  return {};
}

value::Result<TileEdge> load_edge(const TileReader& tiles, const merkle::TreeHead& head) {
  auto edge = TileEdge::load(head.size, tiles);
  if (!edge) {
    return edge;
  }
  if (edge->head() == head) {
    return edge;
  }
  if (auto whole = check_log(tiles, head); !whole) {
    return value::fail(whole.error());
  }
  return value::fail("LEDGER-17", "the tiles do not lead to the signed root");
}

}  // namespace comity::ledger
