// Reads a tiled log: entries, hashes, and proofs that are checked before they are handed on. The
// size always comes from a verified checkpoint; no partial tile is read that it does not imply.
#pragma once

#include "ledger/ledger_store.h"
#include "ledger/tile_store.h"
#include "merkle/proof.h"
#include "value/digest.h"
#include "value/result.h"

#include <cstdint>
#include <map>
#include <vector>

namespace comity::ledger {

/// The hashes of one tile of a tree of `size` entries. LEDGER-15 when it is missing (the full tile
/// stands in for a partial one); LEDGER-16 when it has another length.
value::Result<std::vector<value::Digest>> read_hashes(const TileReader& tiles, unsigned level,
                                                      std::uint64_t index, std::uint64_t size);

/// The entries of one bundle of a tree of `size` entries; codes likewise.
value::Result<std::vector<EntryBytes>> read_entries(const TileReader& tiles, std::uint64_t bundle,
                                                    std::uint64_t size);

/// The complete subtrees of a tree of `size` entries. Borrows the reader; keeps what it has read.
merkle::NodeSource tile_nodes(const TileReader& tiles, std::uint64_t size);

/// What the tiles of a tree of `tree_size` say the root was at `size`, which is not larger; not
/// checked against anything.
value::Result<value::Digest> root_from_tiles(const TileReader& tiles, std::uint64_t tree_size,
                                             std::uint64_t size);

/// An entry and its proof, which lead to a head.
struct ProvenEntry {
  EntryBytes entry{};
  merkle::Proof proof;
};

/// Proofs of entries under one head. Borrows the reader; keeps what it has read and computed.
class EntryProver {
 public:
  EntryProver(const TileReader& tiles, const merkle::TreeHead& head);

  /// MERKLE-02 when the index is not under the head, LEDGER-17 when the tiles do not lead to it.
  value::Result<ProvenEntry> prove(std::uint64_t index);

 private:
  value::Result<EntryBytes> entry(std::uint64_t index);

  const TileReader* tiles_;
  merkle::TreeHead head_;
  merkle::NodeSource nodes_;
  std::map<std::uint64_t, std::vector<EntryBytes>> bundles_;
};

/// A proof that `later` continues `earlier`; LEDGER-17 when the tiles do not show it.
value::Result<merkle::Proof> prove_consistency(const TileReader& tiles,
                                               const merkle::TreeHead& earlier,
                                               const merkle::TreeHead& later);

}  // namespace comity::ledger
