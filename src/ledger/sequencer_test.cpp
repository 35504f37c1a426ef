#include "ledger/sequencer.h"

#include "fakes/ledger_key.h"
#include "ledger/checkpoint.h"
#include "ledger/log_check.h"
#include "merkle/proof.h"
#include "merkle/tree_hash.h"
#include "support/example_log.h"
#include "support/must.h"
#include "value/bytes.h"
#include "value/digest.h"
#include "value/result.h"

#include <gtest/gtest.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace comity::ledger {
namespace {

using value::Code;

class SequencerTest : public testing::Test {
 protected:
  /// The whole log is sound, its checkpoint is published, and it has this size.
  void expect_sound(std::uint64_t size) {
    const auto note = testing_support::must(log_.store().checkpoint());
    const auto checkpoint = open_checkpoint(note, log_.key());
    ASSERT_TRUE(checkpoint.has_value());
    EXPECT_EQ(checkpoint->head.size, size);
    EXPECT_TRUE(check_log(log_.tiles(), checkpoint->head).has_value());
    EXPECT_EQ(log_.tiles().get("checkpoint").value(), value::to_bytes(note));
  }

  std::string sequence_code(std::int64_t epoch) {
    const auto batch = log_.sequencer().sequence_pending(epoch, 100);
    return batch ? "" : std::string(batch.error().code.text());
  }

  std::string start_code(StartCheck check) {
    log_.replace_sequencer();
    const auto started = log_.sequencer().start(check);
    return started ? "" : std::string(started.error().code.text());
  }

