#include "ledger/tile_edge.h"

#include "ledger/bundle.h"
#include "ledger/ledger_store.h"
#include "ledger/tile_nodes.h"
#include "ledger/tile_path.h"
#include "ledger/tile_store.h"
#include "merkle/frontier.h"
#include "merkle/proof.h"
#include "merkle/tree_hash.h"
#include "value/digest.h"
#include "value/result.h"

#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace comity::ledger {

value::Result<TileEdge> TileEdge::load(std::uint64_t size, const TileReader& tiles) {
  TileEdge edge;
  edge.size_ = size;
  const auto last_bundle = size / tile_width;
  if (size % tile_width != 0) {
    auto bundle = read_entries(tiles, last_bundle, size);
    if (!bundle) {
      return value::fail(bundle.error());
    }
    for (const auto& entry : *bundle) {
      append_to_bundle(edge.bundle_, entry);
    }
  }
  unsigned number = 0;
  for (auto hashes = size; hashes > 0; hashes /= tile_width, ++number) {
    Level level{.tile = hashes / tile_width, .hashes = {}, .within = {}};
    if (hashes % tile_width != 0) {
      auto tile = read_hashes(tiles, number, level.tile, size);
      if (!tile) {
        return value::fail(tile.error());
      }
      for (const auto& hash : *tile) {
        add(level, hash);
      }
      level.changed = false;
    }
    edge.levels_.push_back(std::move(level));
  }
  return edge;
}

TileBatch TileEdge::append(std::span<const EntryBytes> entries) {
  TileBatch batch;
  for (const auto& entry : entries) {
    append_to_bundle(bundle_, entry);
    ++size_;
    if (size_ % tile_width == 0) {
      finish_bundle(batch);
    }
    lift(merkle::leaf_hash(entry), batch);
  }
  if (!entries.empty()) {
    write_partials(batch);
  }
  return batch;
}

void TileEdge::finish_bundle(TileBatch& batch) {
  const TilePath path{.level = std::nullopt, .index = size_ / tile_width - 1};
  batch.files.push_back({path.text(), std::exchange(bundle_, {})});
  batch.completed.push_back(path.text());
}

void TileEdge::add(Level& level, const value::Digest& hash) {
  level.hashes.insert(level.hashes.end(), hash.octets.begin(), hash.octets.end());
  level.within.append(hash);
  level.changed = true;
}

void TileEdge::lift(const value::Digest& leaf, TileBatch& batch) {
  value::Digest hash = leaf;
  for (unsigned number = 0;; ++number) {
    if (number == levels_.size()) {
      levels_.emplace_back();
    }
    Level& level = levels_[number];
    add(level, hash);
    if (level.within.size() < tile_width) {
      return;
    }
    const TilePath path{.level = number, .index = level.tile};
    hash = level.within.root();
    batch.files.push_back({path.text(), std::move(level.hashes)});
    batch.completed.push_back(path.text());
    level = Level{.tile = level.tile + 1, .hashes = {}, .within = {}};
  }
}

void TileEdge::write_partials(TileBatch& batch) {
  if (!bundle_.empty()) {
    const TilePath path{.level = std::nullopt,
                        .index = size_ / tile_width,
                        .width = static_cast<unsigned>(size_ % tile_width)};
    batch.files.push_back({path.text(), bundle_});
  }
  for (unsigned number = 0; number < levels_.size(); ++number) {
    Level& level = levels_[number];
    if (std::exchange(level.changed, false)) {
      const TilePath path{.level = number,
                          .index = level.tile,
                          .width = static_cast<unsigned>(level.within.size())};
      batch.files.push_back({path.text(), level.hashes});
    }
  }
}

merkle::TreeHead TileEdge::head() const {
  std::vector<value::Digest> peaks;
  for (auto level = levels_.rbegin(); level != levels_.rend(); ++level) {
    const auto& within = level->within.peaks();
    peaks.insert(peaks.end(), within.begin(), within.end());
  }
  return {size_, merkle::fold_peaks(peaks)};
}

}  // namespace comity::ledger
