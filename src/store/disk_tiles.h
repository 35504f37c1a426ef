// The log's files in a folder, named exactly as its tile paths, so that the folder can be copied or
// served as it is. The order of entries is in the database (store/database.h).
#pragma once

#include "ledger/tile_store.h"
#include "value/result.h"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace comity::store {

/// Uses `folder`, made if absent (mode 0700). Several processes may use it at once. STORE-01 when
/// it cannot be used; STORE-10 for a path that is no plain relative path; STORE-03 no space left;
/// STORE-09 any other failure of the medium.
value::Result<std::unique_ptr<ledger::TileStore>> open_tiles(const std::filesystem::path& folder);

/// Only reads `folder`, which must exist: an exported log, perhaps on a read-only medium.
value::Result<std::unique_ptr<ledger::TileReader>> read_tiles(const std::filesystem::path& folder);

/// The paths of all files of the log in `folder`, in order; what is in the making is none of them.
/// STORE-09 when the folder cannot be read.
value::Result<std::vector<std::string>> tile_paths(const std::filesystem::path& folder);

}  // namespace comity::store
