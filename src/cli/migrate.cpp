#include "cli/commands.h"
#include "cli/report.h"
#include "node/migrating.h"
#include "node/storage.h"
#include "node/system_clock.h"

#include <cstdint>

namespace comity::cli {

int migrate(const MigrateOptions& options) {
  Report report(options.common.json);
  node::Removal removal;
  if (!options.database.empty()) {
    removal.database = options.database;
  }
  if (!options.bucket.empty()) {
    auto bucket = node::read_bucket_file(options.bucket);
    if (!bucket) {
      return report.fail(bucket.error());
    }
    removal.files = *bucket;
  }
  const node::SystemClock clock;
  const auto moved = node::migrate_node(options.folder, removal, clock);
  if (!moved) {
    return report.fail(moved.error());
  }
  if (removal.database) {
    report.fact("tables", static_cast<std::int64_t>(moved->rows.tables));
    report.fact("rows", static_cast<std::int64_t>(moved->rows.rows));
  }
  if (removal.files) {
    report.fact("tiles", static_cast<std::int64_t>(moved->files.tiles));
    report.fact("objects", static_cast<std::int64_t>(moved->files.objects));
    report.fact("chunks", static_cast<std::int64_t>(moved->files.chunks));
  }
  report.line("Both sides were compared and are equal; comity.json names the new places now.");
  report.line(
      "What is in the folder is as it was: keep it as a backup, and do not serve it again.");
  return report.done();
}

}  // namespace comity::cli
