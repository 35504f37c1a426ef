// `comity migrate`: what a node keeps in its folder moves: the rows from SQLite to PostgreSQL, the
// files of its ledger and its sealed objects to a bucket.
#pragma once

#include "node/storage.h"
#include "store/copy_files.h"
#include "store/copy_rows.h"
#include "value/ports.h"
#include "value/result.h"

#include <filesystem>
#include <optional>
#include <string>

namespace comity::node {

/// What goes where; what is absent stays.
struct Removal {
  std::optional<std::string> database;  ///< libpq's words
  std::optional<FilesPlace> files;
};

struct Removed {
  store::CopiedRows rows;
  store::CopiedFiles files;
};

/// The configuration names the new places once both sides of each are equal; the folder's own stay
/// as they were. Given again after an interruption it goes on with the files. NODE-10 while a
/// `comity serve` of the folder runs, NODE-17 for words with a password, NODE-18 when what is to
/// move has moved already; codes of store/copy_rows.h and store/copy_files.h.
value::Result<Removed> migrate_node(const std::filesystem::path& folder, const Removal& removal,
                                    const value::Clock& clock);

}  // namespace comity::node
