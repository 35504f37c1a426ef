#include "ledger/tile_nodes.h"

#include "ledger/bundle.h"
#include "ledger/ledger_store.h"
#include "ledger/tile_path.h"
#include "ledger/tile_store.h"
#include "merkle/proof.h"
#include "merkle/tree_hash.h"
#include "value/bytes.h"
#include "value/digest.h"
#include "value/result.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace comity::ledger {
namespace {

constexpr unsigned levels_in_tile = 8;
constexpr std::size_t hash_size = 32;

value::Failure damaged(const TilePath& path, std::size_t length) {
  return value::fail("LEDGER-16",
                     path.text() + " has " + std::to_string(length) + " octets, which is wrong");
}

/// The file as wide as the tree implies, each element `element` octets long. A full tile stands in
/// for a partial one, which may be removed once the full one exists (tlog-tiles).
value::Result<value::Bytes> read_file(const TileReader& tiles, TilePath path, std::size_t element) {
  const auto wanted = path.width * element;
  auto read = tiles.get(path.text());
  if (read && !read->has_value() && path.width < tile_width) {
    path.width = tile_width;
    read = tiles.get(path.text());
  }
  if (!read) {
    return value::fail(read.error());
  }
  std::optional<value::Bytes>& bytes = *read;
  if (!bytes) {
    return value::fail("LEDGER-15", path.text());
  }
  if (bytes->size() != path.width * element) {
    return damaged(path, bytes->size());
  }
  bytes->resize(wanted);
  return std::move(*bytes);
}

/// Tiles already read and nodes already computed, shared by the copies of one source.
class TileCache {
 public:
  TileCache(const TileReader& tiles, std::uint64_t size) : tiles_(tiles), size_(size) {}

  value::Result<value::Digest> node(merkle::NodeId node) {
    const auto known = computed_.find({node.level, node.index});
    if (known != computed_.end()) {
      return known->second;
    }
    auto hash = compute(node);
    if (hash) {
      computed_.emplace(std::pair(node.level, node.index), *hash);
    }
    return hash;
  }

 private:
  value::Result<value::Digest> compute(merkle::NodeId node) {
    const auto level = node.level / levels_in_tile;
    const auto within = node.level % levels_in_tile;
    const auto first = node.index << within;
    auto found = known_.find({level, first / tile_width});
    if (found == known_.end()) {
      auto hashes = read_hashes(tiles_, level, first / tile_width, size_);
      if (!hashes) {
        return value::fail(hashes.error());
      }
      found = known_.emplace(std::pair(level, first / tile_width), std::move(*hashes)).first;
    }
    const std::span<const value::Digest> hashes(found->second);
    const auto at = first % tile_width;
    const auto count = std::size_t{1} << within;
    if (at + count > hashes.size()) {
      return value::fail("MERKLE-02", "a subtree that a tree of this size has not");
    }
    return merkle::root_of(hashes.subspan(at, count));
  }

  const TileReader& tiles_;
  std::uint64_t size_;
  std::map<std::pair<unsigned, std::uint64_t>, std::vector<value::Digest>> known_;
  std::map<std::pair<unsigned, std::uint64_t>, value::Digest> computed_;
};

value::Failure not_under_head(const value::Error& error) {
  return value::fail("LEDGER-17", std::string(error.code.text()) + ": " + error.detail);
}

}  // namespace

value::Result<std::vector<value::Digest>> read_hashes(const TileReader& tiles, unsigned level,
                                                      std::uint64_t index, std::uint64_t size) {
  const TilePath path{level, index, width_in_tree(level, index, size)};
  if (path.width == 0) {
    return value::fail("MERKLE-02", "a tile that a tree of this size has not");
  }
  auto bytes = read_file(tiles, path, hash_size);
  if (!bytes) {
    return value::fail(bytes.error());
  }
  std::vector<value::Digest> hashes(path.width);
  for (std::size_t i = 0; i < hashes.size(); ++i) {
    std::ranges::copy(value::BytesView(*bytes).subspan(i * hash_size, hash_size),
                      hashes[i].octets.begin());
  }
  return hashes;
}

value::Result<std::vector<EntryBytes>> read_entries(const TileReader& tiles, std::uint64_t bundle,
                                                    std::uint64_t size) {
  const TilePath path{std::nullopt, bundle, width_in_tree(0, bundle, size)};
  if (path.width == 0) {
    return value::fail("MERKLE-02", "a bundle that a tree of this size has not");
  }
  auto bytes = read_file(tiles, path, bundle_length(1));
  if (!bytes) {
    return value::fail(bytes.error());
  }
  auto entries = parse_bundle(*bytes);
  if (!entries) {
    return value::fail("LEDGER-16", path.text() + ": " + entries.error().detail);
  }
  return entries;
}

merkle::NodeSource tile_nodes(const TileReader& tiles, std::uint64_t size) {
  return [cache = std::make_shared<TileCache>(tiles, size)](merkle::NodeId node) {
    return cache->node(node);
  };
}

value::Result<value::Digest> root_from_tiles(const TileReader& tiles, std::uint64_t tree_size,
                                             std::uint64_t size) {
  return merkle::range_root(0, size, tile_nodes(tiles, tree_size));
}

EntryProver::EntryProver(const TileReader& tiles, const merkle::TreeHead& head)
    : tiles_(&tiles), head_(head), nodes_(tile_nodes(tiles, head.size)) {}

value::Result<EntryBytes> EntryProver::entry(std::uint64_t index) {
  const auto bundle = index / tile_width;
  auto found = bundles_.find(bundle);
  if (found == bundles_.end()) {
    auto entries = read_entries(*tiles_, bundle, head_.size);
    if (!entries) {
      return value::fail(entries.error());
    }
    found = bundles_.emplace(bundle, *std::move(entries)).first;
  }
  return found->second[index % tile_width];
}

value::Result<ProvenEntry> EntryProver::prove(std::uint64_t index) {
  auto proof = merkle::inclusion_proof(index, head_.size, nodes_);
  if (!proof) {
    return value::fail(proof.error());
  }
  const auto bytes = entry(index);
  if (!bytes) {
    return value::fail(bytes.error());
  }
  const auto holds = merkle::verify_inclusion(merkle::leaf_hash(*bytes), index, *proof, head_);
  if (!holds) {
    return not_under_head(holds.error());
  }
  return ProvenEntry{*bytes, *std::move(proof)};
}

value::Result<merkle::Proof> prove_consistency(const TileReader& tiles,
                                               const merkle::TreeHead& earlier,
                                               const merkle::TreeHead& later) {
  auto proof = merkle::consistency_proof(earlier.size, later.size, tile_nodes(tiles, later.size));
  if (!proof) {
    return proof;
  }
  const auto holds = merkle::verify_consistency(earlier, later, *proof);
  if (!holds) {
    return not_under_head(holds.error());
  }
  return proof;
}

}  // namespace comity::ledger
