// The right edge of the tiled tree: the unfinished tile of each level and the unfinished bundle.
// New entries turn it into files, as a pure function of the entries. Reading back is
// ledger/tile_nodes.h.
#pragma once

#include "ledger/ledger_store.h"
#include "ledger/tile_store.h"
#include "merkle/frontier.h"
#include "merkle/proof.h"
#include "value/bytes.h"
#include "value/result.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace comity::ledger {

/// The files that a batch makes, and the full tiles whose partial forms nobody needs any more.
struct TileBatch {
  std::vector<TileFile> files;
  std::vector<std::string> completed;
};

class TileEdge {
 public:
  TileEdge() = default;

  /// The edge of a tree of this size, from its tiles. LEDGER-15 when one is missing; LEDGER-16 when
  /// one has another length. The caller compares head() with a checkpoint.
  static value::Result<TileEdge> load(std::uint64_t size, const TileReader& tiles);

  /// The files that make the tree larger by these entries. The edge moves on.
  TileBatch append(std::span<const EntryBytes> entries);

  [[nodiscard]] merkle::TreeHead head() const;

 private:
  /// The tile that is being filled on one level.
  struct Level {
    std::uint64_t tile = 0;
    value::Bytes hashes;
    merkle::Frontier within;
    bool changed = false;
  };

  static void add(Level& level, const value::Digest& hash);
  void lift(const value::Digest& leaf, TileBatch& batch);
  void finish_bundle(TileBatch& batch);
  void write_partials(TileBatch& batch);

  std::uint64_t size_ = 0;
  value::Bytes bundle_;
  std::vector<Level> levels_;
};

}  // namespace comity::ledger
