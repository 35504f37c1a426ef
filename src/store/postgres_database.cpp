// One writing connection, reading ones, one that reads the
// number of the last commit and one that listens.
#include "store/postgres_database.h"

#include "store/database.h"
#include "store/postgres_changes.h"
#include "store/postgres_link.h"
#include "store/postgres_schema.h"
#include "store/postgres_session.h"
#include "store/sql.h"
#include "store/sql_database.h"
#include "value/result.h"

#include <memory>
#include <string>
#include <utility>

namespace comity::store {

namespace {

value::Result<std::unique_ptr<Session>> open_reader(PostgresTarget target) {
  target.reads_only = true;
  auto opened = PostgresSession::open(target);
  if (!opened) {
    return value::fail(opened.error());
  }
  return std::unique_ptr<Session>(std::move(*opened));
}

}  // namespace

value::Result<std::unique_ptr<Database>> open_postgres(const std::string& conninfo) {
  PostgresTarget target;
  target.conninfo = conninfo;
  auto writing = PostgresSession::open(target);
  if (!writing) {
    return value::fail(writing.error());
  }
  if (auto migrated = migrate_postgres(**writing, postgres_steps()); !migrated) {
    return value::fail(migrated.error());
  }
  target.order = (*writing)->order();
  auto watching = open_reader(target);
  if (!watching) {
    return value::fail(watching.error());
  }
  return std::make_unique<SqlDatabase<PostgresChanges>>(
      std::move(*writing), [target] { return open_reader(target); },
      std::make_unique<PostgresChanges>(std::move(*watching), target));
}

value::Result<bool> has_password(const std::string& conninfo) {
  const auto said = read_conninfo(conninfo);
  if (!said) {
    return value::fail(said.error());
  }
  return said->contains("password") || said->contains("sslpassword");
}

}  // namespace comity::store
