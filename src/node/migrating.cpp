#include "node/migrating.h"

#include "node/config.h"
#include "node/lease.h"
#include "node/storage.h"
#include "node/stores.h"
#include "store/copy_files.h"
#include "store/copy_rows.h"
#include "store/disk_blobs.h"
#include "store/disk_tiles.h"
#include "store/postgres_database.h"
#include "value/ports.h"
#include "value/result.h"

#include <filesystem>
#include <optional>
#include <string>

namespace comity::node {
namespace {

using value::fail;
using value::Result;

Result<void> can_move(const Storage& storage, const Removal& removal, const Folder& folder) {
  if (const std::optional<std::string>& words = removal.database) {
    const auto secret = store::has_password(*words);
    if (!secret || *secret) {
      return secret ? fail("NODE-17", folder.config().string()) : fail(secret.error());
    }
    if (storage.rows.kind != RowsKind::sqlite) {
      return fail("NODE-18", storage.rows.words);
    }
  }
  const bool in_bucket =
      storage.tiles.kind != FilesKind::disk && storage.objects.kind != FilesKind::disk;
  return removal.files && in_bucket ? fail("NODE-18", storage.objects.bucket.bucket)
                                    : Result<void>();
}

/// What of it lies on a disk and goes to the bucket.
struct Going {
  Storage from;
  Storage to;

  [[nodiscard]] bool tiles() const { return from.tiles != to.tiles; }

  [[nodiscard]] bool objects() const { return from.objects != to.objects; }
};

Storage places_after(const Storage& now, const Removal& removal) {
  Storage out = now;
  if (const std::optional<std::string>& words = removal.database) {
    out.rows = {RowsKind::postgresql, *words};
  }
  if (const std::optional<FilesPlace>& files = removal.files) {
    out.tiles = now.tiles.kind == FilesKind::disk ? *files : now.tiles;
    out.objects = now.objects.kind == FilesKind::disk ? *files : now.objects;
  }
  return out;
}

/// The files of the ledger: copied, and with `found` compared as well.
Result<void> carry_tiles(const Folder& folder, const Going& going, const value::Clock& clock,
                         store::CopiedFiles* found) {
  const auto from = open_ledger_files(folder, going.from.tiles, clock);
  const auto to = from ? open_ledger_files(folder, going.to.tiles, clock) : fail(from.error());
  const auto paths = to ? store::tile_paths(log_folder(folder, going.from)) : fail(to.error());
  if (!paths) {
    return fail(paths.error());
  }
  auto done = store::copy_tiles(*paths, **from, **to);
  if (!done || found == nullptr) {
    return done;
  }
  const auto same = store::compare_tiles(*paths, **from, **to);
  if (!same) {
    return fail(same.error());
  }
  found->tiles = same->tiles;
  return {};
}

Result<void> carry_objects(const Folder& folder, const Going& going, const value::Clock& clock,
                           store::CopiedFiles* found) {
  const auto from = open_objects(folder, going.from.objects, clock);
  const auto to = from ? open_objects(folder, going.to.objects, clock) : fail(from.error());
  const auto packages =
      to ? store::packages_in(objects_folder(folder, going.from)) : fail(to.error());
  if (!packages) {
    return fail(packages.error());
  }
  auto done = store::copy_objects(*packages, **from, **to);
  if (!done || found == nullptr) {
    return done;
  }
  const auto same = store::compare_objects(*packages, **from, **to);
  if (!same) {
    return fail(same.error());
  }
  found->objects = same->objects;
  found->chunks = same->chunks;
  return {};
}

Result<void> carry(const Folder& folder, const Going& going, const value::Clock& clock,
                   store::CopiedFiles* found) {
  auto done = going.tiles() ? carry_tiles(folder, going, clock, found) : Result<void>();
  return done && going.objects() ? carry_objects(folder, going, clock, found) : done;
}

}  // namespace

Result<Removed> migrate_node(const std::filesystem::path& path, const Removal& removal,
                             const value::Clock& clock) {
  const Folder folder{path};
  auto config = read_config(folder);
  const auto movable = config ? can_move(config->storage, removal, folder) : fail(config.error());
  if (!movable) {
    return fail(movable.error());
  }
  auto lock = FolderLock::take(folder.lock(), FolderLock::Kind::only_one);
  if (!lock) {
    return fail(lock.error());
  }
  const Going going{config->storage, places_after(config->storage, removal)};
  config->storage = going.to;
  Removed out;
  const auto last = [&]() -> Result<void> {
    const auto same = carry(folder, going, clock, &out.files);
    return same ? replace_config(folder, *config) : same;
  };
  if (!removal.database) {
    const auto done = last();
    return done ? Result<Removed>(out) : fail(done.error());
  }
  // Most of the files first: the rows wait for nothing then, and `last` takes what came meanwhile.
  if (const auto done = carry(folder, going, clock, nullptr); !done) {
    return fail(done.error());
  }
  const auto rows = store::copy_to_postgres(folder.store(), going.to.rows.words, last);
  if (!rows) {
    return fail(rows.error());
  }
  out.rows = *rows;
  return out;
}

}  // namespace comity::node
