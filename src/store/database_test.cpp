#include "store/database.h"

#include "desk/work.h"
#include "support/child.h"
#include "support/rows.h"
#include "support/shell.h"
#include "support/small_disk.h"
#include "value/instant.h"
#include "value/result.h"

#include <gtest/gtest.h>

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <ios>
#include <memory>
#include <set>
#include <string>
#include <thread>
#include <vector>

namespace comity::store {

namespace {

using testing_support::Child;
using testing_support::code_of;
using testing_support::digest_no;
using testing_support::inbound_no;
using testing_support::outbound_no;
using testing_support::Say;
using testing_support::secret_no;
using testing_support::statement_no;

class DatabaseTest : public testing::Test {
 protected:
  std::filesystem::path file() { return folder_.path() / "store.sqlite"; }

  std::unique_ptr<Database> open() { return open_sqlite(file()).value(); }

  testing_support::TemporaryFolder folder_;
};

/// One act: statement, entry and held letter of that number.
value::Result<void> act(Database& database, std::uint32_t number) {
  return database.work().run([&](desk::Transaction& t) -> value::Result<void> {
    if (const auto put = t.put_statement(statement_no(number, number)); !put) {
      return value::fail(put.error());
    }
    if (auto put = t.put_entry(secret_no(number)); !put) {
      return put;
    }
    return t.hold_letter(outbound_no(number, number));
  });
}

/// Whether exactly all parts of that act are there.
bool whole(Database& database, std::uint32_t number) {
  return database.cases().by_digest(digest_no(number)).value().has_value() &&
         database.work().secret(digest_no(number)).value().has_value() &&
         database.outbox().of_statement(digest_no(number)).value().size() == 1;
}

bool absent(Database& database, std::uint32_t number) {
  return !database.cases().by_digest(digest_no(number)).value().has_value() &&
         !database.work().secret(digest_no(number)).value().has_value() &&
         database.outbox().of_statement(digest_no(number)).value().empty();
}

/// Twenty statements from that number on, where every fifth body fails: how many failed.
int put_twenty(Database& database, std::uint32_t first) {
  int failures = 0;
  for (std::uint32_t number = first; number < first + 20; ++number) {
    const auto done = database.work().run([&](desk::Transaction& t) -> value::Result<void> {
      const auto put = t.put_statement(statement_no(number, number));
      return !put              ? value::fail(put.error())
             : number % 5 == 0 ? value::fail("REQ-01", "no")
                               : value::Result<void>();
    });
    failures += done ? 0 : 1;
  }
  return failures;
}

/// Opens the file and does ten acts from that number on: the codes of what failed.
std::string open_and_act(const std::filesystem::path& file, std::uint32_t first) {
  const auto database = open_sqlite(file);
  std::string codes = code_of(database);
  for (std::uint32_t number = first; database && number < first + 10; ++number) {
    codes += code_of(act(**database, number));
  }
  return codes;
}

/// Acts from that number on until the process is killed, and says each that returned.
void act_for_ever(Database& database, std::uint32_t first, const Say& say) {
  for (std::uint32_t number = first;; ++number) {
    if (act(database, number)) {
      say(std::to_string(number));
    }
  }
}

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

TEST_F(DatabaseTest, ItsVersionChangesWithEveryCommitOfAnybody) {
  const auto one = open();
  const auto other = open();
  const auto before = one->version().value();
  EXPECT_EQ(one->version().value(), before);
  ASSERT_TRUE(one->inbox().put(inbound_no(1)));
  const auto own = one->version().value();
  EXPECT_NE(own, before);
  ASSERT_TRUE(other->inbox().put(inbound_no(2)));
  EXPECT_NE(one->version().value(), own);
}

TEST_F(DatabaseTest, WaitsForAChangeButNoLongerThanAsked) {
  const auto database = open();
  const auto seen = database->version().value();
  EXPECT_EQ(database->wait_for_change(seen, value::Duration(30)).value(), seen);
  ASSERT_TRUE(database->inbox().put(inbound_no(1)));
  EXPECT_NE(database->wait_for_change(seen, value::Duration(60'000)).value(), seen);
}

TEST_F(DatabaseTest, AWaiterNoticesOwnCommitsAndThoseOfAnotherProcess) {
  {
    open();
  }
  Child child([&](const Say& say) {
    const auto database = open();
    auto seen = database->version().value();
    say("waiting");
    for (int change = 0; change < 2; ++change) {
      seen = database->wait_for_change(seen, value::Duration(60'000)).value();
      say(std::to_string(database->inbox().waiting(10).value().size()));
    }
  });
  ASSERT_EQ(child.line(), "waiting");
  const auto database = open();
  ASSERT_TRUE(database->inbox().put(inbound_no(1)));
  EXPECT_EQ(child.line(), "1");
  ASSERT_TRUE(database->inbox().put(inbound_no(2)));
  EXPECT_EQ(child.line(), "2");
  EXPECT_TRUE(child.ended());
  const auto seen = database->version().value();
  const std::jthread writer([&] { EXPECT_TRUE(database->inbox().put(inbound_no(3))); });
  EXPECT_NE(database->wait_for_change(seen, value::Duration(60'000)).value(), seen);
}

TEST_F(DatabaseTest, ManyThreadsWriteAndOnlyTheFailingBodiesAreUndone) {
  const auto database = open();
  std::atomic<int> failures{0};
  {
    std::vector<std::jthread> threads;
    threads.reserve(8);
    for (std::uint32_t thread = 0; thread < 8; ++thread) {
      threads.emplace_back([&, thread] { failures += put_twenty(*database, thread * 100); });
    }
  }
  EXPECT_EQ(failures, 8 * 4);
  for (std::uint32_t thread = 0; thread < 8; ++thread) {
    for (std::uint32_t i = 0; i < 20; ++i) {
      const std::uint32_t number = thread * 100 + i;
      EXPECT_EQ(database->cases().by_digest(digest_no(number)).value().has_value(),
                number % 5 != 0);
    }
  }
}

TEST_F(DatabaseTest, ProcessesThatOpenANewFileAtOnceAllWriteIt) {
  constexpr std::uint32_t processes = 4;
  {
    std::vector<std::unique_ptr<Child>> children;
    children.reserve(processes);
    for (std::uint32_t process = 0; process < processes; ++process) {
      children.push_back(std::make_unique<Child>(
          [&](const Say& say) { say("done " + open_and_act(file(), process * 100 + 1)); }));
    }
    for (const auto& child : children) {
      EXPECT_EQ(child->line(), "done ");
      EXPECT_TRUE(child->ended());
    }
  }
  const auto database = open();
  EXPECT_EQ(database->outbox().list(0).value().size(), processes * 10);
  EXPECT_EQ(database->ledger().backlog(1000).value().pending.size(), processes * 10);
}

TEST_F(DatabaseTest, WhateverReturnedIsThereAfterAKillAndNothingIsHalfThere) {
  Child child([&](const Say& say) {
    const auto database = open();
    std::vector<std::jthread> threads;
    threads.reserve(4);
    for (std::uint32_t thread = 0; thread < 4; ++thread) {
      threads.emplace_back([&, thread] { act_for_ever(*database, thread * 1'000'000 + 1, say); });
    }
  });
  std::set<std::uint32_t> returned;
  while (returned.size() < 200) {
    returned.insert(static_cast<std::uint32_t>(std::stoul(child.line())));
  }
  child.kill();
  for (auto line = child.line(); !line.empty(); line = child.line()) {
    returned.insert(static_cast<std::uint32_t>(std::stoul(line)));
  }
  const auto database = open();
  for (const std::uint32_t number : returned) {
    EXPECT_TRUE(whole(*database, number)) << number;
    EXPECT_TRUE(whole(*database, number + 1) || absent(*database, number + 1)) << number + 1;
  }
  EXPECT_TRUE(act(*database, 9'000'000));
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
    code = code_of(database.inbox().put(letter));
    stored += code.empty() ? 1U : 0U;
  }
  std::string wrong = code == "STORE-03" ? "" : "the code was " + code + "; ";
  const auto waiting = database.inbox().waiting(1000);
  if (!waiting || waiting->size() != stored || stored == 0) {
    wrong += "not all of " + std::to_string(stored) + " letters are there; ";
  }
  std::filesystem::remove(ballast);
  wrong += code_of(database.inbox().put(inbound_no(5000)));
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
