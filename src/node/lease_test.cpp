// Who leads: one at a time, the next when the first is silent, whatever the clocks say.
#include "node/lease.h"

#include "fakes/fixed_clock.h"
#include "fakes/memory_ledger_store.h"
#include "fakes/seeded_random.h"
#include "support/must.h"
#include "support/shell.h"
#include "value/instant.h"
#include "value/result.h"

#include <gtest/gtest.h>

#include <chrono>
#include <optional>
#include <set>
#include <string>
#include <thread>

namespace comity::node {
namespace {

using testing_support::must;

std::string code(const value::Result<void>& result) {
  return result ? "" : std::string(result.error().code.text());
}

constexpr value::Duration life = std::chrono::milliseconds(200);

class LeaseTest : public testing::Test {
 protected:
  /// Until `lease` is held, and how long that took.
  static std::chrono::milliseconds wait_for(SequencerLease& lease) {
    const auto begun = std::chrono::steady_clock::now();
    while (!must(lease.seek())) {
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() -
                                                                 begun);
  }

  fakes::MemoryLedgerStore store_;
  fakes::FixedClock clock_;
};

TEST_F(LeaseTest, TheFirstLeadsAndTheOthersFollowIt) {
  SequencerLease one(store_, clock_, {"serve one", false, life});
  SequencerLease two(store_, clock_, {"serve two", false, life});
  EXPECT_TRUE(must(one.seek()));
  EXPECT_TRUE(must(one.seek()));
  EXPECT_FALSE(must(two.seek()));
  EXPECT_EQ(two.leader(), "serve one");
  EXPECT_EQ(one.held(), 1);
  EXPECT_EQ(two.held(), std::nullopt);
  EXPECT_EQ(one.signing(), std::nullopt);
  EXPECT_EQ(code(two.set_signing(1)), "LEDGER-01");
  EXPECT_EQ(code(one.set_signing(1)), "");
  EXPECT_EQ(one.signing(), 1);
}

TEST_F(LeaseTest, ALeaseThatIsGivenBackIsTakenAtOnce) {
  SequencerLease one(store_, clock_, {"serve one", false, life});
  SequencerLease two(store_, clock_, {"serve two", false, life});
  ASSERT_TRUE(must(one.seek()));
  ASSERT_FALSE(must(two.seek()));
  must(one.release());
  EXPECT_EQ(one.held(), std::nullopt);
  EXPECT_TRUE(must(two.seek()));
  EXPECT_EQ(two.held(), 2);
  must(one.release());  // it holds nothing any more
  EXPECT_EQ(must(store_.lease()).holder, "serve two");
}

TEST_F(LeaseTest, WhoIsSilentIsReplacedAfterItsLifeAndNoticesWhenItGoesOn) {
  SequencerLease one(store_, clock_, {"serve one", false, life});
  SequencerLease two(store_, clock_, {"serve two", false, life});
  ASSERT_TRUE(must(one.seek()));
  must(one.set_signing(1));
  ASSERT_FALSE(must(two.seek()));
  const auto took = wait_for(two);
  EXPECT_GE(took, life - std::chrono::milliseconds(1));
  EXPECT_EQ(two.held(), 2);
  EXPECT_EQ(one.held(), 1) << "it cannot know yet";
  EXPECT_EQ(code(one.renew()), "LEDGER-01");
  EXPECT_EQ(one.held(), std::nullopt);
  EXPECT_EQ(one.signing(), std::nullopt);
  EXPECT_EQ(code(one.renew()), "");
  EXPECT_FALSE(must(one.seek()));
}

TEST_F(LeaseTest, AClockThatIsAheadTakesNothing) {
  SequencerLease one(store_, clock_, {"serve one", false, life});
  ASSERT_TRUE(must(one.seek()));
  fakes::FixedClock ahead;
  ahead.advance(std::chrono::hours(24));
  SequencerLease two(store_, ahead, {"serve two", false, life});
  EXPECT_FALSE(must(two.seek()));
  EXPECT_FALSE(must(two.seek()));
  EXPECT_EQ(one.held(), 1);
}

TEST_F(LeaseTest, TheOnlyOneOfAFolderTakesOverWhatAKilledOneLeft) {
  SequencerLease killed(store_, clock_, {"serve killed", true, life});
  ASSERT_TRUE(must(killed.seek()));
  SequencerLease next(store_, clock_, {"serve next", true, life});
  EXPECT_TRUE(must(next.seek()));
  EXPECT_EQ(next.held(), 2);
  EXPECT_EQ(code(killed.renew()), "LEDGER-01");
  const auto command =
      must(store_.acquire("command line", must(store_.lease()).expires, std::chrono::seconds(10)));
  SequencerLease third(store_, clock_, {"serve third", true, life});
  EXPECT_FALSE(must(third.seek())) << "a command is at work, epoch " << command.epoch;
}

TEST(HolderTest, IsAnotherOneEachTime) {
  fakes::SeededRandom random(1);
  std::set<std::string> names;
  for (int i = 0; i < 100; ++i) {
    names.insert(new_holder(random));
  }
  EXPECT_EQ(names.size(), 100U);
  EXPECT_TRUE(names.begin()->starts_with("serve "));
}

TEST(FolderLockTest, ExcludesOrShares) {
  const testing_support::TemporaryFolder folder;
  const auto file = folder.path() / "serve.lock";
  using Kind = FolderLock::Kind;
  {
    const auto one = must(FolderLock::take(file, Kind::with_others));
    EXPECT_TRUE(FolderLock::take(file, Kind::with_others));
    const auto alone = FolderLock::take(file, Kind::only_one);
    ASSERT_FALSE(alone);
    EXPECT_EQ(alone.error().code, value::Code("NODE-10"));
  }
  const auto alone = must(FolderLock::take(file, Kind::only_one));
  EXPECT_FALSE(FolderLock::take(file, Kind::with_others));
  EXPECT_FALSE(FolderLock::take(file, Kind::only_one));
}

}  // namespace
}  // namespace comity::node
