// Each peer has a line of its own: one that hangs keeps no other waiting, one that fails is left
// alone for a while.
#include "desk/carrier.h"
#include "desk/pace.h"
#include "exchange/transport.h"
#include "scenarios/house.h"
#include "scenarios/sealed_packages.h"
#include "value/result.h"

#include <gtest/gtest.h>

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>

namespace comity::scenarios {
namespace {

using std::chrono::seconds;

/// Calls to one node hang until they are let go; those to others fail at once and are counted.
class Hanging : public exchange::Transport {
 public:
  value::Result<exchange::Reply> call(const exchange::Peer& peer,
                                      const exchange::Call& /*call*/) override {
    std::unique_lock lock(mutex_);
    ++calls_[peer.node];
    changed_.notify_all();
    if (peer.node == "xa") {
      changed_.wait(lock, [this] { return open_; });
    }
    return value::fail("NET-02", "nobody there");
  }

  bool called(const std::string& node) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, seconds(20), [&] { return calls_[node] > 0; });
  }

  int calls(const std::string& node) {
    const std::scoped_lock lock(mutex_);
    return calls_[node];
  }

  void open() {
    const std::scoped_lock lock(mutex_);
    open_ = true;
    changed_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::map<std::string, int> calls_;
  bool open_ = false;
};

class Lines : public SealedPackages {};

TEST_F(Lines, APeerThatHangsKeepsNoOtherWaiting) {
  Hanging transport;
  const House xc({"xc", {"xc.ca"}, {}}, clock);
  xb.trust(xc);
  leaving("xa", 10);
  leaving("xc", 10);
  desk::Carrier carrier(xb.context(), transport, [](const std::string&) {});
  must(carrier.look());
  EXPECT_TRUE(transport.called("xa"));
  EXPECT_TRUE(transport.called("xc"));
  must(carrier.look());
  EXPECT_EQ(transport.calls("xa"), 1);
  transport.open();
  carrier.stop();
}

TEST(Pace, GrowsWhileItPaysAndTakesBackWhatDidNot) {
  desk::Pace pace(8);
  pace.carried(10, seconds(1));
  EXPECT_EQ(pace.at_once(), 2U);
  pace.carried(20, seconds(1));
  EXPECT_EQ(pace.at_once(), 3U);
  pace.carried(20, seconds(1));
  EXPECT_EQ(pace.at_once(), 2U);
  pace.carried(20, seconds(1));
  EXPECT_EQ(pace.at_once(), 2U);
  for (std::uint64_t rate = 30; rate < 1'000'000; rate *= 2) {
    pace.carried(rate, seconds(1));
  }
  EXPECT_EQ(pace.at_once(), 8U);
  pace.failed();
  EXPECT_EQ(pace.at_once(), 4U);
  pace.failed();
  pace.failed();
  pace.failed();
  EXPECT_EQ(pace.at_once(), 1U);
}

TEST(Pace, AnEmptyBurstSaysNothing) {
  desk::Pace pace(8);
  pace.carried(0, seconds(1));
  pace.carried(10, seconds(0));
  EXPECT_EQ(pace.at_once(), 1U);
}

TEST(Pace, APeerThatFailsIsLeftAloneLongerAndLongerUpToAMinute) {
  EXPECT_EQ(desk::pause_after(0), seconds(1));
  EXPECT_EQ(desk::pause_after(1), seconds(1));
  EXPECT_EQ(desk::pause_after(2), seconds(2));
  EXPECT_EQ(desk::pause_after(5), seconds(16));
  EXPECT_EQ(desk::pause_after(7), seconds(60));
  EXPECT_EQ(desk::pause_after(4'000'000'000U), seconds(60));
}

}  // namespace
}  // namespace comity::scenarios
