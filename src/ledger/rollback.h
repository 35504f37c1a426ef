// What others remember of this log, against what it says now. A folder put back to an earlier day
// looks sound from within: only its earlier signatures, kept by peers, tell. Pure rules.
#pragma once

#include "ledger/checkpoint.h"
#include "ledger/tile_store.h"
#include "ledger/vkey.h"
#include "value/result.h"

#include <string_view>

namespace comity::ledger {

/// This log as it stands: its key, its signed head, and its tiles.
struct OwnLog {
  const VerifierKey& key;
  merkle::TreeHead head;
  const TileReader& tiles;
};

/// Whether this log continues the checkpoint that a peer remembers. LEDGER-23 when the note is not
/// of this log's key: a peer that is mistaken or lies, no reason to stop. LEDGER-21 when this log
/// is shorter: it was rolled back. LEDGER-22 when it has another history: it forked. After either
/// it must not sign.
value::Result<void> continues_memory(const OwnLog& own, std::string_view remembered_note);

/// Whether two notes prove, to anyone, that the log of this key told two histories: both signed,
/// equal sizes, different roots. LEDGER-24 when they do not; LEDGER-11 to LEDGER-14 for the notes.
value::Result<void> prove_fork(std::string_view one, std::string_view other,
                               const VerifierKey& key);

}  // namespace comity::ledger
