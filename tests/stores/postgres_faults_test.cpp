// What the outside can do to a PostgreSQL database: each has its code, and nothing stays in half.
#include "contracts/database_contract.h"
#include "desk/work.h"
#include "exchange/mail_store.h"
#include "store/database.h"
#include "store/postgres_database.h"
#include "store/postgres_link.h"
#include "store/postgres_schema.h"
#include "store/postgres_session.h"
#include "store/sql.h"
#include "support/postgres_server.h"
#include "support/rows.h"
#include "value/bytes.h"
#include "value/result.h"

#include <gtest/gtest.h>

#include <array>
#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace comity::store {

namespace {

using testing_support::code_of;
using testing_support::the_server;

class PostgresTest : public testing::Test {
 protected:
  std::unique_ptr<PostgresSession> session(int patience_ms = 10'000) {
    PostgresTarget target;
    target.conninfo = words_;
    target.patience = std::chrono::milliseconds(patience_ms);
    return PostgresSession::open(target).value();
  }

  std::string words_ = the_server()->new_schema();
};

TEST_F(PostgresTest, SaysWhyItCannotBeOpened) {
  EXPECT_EQ(code_of(open_postgres("host=/nowhere user=comity")), "STORE-12");
  EXPECT_EQ(code_of(open_postgres(the_server()->words() + " dbname=none")), "STORE-01");
  EXPECT_EQ(code_of(open_postgres(the_server()->words() + " user=nobody_here")), "STORE-01");
  EXPECT_EQ(code_of(open_postgres("no words")), "STORE-01");
}

TEST_F(PostgresTest, ADatabaseWhoseTextIsNotUnicodeIsRefused) {
  the_server()->sql("CREATE DATABASE octets ENCODING 'SQL_ASCII' TEMPLATE template0");
  EXPECT_EQ(code_of(open_postgres(the_server()->words() + " dbname=octets")), "STORE-01");
}

TEST_F(PostgresTest, AServerThatOnlyReadsIsNotTheOne) {
  the_server()->sql("CREATE DATABASE standby; ");
  the_server()->sql("ALTER DATABASE standby SET default_transaction_read_only = on");
  EXPECT_EQ(code_of(open_postgres(the_server()->words() + " dbname=standby")), "STORE-12");
}

TEST_F(PostgresTest, AnotherProgramsTablesAreLeftAlone) {
  the_server()->sql("CREATE TABLE theirs (n int)", words_);
  EXPECT_EQ(code_of(open_postgres(words_)), "STORE-06");
  EXPECT_EQ(the_server()->sql("SELECT count(*) FROM pg_tables WHERE schemaname = current_schema()",
                              words_),
            "1");
}

TEST_F(PostgresTest, ANewerVersionIsRefused) {
  ASSERT_TRUE(open_postgres(words_));
  the_server()->sql("UPDATE comity_schema SET version = 99", words_);
  EXPECT_EQ(code_of(open_postgres(words_)), "STORE-02");
}

TEST_F(PostgresTest, StepsAreTakenOnceAndAllOrNone) {
  const auto one = session();
  const std::vector<std::string_view> good{"CREATE TABLE one (n bigint);"};
  const std::vector<std::string_view> bad{good[0], "CREATE TABLE two (n bigint); SELECT 1/0;"};
  ASSERT_EQ(code_of(migrate_postgres(*one, good)), "");
  EXPECT_EQ(code_of(migrate_postgres(*one, good)), "");
  EXPECT_NE(code_of(migrate_postgres(*one, bad)), "");
  EXPECT_FALSE(one->in_transaction());
  EXPECT_EQ(the_server()->sql("SELECT version FROM comity_schema", words_), "1");
  EXPECT_EQ(the_server()->sql("SELECT count(*) FROM pg_tables WHERE tablename = 'two'"), "0");
}

TEST_F(PostgresTest, ARoleThatMayNotMakeTablesCanUseThem) {
  ASSERT_TRUE(open_postgres(words_));
  const std::string schema = words_.substr(words_.rfind('=') + 1);
  the_server()->sql("CREATE ROLE runner LOGIN; GRANT USAGE ON SCHEMA " + schema +
                    " TO runner; GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA " +
                    schema + " TO runner");
  const auto database = open_postgres(words_ + " user=runner").value();
  EXPECT_EQ(code_of(contracts::act(*database, 1)), "");
  EXPECT_EQ(code_of(open_postgres(the_server()->new_schema() + " user=runner")), "STORE-01");
}

TEST_F(PostgresTest, AStatementThatTakesTooLongIsEnded) {
  const auto slow = session(200);
  EXPECT_EQ(code_of(slow->script("SELECT pg_sleep(30)")), "STORE-13");
  EXPECT_EQ(code_of(slow->script("SELECT 1")), "");
}

TEST_F(PostgresTest, WhoeverWaitsTooLongForItsTurnIsTold) {
  ASSERT_TRUE(open_postgres(words_));
  const auto holder = session();
  ASSERT_EQ(code_of(holder->begin()), "");
  const auto waiting = session(200);
  EXPECT_EQ(code_of(waiting->begin()), "STORE-04");
  EXPECT_FALSE(waiting->in_transaction());
  ASSERT_EQ(code_of(holder->commit()), "");
  EXPECT_EQ(code_of(waiting->begin()), "");
  EXPECT_EQ(code_of(waiting->commit()), "");
}

TEST_F(PostgresTest, TransactionsInEachOthersWayHaveTheirCode) {
  the_server()->sql("CREATE TABLE t (n bigint); INSERT INTO t VALUES (1)", words_);
  const auto one = session();
  const auto other = session();
  ASSERT_TRUE(one->script("BEGIN ISOLATION LEVEL SERIALIZABLE; SELECT n FROM t"));
  ASSERT_TRUE(other->script("BEGIN; UPDATE t SET n = 2; COMMIT"));
  EXPECT_EQ(code_of(one->script("UPDATE t SET n = 3")), "STORE-15");
  EXPECT_TRUE(one->in_transaction());
  ASSERT_TRUE(one->script("ROLLBACK"));
  EXPECT_FALSE(one->in_transaction());
}

TEST_F(PostgresTest, ACommitAfterAnErrorIsNoCommit) {
  ASSERT_TRUE(open_postgres(words_));
  const auto one = session();
  ASSERT_TRUE(one->begin());
  EXPECT_NE(code_of(one->script("SELECT 1/0")), "");
  EXPECT_NE(code_of(one->commit()), "");
  EXPECT_TRUE(one->in_transaction());
  ASSERT_TRUE(one->script("ROLLBACK"));
  EXPECT_EQ(code_of(one->begin()), "");
  EXPECT_EQ(code_of(one->commit()), "");
}

TEST_F(PostgresTest, AReasonThatIsNoTextIsKeptAsFarAsItIs) {
  const auto database = open_postgres(words_).value();
  const auto letter = testing_support::inbound_no(1);
  ASSERT_EQ(code_of(database->inbox().put(letter, exchange::InboxBounds())), "");
  const std::string odd("EDGE-01 \xff\0\xc3\xa9", 12);
  ASSERT_EQ(code_of(database->work().run([&](desk::Transaction& t) {
              return t.settle_inbound(letter.digest, exchange::InboxVerdict::quarantined, odd);
            })),
            "");
  EXPECT_EQ(database->inbox().quarantine(10).value().at(0).reason,
            "EDGE-01 \xef\xbf\xbd\xef\xbf\xbd\xc3\xa9");
}

TEST_F(PostgresTest, OldMarksOfCommitsAreForgotten) {
  const auto database = open_postgres(words_).value();
  ASSERT_EQ(code_of(contracts::act(*database, 1)), "");
  the_server()->sql("UPDATE commit_mark SET n = n + 1; INSERT INTO commit_mark VALUES (10001, 0)",
                    words_);
  ASSERT_EQ(code_of(contracts::act(*database, 2)), "");
  EXPECT_EQ(
      the_server()->sql("SELECT string_agg(n::text, ',' ORDER BY n) FROM commit_mark", words_),
      "10001,10002");
}

TEST_F(PostgresTest, ACommitThatTurnedSynchronousCommitOffIsDurableAllTheSame) {
  the_server()->sql("CREATE DATABASE hasty");
  the_server()->sql("ALTER DATABASE hasty SET synchronous_commit = off");
  PostgresTarget target;
  target.conninfo = the_server()->words() + " dbname=hasty";
  const auto one = PostgresSession::open(target).value();
  std::string said;
  ASSERT_TRUE(one->query("SELECT current_setting('synchronous_commit')", {}, [&](const Row& row) {
    said = std::string(value::text_of(row.bytes(0)));
  }));
  EXPECT_EQ(said, "on");
}

TEST(SqlStateTest, EachHasItsCode) {
  const std::vector<std::array<std::string_view, 2>> table{
      {"53100", "STORE-03"}, {"53300", "STORE-12"}, {"53200", "STORE-09"}, {"55P03", "STORE-04"},
      {"57014", "STORE-13"}, {"57P01", "STORE-12"}, {"57P03", "STORE-12"}, {"08006", "STORE-12"},
      {"40001", "STORE-15"}, {"40P01", "STORE-15"}, {"23505", "STORE-05"}, {"23514", "STORE-05"},
      {"22021", "STORE-05"}, {"28P01", "STORE-01"}, {"3D000", "STORE-01"}, {"42501", "STORE-01"},
      {"42P01", "STORE-06"}, {"XX001", "STORE-06"}, {"58030", "STORE-09"}, {"", "STORE-09"}};
  for (const auto& [state, code] : table) {
    EXPECT_EQ(code_of_sqlstate(state).text(), code) << state;
  }
}

}  // namespace

}  // namespace comity::store
