#include "node/migrating.h"

#include "node/config.h"
#include "node/lease.h"
#include "node/storage.h"
#include "store/copy_rows.h"
#include "store/postgres_database.h"
#include "value/result.h"

#include <filesystem>
#include <string>

namespace comity::node {

using value::fail;
using value::Result;

Result<store::CopiedRows> migrate_node(const std::filesystem::path& path,
                                       const std::string& words) {
  const Folder folder{path};
  auto config = read_config(folder);
  if (!config) {
    return fail(config.error());
  }
  const auto secret = store::has_password(words);
  if (!secret || *secret) {
    return secret ? fail("NODE-17", folder.config().string()) : fail(secret.error());
  }
  auto lock = FolderLock::take(folder.lock(), FolderLock::Kind::only_one);
  if (!lock) {
    return fail(lock.error());
  }
  if (config->storage.rows.kind != RowsKind::sqlite) {
    return fail("NODE-18", config->storage.rows.words);
  }
  config->storage.rows = {RowsKind::postgresql, words};
  return store::copy_to_postgres(folder.store(), words,
                                 [&] { return replace_config(folder, *config); });
}

}  // namespace comity::node
