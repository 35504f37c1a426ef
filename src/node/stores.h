// The stores that a node's configuration names, opened. Which there are: node/storage.h. Only the
// composition root knows the adapters.
#pragma once

#include "evidence/journal_store.h"
#include "ledger/tile_store.h"
#include "node/config.h"
#include "node/storage.h"
#include "object/blob_store.h"
#include "store/database.h"
#include "value/ports.h"
#include "value/result.h"

#include <filesystem>
#include <memory>

namespace comity::node {

struct OpenStores {
  std::unique_ptr<store::Database> database;
  std::unique_ptr<ledger::TileStore> tiles;
  std::unique_ptr<object::BlobStore> objects;
  std::unique_ptr<evidence::JournalStore>
      journals;  ///< always in the folder: a sealing stays on its machine
};

/// NODE-17 when the configuration holds a password of the database; codes of the stores.
/// `clock` outlives them: requests to S3 are dated by it.
value::Result<OpenStores> open_stores(const Folder& folder, const Storage& storage,
                                      const value::Clock& clock);

/// Its two stores of files by themselves, each for one place.
value::Result<std::unique_ptr<ledger::TileStore>> open_ledger_files(const Folder& folder,
                                                                    const FilesPlace& place,
                                                                    const value::Clock& clock);
value::Result<std::unique_ptr<object::BlobStore>> open_objects(const Folder& folder,
                                                               const FilesPlace& place,
                                                               const value::Clock& clock);

/// Where each takes room on a disk of this machine; empty when it is elsewhere.
std::filesystem::path log_folder(const Folder& folder, const Storage& storage);
std::filesystem::path objects_folder(const Folder& folder, const Storage& storage);

}  // namespace comity::node
