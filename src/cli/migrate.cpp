#include "cli/commands.h"
#include "cli/report.h"
#include "node/migrating.h"

#include <cstdint>

namespace comity::cli {

int migrate(const MigrateOptions& options) {
  Report report(options.common.json);
  auto copied = node::migrate_node(options.folder, options.database);
  if (!copied) {
    return report.fail(copied.error());
  }
  report.fact("tables", static_cast<std::int64_t>(copied->tables));
  report.fact("rows", static_cast<std::int64_t>(copied->rows));
  report.line("Both sides were compared and are equal; comity.json names the server now.");
  report.line("store.sqlite is as it was: keep it as a backup, and do not serve it again.");
  return report.done();
}

}  // namespace comity::cli
