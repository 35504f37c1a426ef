// A log as a folder that leaves the node: checkpoint, tiles, entry bundles and the file `vkey`, as
// C2SP names them, so that anyone's tool can check it.
#pragma once

#include "ledger/checkpoint.h"
#include "ledger/tile_store.h"
#include "ledger/vkey.h"
#include "value/result.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace comity::ledger {

/// The tiles and bundles of a tree of this size, partial ones included.
std::vector<std::string> log_paths(std::uint64_t size);

/// Copies the log under this checkpoint. Only what the checkpoint implies is copied, and only after
/// the note has been opened with the key. Codes of open_checkpoint and of the two stores.
value::Result<Checkpoint> export_log(const TileReader& log, std::string_view checkpoint_note,
                                     const VerifierKey& key, TileStore& folder);

/// Checks a folder against a key that came another way: signature, every entry, every tile.
/// LEDGER-15 a file is missing; LEDGER-16 a file is damaged; LEDGER-17 another root was signed;
/// LEDGER-14 the folder's vkey or checkpoint is of another log.
value::Result<Checkpoint> verify_folder(const TileReader& folder, const VerifierKey& key);

}  // namespace comity::ledger
