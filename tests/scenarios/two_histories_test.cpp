// A peer that signs two histories of its ledger: whoever sees both keeps both.
#include "crypto/sha256.h"
#include "desk/peer_checkpoint.h"
#include "desk/peer_history.h"
#include "exchange/directory.h"
#include "fakes/loopback_transport.h"
#include "ledger/checkpoint.h"
#include "ledger/note.h"
#include "ledger/rollback.h"
#include "ledger/vkey.h"
#include "scenarios/house.h"
#include "scenarios/wire.h"
#include "value/bytes.h"

#include <cstdint>
#include <string>
#include <vector>

namespace comity::scenarios {
namespace {

class TwoHistories : public Wire {
 protected:
  /// A checkpoint that Arvandia signs, whatever its ledger says.
  std::string signed_by_xa(std::uint64_t size, const std::string& root) {
    return ledger::sign_checkpoint({xa.keys.origin, {size, crypto::sha256(value::bytes_of(root))}},
                                   xa.ledger_key())
        .value();
  }

  std::vector<desk::Contradiction> look() {
    const auto directory = xb.directory.now();
    return must(history.look(*directory->node("xa")));
  }

  std::vector<std::string> kept() { return must(xb.store.peers().fork_proofs(xa.keys.origin)); }

  std::uint64_t size_of(const std::string& note) {
    return must(ledger::parse_checkpoint(must(ledger::parse_note(note)).text)).head.size;
  }

  fakes::LoopbackTransport nobody{crypto::sha256(value::bytes_of("nobody"))};  ///< reaches no node
  desk::PeerHistory history{xb.context(), xb.wire()};
};

TEST_F(TwoHistories, AnHonestLedgerThatGrowsIsProvenEachTime) {
  for (int turn = 0; turn < 3; ++turn) {
    request();
    settle();
    EXPECT_TRUE(look().empty());
    EXPECT_EQ(must(xb.store.peers().checkpoint(desk::proven_name(xa.keys.origin))),
              must(xb.store.peers().checkpoint(xa.keys.origin)));
  }
  EXPECT_TRUE(kept().empty());
}

TEST_F(TwoHistories, TwoRootsOfOneSizeAreAProofByThemselves) {
  request();
  settle();
  const std::string first = must(xb.store.peers().checkpoint(xa.keys.origin));
  const std::string other = signed_by_xa(size_of(first), "fork");
  EXPECT_EQ(must(desk::remember_checkpoint(xb.context(), other)), desk::Remembered::forked);
  EXPECT_EQ(must(desk::remember_checkpoint(xb.context(), other)), desk::Remembered::forked);
  EXPECT_EQ(kept(), (std::vector<std::string>{first, other}));
  EXPECT_EQ(must(xb.store.peers().checkpoint(xa.keys.origin)), first) << "the first stays";
  const auto key = ledger::parse_vkey(xa.keys.ledger_key).value();
  EXPECT_TRUE(ledger::prove_fork(kept()[0], kept()[1], key));
}

TEST_F(TwoHistories, AProofIsCommittedToInTheOwnLedger) {
  request();
  settle();
  const auto before = xb.round().tree_size;
  const std::string first = must(xb.store.peers().checkpoint(xa.keys.origin));
  const std::string other = signed_by_xa(size_of(first), "fork");
  must(desk::remember_checkpoint(xb.context(), other));
  EXPECT_EQ(xb.round().tree_size, before + 1);
  const auto document = value::to_bytes(first + "\n" + other);
  EXPECT_EQ(must(xb.store.work().secret(crypto::sha256(document))).committed, document);
}

TEST_F(TwoHistories, WhoTellsThousandsFillsNothing) {
  request();
  settle();
  const std::string first = must(xb.store.peers().checkpoint(xa.keys.origin));
  for (int i = 0; i < 50; ++i) {
    must(desk::remember_checkpoint(xb.context(),
                                   signed_by_xa(size_of(first), "fork " + std::to_string(i))));
  }
  EXPECT_EQ(kept().size(), 2 * desk::most_contradictions);
}

TEST_F(TwoHistories, AnEarlierRootThatNeverWasIsFoundInTheTiles) {
  request();
  settle();
  ASSERT_TRUE(look().empty());
  const std::string earlier =
      signed_by_xa(size_of(must(xb.store.peers().checkpoint(xa.keys.origin))) - 1, "earlier");
  EXPECT_EQ(must(desk::remember_checkpoint(xb.context(), earlier)), desk::Remembered::not_newer);
  EXPECT_EQ(look().size(), 1U);
  EXPECT_TRUE(look().empty()) << "told once";
  EXPECT_EQ(kept().size(), 2U);
}

TEST_F(TwoHistories, ACheckpointAheadOfTheTilesIsFound) {
  request();
  settle();
  ASSERT_TRUE(look().empty());
  must(desk::remember_checkpoint(xb.context(), signed_by_xa(5000, "later")));
  EXPECT_EQ(look().size(), 1U);
  EXPECT_EQ(kept().size(), 2U);
  EXPECT_NE(must(xb.store.peers().checkpoint(desk::proven_name(xa.keys.origin))), kept()[1]);
}

TEST_F(TwoHistories, AfterACheckpointThatNeverWasAnHonestOneIsNoContradiction) {
  request();
  settle();
  ASSERT_TRUE(look().empty());
  must(desk::remember_checkpoint(xb.context(), signed_by_xa(5000, "later")));
  ASSERT_EQ(look().size(), 1U);
  request();
  settle();
  EXPECT_TRUE(look().empty());
  EXPECT_EQ(kept().size(), 2U);
}

TEST_F(TwoHistories, APeerThatCannotBeReachedProvesNothing) {
  request();
  settle();
  desk::PeerHistory alone(xb.context(), nobody);
  const auto directory = xb.directory.now();
  EXPECT_TRUE(must(alone.look(*directory->node("xa"))).empty());
  EXPECT_TRUE(kept().empty());
  EXPECT_TRUE(look().empty());
  EXPECT_EQ(must(xb.store.peers().checkpoint(desk::proven_name(xa.keys.origin))),
            must(xb.store.peers().checkpoint(xa.keys.origin)));
}

}  // namespace
}  // namespace comity::scenarios
