// Checks a whole log against the head that was signed: every entry, every hash, every file. Used by
// a starting node on its own log, and by anyone on an exported folder (ledger/log_folder.h).
#pragma once

#include "ledger/tile_edge.h"
#include "ledger/tile_store.h"
#include "merkle/proof.h"
#include "value/result.h"

namespace comity::ledger {

/// Recomputes the log from its entries. LEDGER-15 names a missing file, LEDGER-16 the damaged one;
/// LEDGER-17 when the files agree with each other and not with the head.
value::Result<void> check_log(const TileReader& tiles, const merkle::TreeHead& head);

/// The right edge, if it leads to the head: O(log n), the check of an ordinary start. When it does
/// not, the whole log is checked, so that the error names the file.
value::Result<TileEdge> load_edge(const TileReader& tiles, const merkle::TreeHead& head);

}  // namespace comity::ledger
