// Makes the tiles of a log again from the entries in the database, after files were lost. The check
// that calls for it is in ledger/log_check.h.
#pragma once

#include "ledger/ledger_store.h"
#include "ledger/tile_store.h"
#include "merkle/proof.h"
#include "value/result.h"

namespace comity::ledger {

/// Writes what is missing up to the signed head. LEDGER-02 when entries are missing, LEDGER-17 when
/// they do not lead to the head: then nothing is written. LEDGER-05 names a file that is there with
/// other octets, which a person must look at first.
value::Result<void> rebuild_tiles(const LedgerStore& store, const merkle::TreeHead& head,
                                  TileStore& tiles);

}  // namespace comity::ledger
