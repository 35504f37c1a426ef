// `comity migrate`: a node's rows move from SQLite in its folder to PostgreSQL. The files of its
// ledger and its sealed objects stay where they are.
#pragma once

#include "store/copy_rows.h"
#include "value/result.h"

#include <filesystem>
#include <string>

namespace comity::node {

/// The configuration names the server once both sides are equal; store.sqlite stays as it was.
/// NODE-10 while a `comity serve` of the folder runs, NODE-17 for words with a password, NODE-18
/// when the rows are on a server already; codes of store/copy_rows.h.
value::Result<store::CopiedRows> migrate_node(const std::filesystem::path& folder,
                                              const std::string& words);

}  // namespace comity::node