  support::ExampleLog log_;
};

TEST_F(SequencerTest, SignsTheEmptyLogFirst) {
  const auto batch = log_.sequence();
  EXPECT_EQ(batch.first, 0U);
  EXPECT_EQ(batch.size, 0U);
  expect_sound(0);
}

TEST_F(SequencerTest, GivesEveryPendingEntryAPlace) {
  log_.commit(600);
  const auto batch = log_.sequence();
  EXPECT_EQ(batch.first, 0U);
  EXPECT_EQ(batch.size, 600U);
  for (std::uint64_t act = 0; act < 600; ++act) {
    EXPECT_EQ(log_.store().index_of(support::example_key(act)).value(), act);
  }
  expect_sound(600);
}

TEST_F(SequencerTest, TakesNoMoreThanItIsTold) {
  log_.commit(10);
  EXPECT_EQ(log_.sequence(4).size, 4U);
  EXPECT_EQ(log_.sequence(4).size, 8U);
  EXPECT_EQ(log_.sequence(4).size, 10U);
  expect_sound(10);
}

TEST_F(SequencerTest, SignsOnlyWhenTheSizeChanges) {
  const auto first = log_.grow_to(5);
  const auto again = log_.sequence();
  EXPECT_EQ(again.checkpoint, first);
  EXPECT_EQ(again.first, 5U);
  EXPECT_EQ(again.size, 5U);
}

TEST_F(SequencerTest, RemovesPartialTilesOnceTheFullOneExists) {
  for (int i = 0; i < 300; ++i) {
    log_.commit(1);
    log_.sequence();
  }
  expect_sound(300);
  EXPECT_EQ(log_.tiles().get("tile/0/000.p/255").value(), std::nullopt);
  EXPECT_EQ(log_.tiles().get("tile/entries/000.p/1").value(), std::nullopt);
  EXPECT_TRUE(log_.tiles().get("tile/0/001.p/44").value().has_value());
}

TEST_F(SequencerTest, ContinuesAfterARestart) {
  log_.grow_to(300);
  log_.restart();
  log_.grow_to(777);
  expect_sound(777);
}

TEST_F(SequencerTest, EveryCheckpointContinuesTheOneBefore) {
  auto earlier = open_checkpoint(log_.sequence().checkpoint, log_.key()).value();
  for (const std::uint64_t size : {1U, 2U, 255U, 256U, 257U, 600U}) {
    const auto later = open_checkpoint(log_.grow_to(size), log_.key()).value();
    EXPECT_TRUE(merkle::verify_consistency(
                    earlier.head, later.head,
                    merkle::consistency_proof(
                        earlier.head.size, later.head.size,
                        [&](merkle::NodeId node) {
                          std::vector<value::Digest> leaves;
                          const auto count = std::uint64_t{1} << node.level;
                          for (auto i = node.index * count; i < (node.index + 1) * count; ++i) {
                            leaves.push_back(merkle::leaf_hash(support::example_entry(i)));
                          }
                          return value::Result<value::Digest>(merkle::root_of(leaves));
                        })
                        .value())
                    .has_value());
    earlier = later;
  }
}

TEST_F(SequencerTest, DoesNothingWithoutTheRightToSign) {
  log_.commit(1);
  EXPECT_EQ(sequence_code(log_.epoch() - 1), "LEDGER-01");
  log_.replace_sequencer();
  EXPECT_EQ(sequence_code(log_.epoch()), "LEDGER-20") << "not started";
  log_.restart();
  auto lease = testing_support::must(log_.store().lease());
  lease.signing_on = false;
  testing_support::must(log_.store().renew(lease));
  EXPECT_EQ(sequence_code(log_.epoch()), "LEDGER-20") << "signing off";
  lease.signing_on = true;
  testing_support::must(log_.store().renew(lease));
  log_.clock().advance(std::chrono::hours(2));
  EXPECT_EQ(sequence_code(log_.epoch()), "LEDGER-20") << "expired";
  EXPECT_EQ(log_.store().backlog(10).value().next_index, 0U);
  EXPECT_EQ(log_.store().checkpoint().value(), std::nullopt);
}

TEST_F(SequencerTest, AStaleSequencerWritesNothing) {
  log_.grow_to(3);
  log_.commit(1);
  const auto stale = log_.epoch();
  const auto before = log_.tiles().files();
  log_.take_lease();
  EXPECT_EQ(sequence_code(stale), "LEDGER-01");
  EXPECT_EQ(log_.tiles().files(), before);
}

TEST_F(SequencerTest, StopsWhenAnotherSignedMeanwhile) {
  log_.grow_to(3);
  Sequencer other(log_.store(), log_.tiles(), log_.signer(), log_.clock(), support::example_origin);
  testing_support::must(other.start(StartCheck::right_edge));
  log_.commit(1);
  other.sequence_pending(log_.epoch(), 10).value();
  EXPECT_EQ(sequence_code(log_.epoch()), "LEDGER-03");
  EXPECT_EQ(sequence_code(log_.epoch()), "LEDGER-20") << "must start again";
  log_.restart();
  log_.grow_to(6);
  expect_sound(6);
}

TEST_F(SequencerTest, AnyDamagedFileStopsTheStart) {
  log_.grow_to(600);
  const auto sound = log_.tiles().files();
  for (const auto& [path, bytes] : sound) {
    for (const std::size_t at : {std::size_t{0}, bytes.size() / 2, bytes.size() - 1}) {
      log_.tiles().files() = sound;
      log_.tiles().files()[path][at] ^= 0x20U;
      log_.replace_sequencer();
      const auto started = log_.sequencer().start(StartCheck::whole_log);
      ASSERT_FALSE(started.has_value()) << path << " at " << at;
      if (path != "checkpoint") {
        EXPECT_EQ(started.error().code, Code("LEDGER-16")) << path;
        EXPECT_TRUE(started.error().detail.starts_with(path)) << started.error().detail;
      }
      EXPECT_EQ(sequence_code(log_.epoch()), "LEDGER-20");
    }
    log_.tiles().files() = sound;
    log_.tiles().files().erase(path);
    if (path != "checkpoint") {
      EXPECT_EQ(start_code(StartCheck::whole_log), "LEDGER-15") << path;
    }
  }
  log_.tiles().files() = sound;
  EXPECT_EQ(start_code(StartCheck::whole_log), "");
}

TEST_F(SequencerTest, ADamagedEdgeIsSeenAtEveryStart) {
  log_.grow_to(600);
  log_.tiles().files()["tile/1/000.p/2"][5] ^= 1U;
  log_.replace_sequencer();
  const auto started = log_.sequencer().start(StartCheck::right_edge);
  ASSERT_FALSE(started.has_value());
  EXPECT_EQ(started.error(), (value::Error{"LEDGER-16", "tile/1/000.p/2"}));
}

TEST_F(SequencerTest, AnotherKeysCheckpointStopsTheStart) {
  log_.grow_to(3);
  const auto other = fakes::ledger_key(2);
  Sequencer sequencer(log_.store(), log_.tiles(), *other, log_.clock(), support::example_origin);
  EXPECT_EQ(sequencer.start(StartCheck::right_edge).error().code, Code("LEDGER-14"));
}

TEST_F(SequencerTest, ADatabaseOlderThanTheFilesStopsTheStart) {
  const auto earlier = log_.grow_to(3);
  const auto later = log_.grow_to(5);
  testing_support::must(log_.store().swap_checkpoint(log_.epoch(), later, earlier));
  EXPECT_EQ(start_code(StartCheck::right_edge), "LEDGER-21");
}

TEST_F(SequencerTest, TwoRootsOfOneSizeStopTheStart) {
  log_.grow_to(3);
  const auto forged =
      sign_checkpoint({support::example_origin, {3, value::Digest{}}}, log_.signer()).value();
  testing_support::must(log_.tiles().replace({"checkpoint", value::to_bytes(forged)}));
  EXPECT_EQ(start_code(StartCheck::right_edge), "LEDGER-22");
}

}  // namespace
}  // namespace comity::ledger
