#include "store/database.h"

#include "contracts/database_contract.h"
#include "desk/work.h"
#include "support/rows.h"
#include "support/shell.h"
#include "support/small_disk.h"
#include "value/result.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <ios>
#include <memory>
#include <string>
#include <vector>

namespace comity::store {

namespace {

using testing_support::code_of;
using testing_support::inbound_no;
using testing_support::secret_no;
using testing_support::statement_no;

using contracts::absent;
using contracts::act;

class DatabaseTest : public testing::Test {
 protected:
  std::filesystem::path file() { return folder_.path() / "store.sqlite"; }

  std::unique_ptr<Database> open() { return open_sqlite(file()).value(); }

  testing_support::TemporaryFolder folder_;
};

TEST_F(DatabaseTest, CannotBeOpenedWhereThereIsNoFolder) {
  EXPECT_EQ(code_of(open_sqlite(folder_.path() / "none" / "store.sqlite")), "STORE-01");
}

TEST_F(DatabaseTest, SaysThatItsFileIsDamaged) {
  {
    ASSERT_TRUE(act(*open(), 1));
  }
  const auto size = std::filesystem::file_size(file());
  ASSERT_GT(size, 8192U);
  std::fstream damaged(file(), std::ios::in | std::ios::out | std::ios::binary);
  damaged.seekp(100);
  damaged << std::string(size - 100, '\xff');
  damaged.close();
  EXPECT_EQ(code_of(open_sqlite(file())), "STORE-06");
}

// What happens on a full disk, said as a list of what was wrong.
std::string fill_and_free(const std::filesystem::path& disk) {
  const auto ballast = testing_support::ballast(disk, 200);
  const auto opened = open_sqlite(disk / "store.sqlite");
  if (!opened) {
    return "not opened: " + opened.error().detail;
  }
  Database& database = **opened;
  std::uint32_t stored = 0;
  std::string code;
  while (code.empty() && stored < 1000) {
    auto letter = inbound_no(stored + 1);
    letter.letter.assign(20'000, 'x');
    code = code_of(database.inbox().put(letter, exchange::InboxBounds()));
    stored += code.empty() ? 1U : 0U;
  }
  std::string wrong = code == "STORE-03" ? "" : "the code was " + code + "; ";
  const auto waiting = database.inbox().waiting(1000);
  if (!waiting || waiting->size() != stored || stored == 0) {
    wrong += "not all of " + std::to_string(stored) + " letters are there; ";
  }
  std::filesystem::remove(ballast);
  wrong += code_of(database.inbox().put(inbound_no(5000), exchange::InboxBounds()));
  return wrong;
}

TEST_F(DatabaseTest, AFullDiskHasItsCodeLosesNothingAndIsNotForEver) {
  EXPECT_EQ(testing_support::on_small_disk(1, fill_and_free), "");
}

TEST_F(DatabaseTest, ABodyOnAFullDiskLeavesNothing) {
  const auto failed = [](const std::filesystem::path& disk) -> std::string {
    const auto database = open_sqlite(disk / "store.sqlite").value();
    const auto done = database->work().run([](desk::Transaction& t) -> value::Result<void> {
      auto large = statement_no(1, 1);
      large.envelope.assign(3'000'000, 'x');
      const auto put = t.put_statement(large);
      return put ? t.put_entry(secret_no(1)) : value::fail(put.error());
    });
    if (code_of(done) != "STORE-03") {
      return "the code was " + code_of(done);
    }
    return absent(*database, 1) ? code_of(act(*database, 2)) : "something stayed";
  };
  EXPECT_EQ(testing_support::on_small_disk(1, failed), "");
}

}  // namespace

}  // namespace comity::store
