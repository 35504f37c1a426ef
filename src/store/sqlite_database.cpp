// The SQLite database of a node: one writing connection, reading ones, one that notices changes.
#include "store/changes.h"
#include "store/database.h"
#include "store/schema.h"
#include "store/sql.h"
#include "store/sql_database.h"
#include "store/sqlite_session.h"
#include "value/result.h"

#include <chrono>
#include <filesystem>
#include <memory>
#include <utility>

namespace comity::store {

namespace {

constexpr std::chrono::seconds patience{10};

value::Result<std::unique_ptr<Session>> open_session(const std::filesystem::path& file) {
  auto opened = SqliteSession::open(file, patience);
  if (!opened) {
    return value::fail(opened.error());
  }
  return std::unique_ptr<Session>(std::move(*opened));
}

}  // namespace

value::Result<std::unique_ptr<Database>> open_sqlite(const std::filesystem::path& file) {
  auto writing = open_session(file);
  if (!writing) {
    return value::fail(writing.error());
  }
  if (auto migrated = migrate(**writing, sqlite_steps()); !migrated) {
    return value::fail(migrated.error());
  }
  auto watching = open_session(file);
  if (!watching) {
    return value::fail(watching.error());
  }
  return std::make_unique<SqlDatabase<Changes>>(
      std::move(*writing), [file] { return open_session(file); },
      std::make_unique<Changes>(std::move(*watching)));
}

}  // namespace comity::store
