#include "store/schema.h"

#include "store/fields.h"
#include "store/sqlite_session.h"
#include "support/shell.h"

#include <gtest/gtest.h>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace comity::store {

namespace {

class SchemaTest : public testing::Test {
 protected:
  std::filesystem::path file() { return folder_.path() / "store.sqlite"; }

  void open() { session_ = SqliteSession::open(file(), std::chrono::seconds(1)).value(); }

  std::string migrate_to(const std::vector<std::string_view>& steps) {
    const auto done = migrate(*session_, steps);
    return done ? "" : std::string(done.error().code.text());
  }

  std::int64_t number(const std::string& sql) {
    return first(*session_, sql, {}, read_integer).value().value_or(-1);
  }

  testing_support::TemporaryFolder folder_;
  std::unique_ptr<SqliteSession> session_;
};

const std::vector<std::string_view> one_step = {
    "CREATE TABLE letter (id INTEGER PRIMARY KEY, text TEXT NOT NULL)"};

std::vector<std::string_view> and_then(std::string_view step) {
  std::vector<std::string_view> out = one_step;
  out.push_back(step);
  return out;
}

TEST_F(SchemaTest, MakesAnEmptyDatabase) {
  open();
  const auto steps = sqlite_steps();
  ASSERT_TRUE(migrate(*session_, steps));
  EXPECT_EQ(number("PRAGMA user_version"), static_cast<std::int64_t>(steps.size()));
  EXPECT_EQ(number("SELECT count(*) FROM statement"), 0);
  EXPECT_TRUE(migrate(*session_, steps));
}

TEST_F(SchemaTest, TakesADatabaseFromOneVersionToTheNextWithItsRows) {
  open();
  ASSERT_EQ(migrate_to(one_step), "");
  ASSERT_TRUE(session_->script("INSERT INTO letter (text) VALUES ('kept')"));
  open();
  ASSERT_EQ(migrate_to(and_then("ALTER TABLE letter ADD COLUMN size INTEGER NOT NULL DEFAULT 4;"
                                "CREATE INDEX letter_size ON letter (size)")),
            "");
  EXPECT_EQ(number("PRAGMA user_version"), 2);
  EXPECT_EQ(number("SELECT size FROM letter WHERE text = 'kept'"), 4);
}

/// A letter that came, one that is ready and one still held, as the second version kept them.
constexpr std::string_view letters_of_version_2 = R"sql(
INSERT INTO inbound (digest, letter_id, from_node, received_at, letter, waiting)
  VALUES (zeroblob(32), zeroblob(16), 'xa', 1, x'0a0b', 1);
INSERT INTO outbound (letter_id, statement, from_desk, to_desk, to_node, expires, wants_receipt,
                      state, letter, attempts, next_try, last_error)
  VALUES (zeroblob(16), zeroblob(32), 'xa.d', 'xb.d', 'xb', 9, 1, 1, x'0c0d0e', 0, 0, ''),
         (x'01020304050607080910111213141516', zeroblob(32), 'xa.d', 'xb.d', 'xb', 9, 1, 0, x'', 0,
          0, '');
)sql";

TEST_F(SchemaTest, KeepsTheLettersOfVersion2) {
  open();
  const auto steps = sqlite_steps();
  ASSERT_TRUE(migrate(*session_, steps.first(2)));
  ASSERT_TRUE(session_->script(std::string(letters_of_version_2)));
  ASSERT_TRUE(migrate(*session_, steps));
  EXPECT_EQ(number("SELECT count(*) FROM inbound JOIN inbound_octets ON inbound = seq "
                   "WHERE letter = x'0a0b' AND waiting = 1"),
            1);
  EXPECT_EQ(number("SELECT count(*) FROM outbound JOIN outbound_octets ON outbound = seq "
                   "WHERE letter = x'0c0d0e' AND state = 1"),
            1);
  EXPECT_EQ(number("SELECT count(*) FROM outbound WHERE state = 0"), 1);
  EXPECT_EQ(number("SELECT count(*) FROM outbound_octets"), 1);
}

TEST_F(SchemaTest, AnInterruptedMigrationLeavesTheOldVersion) {
  open();
  ASSERT_EQ(migrate_to(one_step), "");
  EXPECT_EQ(migrate_to(and_then("ALTER TABLE letter ADD COLUMN size INTEGER; no such statement")),
            "STORE-09");
  EXPECT_FALSE(session_->in_transaction());
  EXPECT_EQ(number("PRAGMA user_version"), 1);
  EXPECT_EQ(number("SELECT count(*) FROM pragma_table_info('letter') WHERE name = 'size'"), 0);
  EXPECT_EQ(migrate_to(and_then("ALTER TABLE letter ADD COLUMN size INTEGER")), "");
}

TEST_F(SchemaTest, RefusesADatabaseOfANewerVersion) {
  open();
  ASSERT_EQ(migrate_to(and_then("CREATE TABLE later (id INTEGER)")), "");
  EXPECT_EQ(migrate_to(one_step), "STORE-02");
  EXPECT_EQ(number("PRAGMA user_version"), 2);
}

TEST_F(SchemaTest, RefusesADatabaseOfAnotherProgram) {
  open();
  ASSERT_TRUE(session_->script("CREATE TABLE theirs (id INTEGER)"));
  EXPECT_EQ(migrate_to(one_step), "STORE-06");
  EXPECT_EQ(number("SELECT count(*) FROM sqlite_schema"), 1);
}

TEST_F(SchemaTest, RefusesAFileThatIsNoDatabase) {
  std::ofstream(file()) << std::string(8192, 'x');
  const auto opened = SqliteSession::open(file(), std::chrono::seconds(1));
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code.text(), "STORE-06");
}

}  // namespace

}  // namespace comity::store
