#include "node/stores.h"

#include "ledger/tile_store.h"
#include "node/config.h"
#include "node/storage.h"
#include "object/blob_store.h"
#include "store/database.h"
#include "store/disk_blobs.h"
#include "store/disk_journals.h"
#include "store/disk_tiles.h"
#include "store/postgres_database.h"
#include "store/s3_blobs.h"
#include "store/s3_tiles.h"
#include "value/ports.h"
#include "value/result.h"

#include <filesystem>
#include <memory>
#include <string>
#include <utility>

namespace comity::node {
namespace {

using value::fail;
using value::Result;

Result<std::unique_ptr<store::Database>> open_rows(const Folder& folder, const RowsPlace& place) {
  switch (place.kind) {
    case RowsKind::sqlite:
      return store::open_sqlite(folder.store());
    case RowsKind::postgresql: {
      const auto secret = store::has_password(place.words);
      if (!secret || *secret) {
        return secret ? fail("NODE-17", folder.config().string()) : fail(secret.error());
      }
      return store::open_postgres(place.words);
    }
  }
  return fail("NODE-02", "store");
}

/// A relative folder is one in the node's.
std::filesystem::path folder_of(const Folder& folder, const FilesPlace& place,
                                const std::filesystem::path& usual) {
  return place.folder.empty() ? usual : folder.root / place.folder;
}

}  // namespace

Result<std::unique_ptr<ledger::TileStore>> open_ledger_files(const Folder& folder,
                                                             const FilesPlace& place,
                                                             const value::Clock& clock) {
  switch (place.kind) {
    case FilesKind::disk:
      return store::open_tiles(folder_of(folder, place, folder.log()));
    case FilesKind::s3:
      return store::open_s3_tiles(place.bucket, clock);
  }
  return fail("NODE-02", "tiles");
}

Result<std::unique_ptr<object::BlobStore>> open_objects(const Folder& folder,
                                                        const FilesPlace& place,
                                                        const value::Clock& clock) {
  switch (place.kind) {
    case FilesKind::disk:
      return store::open_blobs(folder_of(folder, place, folder.objects()));
    case FilesKind::s3:
      return store::open_s3_blobs(place.bucket, clock);
  }
  return fail("NODE-02", "objects");
}

std::filesystem::path log_folder(const Folder& folder, const Storage& storage) {
  switch (storage.tiles.kind) {
    case FilesKind::disk:
      return folder_of(folder, storage.tiles, folder.log());
    case FilesKind::s3:
      break;
  }
  return {};
}

std::filesystem::path objects_folder(const Folder& folder, const Storage& storage) {
  switch (storage.objects.kind) {
    case FilesKind::disk:
      return folder_of(folder, storage.objects, folder.objects());
    case FilesKind::s3:
      break;
  }
  return {};
}

Result<OpenStores> open_stores(const Folder& folder, const Storage& storage,
                               const value::Clock& clock) {
  auto database = open_rows(folder, storage.rows);
  if (!database) {
    return fail(database.error());
  }
  auto tiles = open_ledger_files(folder, storage.tiles, clock);
  auto objects = open_objects(folder, storage.objects, clock);
  auto journals = store::open_journals(folder.sealings());
  if (!tiles || !objects || !journals) {
    return fail(!tiles ? tiles.error() : !objects ? objects.error() : journals.error());
  }
  return OpenStores{*std::move(database), *std::move(tiles), *std::move(objects),
                    *std::move(journals)};
}

}  // namespace comity::node
