#include "store/sqlite_session.h"

#include "store/fields.h"
#include "support/must.h"
#include "support/shell.h"
#include "value/bytes.h"
#include "value/instant.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace comity::store {

namespace {

class SqliteSessionTest : public testing::Test {
 protected:
  std::filesystem::path file() { return folder_.path() / "store.sqlite"; }

  std::unique_ptr<SqliteSession> open() {
    return SqliteSession::open(file(), std::chrono::milliseconds(1)).value();
  }

  std::int64_t number(const std::string& sql) {
    return first(*session_, sql, {}, read_integer).value().value_or(-1);
  }

  template <class T>
  static std::string code(const value::Result<T>& result) {
    return result ? "" : std::string(result.error().code.text());
  }

  testing_support::TemporaryFolder folder_;
  std::unique_ptr<SqliteSession> session_ = open();
};

struct Cell {
  std::string text;
  value::Bytes bytes;
  std::int64_t number;
  std::optional<value::Instant> at;
};

Cell read_cell(Fields& row) {
  std::string text = row.text();
  value::Bytes bytes = row.bytes();
  const std::int64_t number = row.integer();
  return {std::move(text), std::move(bytes), number, row.maybe_instant()};
}

TEST_F(SqliteSessionTest, CommitsAreDurableAndKeysAreChecked) {
  EXPECT_EQ(number("PRAGMA synchronous"), 2);
  EXPECT_EQ(number("PRAGMA foreign_keys"), 1);
  EXPECT_EQ(first(*session_, "PRAGMA journal_mode", {}, read_text).value(), "wal");
}

TEST_F(SqliteSessionTest, OnlyItsUserMayReadTheFiles) {
  ASSERT_TRUE(session_->script("CREATE TABLE t (x)"));
  for (const auto& found : std::filesystem::directory_iterator(folder_.path())) {
    EXPECT_EQ(static_cast<unsigned>(found.status().permissions()) & 0777U, 0600U) << found.path();
  }
}

TEST_F(SqliteSessionTest, ReadsBackWhatWasBound) {
  ASSERT_TRUE(
      session_->script("CREATE TABLE t (a TEXT NOT NULL, b BLOB NOT NULL, c INTEGER, d INTEGER)"));
  const std::string text("with\0 nul and \xc3\xa9", 16);
  ASSERT_TRUE(session_->execute(
      "INSERT INTO t VALUES (?1, ?2, ?3, ?4)",
      {text, value::Bytes(), std::uint64_t{UINT64_MAX}, std::optional<value::Instant>()}));
  const auto cell =
      testing_support::must(first(*session_, "SELECT a, b, c, d FROM t", {}, read_cell));
  EXPECT_EQ(cell.text, text);
  EXPECT_TRUE(cell.bytes.empty());
  EXPECT_EQ(cell.number, INT64_MAX);
  EXPECT_EQ(cell.at, std::nullopt);
}

TEST_F(SqliteSessionTest, CountsTheRowsAStatementChanged) {
  ASSERT_TRUE(session_->script("CREATE TABLE t (x); INSERT INTO t VALUES (1), (2)"));
  EXPECT_EQ(session_->execute("UPDATE t SET x = 3", {}).value(), 2);
  EXPECT_EQ(session_->execute("UPDATE t SET x = 3 WHERE x = 9", {}).value(), 0);
}

TEST_F(SqliteSessionTest, AColumnThatDoesNotHoldItsValueMeansDamage) {
  ASSERT_TRUE(session_->script("CREATE TABLE t (x); INSERT INTO t VALUES (x'0102')"));
  const auto read =
      first(*session_, "SELECT x FROM t", {}, +[](Fields& row) { return row.digest(); });
  EXPECT_EQ(code(read), "STORE-06");
}

TEST_F(SqliteSessionTest, SaysWhatWentWrongByCode) {
  ASSERT_TRUE(session_->script("CREATE TABLE t (x INTEGER UNIQUE); INSERT INTO t VALUES (1)"));
  EXPECT_EQ(code(session_->execute("INSERT INTO t VALUES (1)", {})), "STORE-05");
  EXPECT_EQ(code(session_->execute("INSERT INTO nowhere VALUES (1)", {})), "STORE-09");
  EXPECT_EQ(code(SqliteSession::open(folder_.path() / "none" / "x", std::chrono::seconds(1))),
            "STORE-01");
  const auto other = open();
  ASSERT_TRUE(session_->begin());
  EXPECT_EQ(code(other->begin()), "STORE-04");
}

TEST_F(SqliteSessionTest, AFailedStatementCanBeUsedAgain) {
  ASSERT_TRUE(session_->script("CREATE TABLE t (x INTEGER UNIQUE)"));
  const auto* insert = "INSERT INTO t VALUES (?1)";
  ASSERT_TRUE(session_->execute(insert, {1}));
  EXPECT_EQ(code(session_->execute(insert, {1})), "STORE-05");
  EXPECT_TRUE(session_->execute(insert, {2}));
}

}  // namespace

}  // namespace comity::store
