// The sequencer is stopped before and after each of its writes; what follows must be the same log.
#include "ledger/checkpoint.h"
#include "ledger/ledger_store.h"
#include "ledger/log_check.h"
#include "ledger/sequencer.h"
#include "ledger/tile_nodes.h"
#include "ledger/tile_store.h"
#include "support/example_log.h"
#include "support/must.h"
#include "value/bytes.h"
#include "value/digest.h"
#include "value/instant.h"
#include "value/result.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace comity::ledger {
namespace {

/// Counts the writes; the one with the number `at` fails, done or not done.
struct Crash {
  int at = 0;
  bool after = false;
  int writes = 0;

  template <class Write>
  value::Result<void> pass(const Write& write) {
    const bool now = ++writes == at;
    if (now && !after) {
      return value::fail("TEST-01", "crash before write " + std::to_string(at));
    }
    if (auto written = write(); !written || !now) {
      return written;
    }
    return value::fail("TEST-01", "crash after write " + std::to_string(at));
  }
};

class CrashingStore final : public LedgerStore {
 public:
  CrashingStore(LedgerStore& store, Crash& crash) : store_(store), crash_(crash) {}

  [[nodiscard]] value::Result<Backlog> backlog(std::size_t max) const override {
    return store_.backlog(max);
  }

  value::Result<void> sequence(std::int64_t epoch, std::uint64_t first,
                               const std::vector<value::Digest>& keys) override {
    return crash_.pass([&] { return store_.sequence(epoch, first, keys); });
  }

  [[nodiscard]] value::Result<std::vector<EntryBytes>> entries(std::uint64_t first,
                                                               std::size_t count) const override {
    return store_.entries(first, count);
  }

  [[nodiscard]] value::Result<std::optional<std::uint64_t>> index_of(
      const value::Digest& key) const override {
    return store_.index_of(key);
  }

  [[nodiscard]] value::Result<std::optional<std::string>> checkpoint() const override {
    return store_.checkpoint();
  }

  value::Result<void> swap_checkpoint(std::int64_t epoch,
                                      const std::optional<std::string>& previous,
                                      const std::string& next) override {
    return crash_.pass([&] { return store_.swap_checkpoint(epoch, previous, next); });
  }

  value::Result<Lease> acquire(std::string_view holder, value::Instant now,
                               value::Duration ttl) override {
    return store_.acquire(holder, now, ttl);
  }

  value::Result<void> renew(const Lease& lease) override { return store_.renew(lease); }

  [[nodiscard]] value::Result<std::optional<Lease>> lease() const override {
    return store_.lease();
  }

 private:
  LedgerStore& store_;
  Crash& crash_;
};

class CrashingTiles final : public TileStore {
 public:
  CrashingTiles(TileStore& tiles, Crash& crash) : tiles_(tiles), crash_(crash) {}

  [[nodiscard]] value::Result<std::optional<value::Bytes>> get(
      std::string_view path) const override {
    return tiles_.get(path);
  }

  /// A crash within `put` leaves some of the files: each is a write of its own.
  value::Result<void> put(const std::vector<TileFile>& files) override {
    for (const auto& file : files) {
      if (auto written = crash_.pass([&] { return tiles_.put({file}); }); !written) {
        return written;
      }
    }
    return {};
  }

  value::Result<void> replace(const TileFile& file) override {
    return crash_.pass([&] { return tiles_.replace(file); });
  }

  value::Result<void> drop_partials(std::string_view path) override {
    return crash_.pass([&] { return tiles_.drop_partials(path); });
  }

 private:
  TileStore& tiles_;
  Crash& crash_;
};

/// Runs a batch of 300 on a log of 250 into the crash; false when there were fewer writes.
bool crashes(support::ExampleLog& log, Crash& crash) {
  log.grow_to(250);
  log.commit(300);
  CrashingStore store(log.store(), crash);
  CrashingTiles tiles(log.tiles(), crash);
  Sequencer sequencer(store, tiles, log.signer(), log.clock(), support::example_origin);
  // The start rewrites the checkpoint file: that write counts too.
  return !sequencer.start(StartCheck::right_edge) || !sequencer.sequence_pending(log.epoch(), 1000);
}

void expect_the_same_log(support::ExampleLog& log) {
  support::ExampleLog undisturbed;
  undisturbed.grow_to(560);
  const auto note = log.grow_to(560);
  EXPECT_EQ(note, undisturbed.store().checkpoint().value());
  const auto checkpoint = open_checkpoint(note, log.key()).value();
  EXPECT_TRUE(check_log(log.tiles(), checkpoint.head).has_value());
  EXPECT_EQ(log.tiles().get("checkpoint").value(), value::to_bytes(note));
}

class EveryWrite : public testing::TestWithParam<bool> {};

TEST_P(EveryWrite, CanBeTheLast) {
  int survived = 0;
  for (int at = 1;; ++at) {
    support::ExampleLog log;
    Crash crash{at, GetParam()};
    if (!crashes(log, crash)) {
      break;
    }
    ++survived;
    SCOPED_TRACE("write " + std::to_string(at));
    log.restart();
    expect_the_same_log(log);
  }
  EXPECT_GT(survived, 10) << "start, indexes, files, swap, checkpoint file, clearing";
}

INSTANTIATE_TEST_SUITE_P(Crash, EveryWrite, testing::Values(false, true),
                         [](const auto& test) { return test.param ? "Done" : "NotDone"; });

TEST(Crash, ASignedCheckpointIsNeverContradicted) {
  for (int at = 1;; ++at) {
    support::ExampleLog log;
    Crash crash{at, true};
    if (!crashes(log, crash)) {
      break;
    }
    const auto signed_before = testing_support::must(log.store().checkpoint());
    log.restart();
    const auto later = open_checkpoint(log.grow_to(560), log.key()).value();
    const auto earlier = open_checkpoint(signed_before, log.key()).value();
    EXPECT_GE(later.head.size, earlier.head.size);
    EXPECT_TRUE(prove_consistency(log.tiles(), earlier.head, later.head).has_value());
  }
}

}  // namespace
}  // namespace comity::ledger
