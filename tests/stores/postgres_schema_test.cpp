// The tables of both databases are the same: a step of one that the other lacks fails here.
#include "store/postgres_schema.h"

#include "store/fields.h"
#include "store/postgres_link.h"
#include "store/postgres_session.h"
#include "store/schema.h"
#include "store/sql.h"
#include "store/sqlite_session.h"
#include "support/must.h"
#include "support/postgres_server.h"
#include "support/shell.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

namespace comity::store {

namespace {

using testing_support::must;

/// "table.column type null", in order; types in the words of SQLite.
std::vector<std::string> columns(Session& session, const std::string& sql) {
  auto found = must(all(session, sql, {}, read_text));
  std::sort(found.begin(), found.end());
  return found;
}

TEST(PostgresSchemaTest, HasTheTablesAndColumnsOfSqlite) {
  const testing_support::TemporaryFolder folder;
  const auto sqlite =
      must(SqliteSession::open(folder.path() / "store.sqlite", std::chrono::seconds(10)));
  must(migrate(*sqlite, sqlite_steps()));
  PostgresTarget target;
  target.conninfo = testing_support::the_server()->new_schema();
  const auto postgres = must(PostgresSession::open(target));
  must(migrate_postgres(*postgres, postgres_steps()));
  const auto expected = columns(
      *sqlite,
      "SELECT m.name || '.' || p.name || ' ' || p.type || CASE WHEN p.\"notnull\" OR p.pk > 0 THEN "
      "'' ELSE ' null' END FROM sqlite_schema m, pragma_table_info(m.name) p "
      "WHERE m.type = 'table'");
  const auto found =
      columns(*postgres,
              "SELECT table_name || '.' || column_name || ' ' || CASE data_type WHEN 'bigint' THEN "
              "'INTEGER' WHEN 'bytea' THEN 'BLOB' WHEN 'text' THEN 'TEXT' ELSE data_type END || "
              "CASE is_nullable WHEN 'NO' THEN '' ELSE ' null' END FROM information_schema.columns "
              "WHERE table_schema = current_schema() AND table_name NOT IN ('comity_schema', "
              "'commit_mark')");
  EXPECT_GT(expected.size(), 50U);
  EXPECT_EQ(found, expected);
  EXPECT_EQ(postgres_steps().size(), sqlite_steps().size());
}

TEST(PostgresSchemaTest, KeepsTheLettersOfVersion2) {
  PostgresTarget target;
  target.conninfo = testing_support::the_server()->new_schema();
  const auto postgres = must(PostgresSession::open(target));
  must(migrate_postgres(*postgres, postgres_steps().first(2)));
  must(postgres->execute(
      "INSERT INTO inbound (digest, letter_id, from_node, received_at, letter, waiting) "
      "VALUES (decode(repeat('00', 32), 'hex'), decode(repeat('00', 16), 'hex'), 'xa', 1, "
      "decode('0a0b', 'hex'), 1)",
      {}));
  must(postgres->execute(
      "INSERT INTO outbound (letter_id, statement, from_desk, to_desk, to_node, expires, "
      "wants_receipt, state, letter, attempts, next_try, last_error) "
      "SELECT decode(repeat(lpad(n::text, 2, '0'), 16), 'hex'), decode(repeat('00', 32), 'hex'), "
      "'xa.d', 'xb.d', 'xb', 9, 1, n, decode(repeat('0c', n), 'hex'), 0, 0, '' "
      "FROM generate_series(0, 1) n",
      {}));
  must(migrate_postgres(*postgres, postgres_steps()));
  const auto count = [&](const char* sql) { return must(first(*postgres, sql, {}, read_integer)); };
  EXPECT_EQ(count("SELECT count(*) FROM inbound JOIN inbound_octets ON inbound = seq "
                  "WHERE encode(letter, 'hex') = '0a0b'"),
            1);
  EXPECT_EQ(count("SELECT count(*) FROM outbound JOIN outbound_octets ON outbound = seq "
                  "WHERE encode(letter, 'hex') = '0c' AND state = 1"),
            1);
  EXPECT_EQ(count("SELECT count(*) FROM outbound_octets"), 1);
}

}  // namespace

}  // namespace comity::store
