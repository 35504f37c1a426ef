// What every node's database does beside its ports: commits are noticed, threads and processes
// share it, what returned survives. A place type offers
// `value::Result<std::unique_ptr<store::Database>> open()`, also after a fork. Use:
// INSTANTIATE_TYPED_TEST_SUITE_P(Sqlite, DatabaseContract, SqlitePlace);
#pragma once

#include "desk/work.h"
#include "store/database.h"
#include "support/child.h"
#include "support/rows.h"
#include "value/instant.h"
#include "value/result.h"

#include <gtest/gtest.h>

#include <atomic>
#include <cstdint>
#include <memory>
#include <set>
#include <string>
#include <thread>
#include <vector>

namespace comity::contracts {

using store::Database;
using testing_support::Child;
using testing_support::code_of;
using testing_support::digest_no;
using testing_support::inbound_no;
using testing_support::outbound_no;
using testing_support::Say;
using testing_support::secret_no;
using testing_support::statement_no;

/// One act: statement, entry and held letter of that number.
inline value::Result<void> act(Database& database, std::uint32_t number) {
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
inline bool whole(Database& database, std::uint32_t number) {
  return database.cases().by_digest(digest_no(number)).value().has_value() &&
         database.work().secret(digest_no(number)).value().has_value() &&
         database.outbox().of_statement(digest_no(number)).value().size() == 1;
}

inline bool absent(Database& database, std::uint32_t number) {
  return !database.cases().by_digest(digest_no(number)).value().has_value() &&
         !database.work().secret(digest_no(number)).value().has_value() &&
         database.outbox().of_statement(digest_no(number)).value().empty();
}

/// Twenty statements from that number on, where every fifth body fails: how many failed.
inline int put_twenty(Database& database, std::uint32_t first) {
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

/// Opens the database and does ten acts from that number on: the codes of what failed.
template <class Place>
std::string open_and_act(Place& place, std::uint32_t first) {
  const auto database = place.open();
  std::string codes = code_of(database);
  for (std::uint32_t number = first; database && number < first + 10; ++number) {
    codes += code_of(act(**database, number));
  }
  return codes;
}

/// Acts from that number on until the process is killed, and says each that returned.
inline void act_for_ever(Database& database, std::uint32_t first, const Say& say) {
  for (std::uint32_t number = first;; ++number) {
    if (act(database, number)) {
      say(std::to_string(number));
    }
  }
}

template <class Place>
class DatabaseContract : public testing::Test {
 protected:
  std::unique_ptr<Database> open() { return place_.open().value(); }

  Place place_;
};

TYPED_TEST_SUITE_P(DatabaseContract);

TYPED_TEST_P(DatabaseContract, ItsVersionChangesWithEveryCommitOfAnybody) {
  const auto one = this->open();
  const auto other = this->open();
  const auto before = one->version().value();
  EXPECT_EQ(one->version().value(), before);
  ASSERT_TRUE(one->inbox().put(inbound_no(1), exchange::InboxBounds()));
  const auto own = one->version().value();
  EXPECT_NE(own, before);
  ASSERT_TRUE(other->inbox().put(inbound_no(2), exchange::InboxBounds()));
  EXPECT_NE(one->version().value(), own);
}

TYPED_TEST_P(DatabaseContract, WaitsForAChangeButNoLongerThanAsked) {
  const auto database = this->open();
  const auto seen = database->version().value();
  EXPECT_EQ(database->wait_for_change(seen, value::Duration(30)).value(), seen);
  ASSERT_TRUE(database->inbox().put(inbound_no(1), exchange::InboxBounds()));
  EXPECT_NE(database->wait_for_change(seen, value::Duration(60'000)).value(), seen);
}

TYPED_TEST_P(DatabaseContract, AWaiterNoticesOwnCommitsAndThoseOfAnotherProcess) {
  {
    this->open();
  }
  Child child([&](const Say& say) {
    const auto database = this->open();
    auto seen = database->version().value();
    say("waiting");
    for (int change = 0; change < 2; ++change) {
      seen = database->wait_for_change(seen, value::Duration(60'000)).value();
      say(std::to_string(database->inbox().waiting(10).value().size()));
    }
  });
  ASSERT_EQ(child.line(), "waiting");
  const auto database = this->open();
  ASSERT_TRUE(database->inbox().put(inbound_no(1), exchange::InboxBounds()));
  EXPECT_EQ(child.line(), "1");
  ASSERT_TRUE(database->inbox().put(inbound_no(2), exchange::InboxBounds()));
  EXPECT_EQ(child.line(), "2");
  EXPECT_TRUE(child.ended());
  const auto seen = database->version().value();
  const std::jthread writer(
      [&] { EXPECT_TRUE(database->inbox().put(inbound_no(3), exchange::InboxBounds())); });
  EXPECT_NE(database->wait_for_change(seen, value::Duration(60'000)).value(), seen);
}

TYPED_TEST_P(DatabaseContract, ManyThreadsWriteAndOnlyTheFailingBodiesAreUndone) {
  const auto database = this->open();
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

TYPED_TEST_P(DatabaseContract, ProcessesThatOpenANewFileAtOnceAllWriteIt) {
  constexpr std::uint32_t processes = 4;
  {
    std::vector<std::unique_ptr<Child>> children;
    children.reserve(processes);
    for (std::uint32_t process = 0; process < processes; ++process) {
      children.push_back(std::make_unique<Child>(
          [&](const Say& say) { say("done " + open_and_act(this->place_, process * 100 + 1)); }));
    }
    for (const auto& child : children) {
      EXPECT_EQ(child->line(), "done ");
      EXPECT_TRUE(child->ended());
    }
  }
  const auto database = this->open();
  EXPECT_EQ(database->outbox().list(0).value().size(), processes * 10);
  EXPECT_EQ(database->ledger().backlog(1000).value().pending.size(), processes * 10);
}

TYPED_TEST_P(DatabaseContract, WhateverReturnedIsThereAfterAKillAndNothingIsHalfThere) {
  Child child([&](const Say& say) {
    const auto database = this->open();
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
  const auto database = this->open();
  for (const std::uint32_t number : returned) {
    EXPECT_TRUE(whole(*database, number)) << number;
    EXPECT_TRUE(whole(*database, number + 1) || absent(*database, number + 1)) << number + 1;
  }
  EXPECT_TRUE(act(*database, 9'000'000));
}

REGISTER_TYPED_TEST_SUITE_P(DatabaseContract, ItsVersionChangesWithEveryCommitOfAnybody,
                            WaitsForAChangeButNoLongerThanAsked,
                            AWaiterNoticesOwnCommitsAndThoseOfAnotherProcess,
                            ManyThreadsWriteAndOnlyTheFailingBodiesAreUndone,
                            ProcessesThatOpenANewFileAtOnceAllWriteIt,
                            WhateverReturnedIsThereAfterAKillAndNothingIsHalfThere);

}  // namespace comity::contracts
