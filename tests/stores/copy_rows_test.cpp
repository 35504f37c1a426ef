// A node's rows moved from SQLite to PostgreSQL: all of them, as they were, or none.
#include "store/copy_rows.h"

#include "contracts/database_contract.h"
#include "desk/work.h"
#include "exchange/mail_store.h"
#include "exchange/package_store.h"
#include "store/database.h"
#include "store/postgres_database.h"
#include "store/sqlite_session.h"
#include "support/must.h"
#include "support/postgres_server.h"
#include "support/rows.h"
#include "support/shell.h"
#include "value/result.h"

#include <gtest/gtest.h>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <ios>
#include <optional>
#include <sstream>
#include <string>

namespace comity::store {

namespace {

using contracts::act;
using testing_support::code_of;
using testing_support::digest_no;
using testing_support::inbound_no;
using testing_support::must;
using testing_support::peer_of;
using testing_support::second_no;
using testing_support::statement_no;
using testing_support::the_server;
using testing_support::uuid_no;

class CopyRowsTest : public testing::Test {
 protected:
  static constexpr std::uint32_t acts = 150;  // more than two pages

  void SetUp() override {
    const auto source = must(open_sqlite(file_));
    for (std::uint32_t number = 1; number <= acts; ++number) {
      ASSERT_EQ(code_of(act(*source, number)), "");
    }
    fill(*source);
  }

  /// A row of every table, with and without what may be absent.
  static void fill(Database& source) {
    must(source.work().run([](desk::Transaction& t) -> value::Result<void> {
      auto other = statement_no(1, 1);
      other.digest = digest_no(9001);
      EXPECT_EQ(t.put_statement(other).value(), desk::Put::conflicting);
      return t.owe_receipt(testing_support::receipt_no(1));
    }));
    must(source.inbox().put(inbound_no(1), exchange::InboxBounds()));
    must(source.inbox().put(inbound_no(2), exchange::InboxBounds()));
    must(source.work().run([](desk::Transaction& t) {
      return t.settle_inbound(digest_no(2), exchange::InboxVerdict::quarantined,
                              std::string("odd \xff\0", 6));
    }));
    must(source.peers().put(peer_of("xb")));
    EXPECT_TRUE(must(source.peers().swap_checkpoint("xb.comity/2026", std::nullopt, "a note")));
    must(source.peers().put_fork_proof("xb.comity/2026", "one", "other"));
    must(source.packages().put(testing_support::package_no(1, exchange::PackageState::arriving)));
    const auto lease =
        must(source.ledger().acquire("serve x", second_no(0), std::chrono::hours(1)));
    must(source.ledger().sequence(lease.epoch, 0, {digest_no(1), digest_no(2)}));
    must(source.ledger().swap_checkpoint(lease.epoch, std::nullopt, "the checkpoint"));
  }

  std::string octets() {
    const std::ifstream in(file_, std::ios::binary);
    std::ostringstream out;
    out << in.rdbuf();
    return out.str();
  }

  value::Result<CopiedRows> copy() {
    return copy_to_postgres(file_, words_, [this]() -> value::Result<void> {
      ++called_;
      return {};
    });
  }

  testing_support::TemporaryFolder folder_;
  std::filesystem::path file_ = folder_.path() / "store.sqlite";
  std::string words_ = the_server()->new_schema();
  int called_ = 0;
};

TEST_F(CopyRowsTest, EveryRowIsThereAsItWasAndWorkGoesOn) {
  const std::string before = octets();
  const CopiedRows copied = must(copy());
  EXPECT_EQ(called_, 1);
  EXPECT_EQ(copied.tables, 15U);
  EXPECT_EQ(copied.rows, 4 * acts + 12);
  EXPECT_EQ(octets(), before);
  const auto target = must(open_postgres(words_));
  for (std::uint32_t number = 1; number <= acts; ++number) {
    ASSERT_TRUE(contracts::whole(*target, number)) << number;
  }
  EXPECT_EQ(target->cases().conflicts(uuid_no(1)).value().size(), 1U);
  EXPECT_EQ(target->inbox().quarantine(1).value().at(0).reason, "odd \xef\xbf\xbd\xef\xbf\xbd");
  EXPECT_EQ(must(target->ledger().checkpoint()), "the checkpoint");
  EXPECT_EQ(must(target->ledger().lease()).epoch, 1);
  EXPECT_EQ(target->ledger().backlog(1000).value().pending.size(), acts - 2);
  EXPECT_EQ(target->peers().fork_proofs("xb.comity/2026").value().size(), 2U);
  EXPECT_EQ(target->inbox().waiting(9).value().at(0).letter, inbound_no(1).letter);
  // what is committed now comes after what was copied
  ASSERT_EQ(code_of(act(*target, acts + 1)), "");
  EXPECT_EQ(target->ledger().backlog(1000).value().pending.back().key, digest_no(acts + 1));
}

TEST_F(CopyRowsTest, ASchemaWithRowsIsRefusedAndStaysAsItIs) {
  ASSERT_EQ(code_of(act(*must(open_postgres(words_)), 7)), "");
  const auto copied = copy();
  ASSERT_FALSE(copied);
  EXPECT_EQ(copied.error().code, value::Code("STORE-19"));
  EXPECT_EQ(called_, 0);
  EXPECT_EQ(the_server()->sql("SELECT count(*) FROM statement", words_), "1");
}

TEST_F(CopyRowsTest, ACopyThatFailsInTheMiddleLeavesNoRowAndCanBeBegunAgain) {
  (void)must(open_postgres(words_));
  the_server()->sql("ALTER TABLE peer ADD CONSTRAINT none CHECK (node <> 'xb')", words_);
  const auto copied = copy();
  ASSERT_FALSE(copied);
  EXPECT_EQ(copied.error().code, value::Code("STORE-05"));
  EXPECT_EQ(the_server()->sql("SELECT count(*) FROM entry", words_), "0");
  EXPECT_EQ(called_, 0);
  the_server()->sql("ALTER TABLE peer DROP CONSTRAINT none", words_);
  EXPECT_TRUE(copy());
}

TEST_F(CopyRowsTest, ADifferenceIsFound) {
  (void)must(open_postgres(words_));
  the_server()->sql(
      "CREATE FUNCTION other() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN IF NEW.seq = 149 THEN "
      "NEW.to_desk := ''xb.other''; END IF; RETURN NEW; END'; CREATE TRIGGER "
      "other BEFORE INSERT ON outbound FOR EACH ROW EXECUTE FUNCTION other()",
      words_);
  const auto copied = copy();
  ASSERT_FALSE(copied);
  EXPECT_EQ(copied.error().code, value::Code("STORE-20"));
  EXPECT_EQ(copied.error().detail, "the table outbound");
  EXPECT_EQ(called_, 0);
}

TEST_F(CopyRowsTest, NobodyWritesTheFileMeanwhile) {
  const auto copied = copy_to_postgres(file_, words_, [&]() -> value::Result<void> {
    const auto other = must(SqliteSession::open(file_, std::chrono::milliseconds(10)));
    EXPECT_EQ(code_of(other->begin()), "STORE-04");
    return {};
  });
  EXPECT_TRUE(copied);
  EXPECT_EQ(code_of(act(*must(open_sqlite(file_)), acts + 1)), "") << "the turn was given back";
}

}  // namespace

}  // namespace comity::store
