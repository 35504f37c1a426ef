// A process that was the one that sequences, was held still, and goes on after another took its
// place: each step that it had begun writes nothing, and says so. The other finishes the work.
#include "desk/admit.h"
#include "desk/receipts.h"
#include "desk/release.h"
#include "desk/send.h"
#include "exchange/mail_store.h"
#include "exchange/post.h"
#include "scenarios/house.h"
#include "scenarios/wire.h"
#include "value/digest.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

namespace comity::scenarios {
namespace {

using exchange::OutboxState;

class ReplacedLeader : public Wire {
 protected:
  /// The lease of `house` goes to another process; what the first one still believes.
  std::int64_t replace(House& house) {
    const std::int64_t old = house.epoch();
    house.take_lease();
    EXPECT_GT(house.epoch(), old);
    return old;
  }

  std::string checkpoint(House& house) { return must(house.store.ledger().checkpoint()); }

  std::size_t pending(House& house) {
    return house.store.ledger().backlog(1000).value().pending.size();
  }

  OutboxState state(House& house, const value::Digest& statement) {
    return house.store.outbox().of_statement(statement).value().at(0).state;
  }
};

TEST_F(ReplacedLeader, AdmitsNothing) {
  const desk::Sent sent = request();
  (void)xa.round();
  ASSERT_EQ(xa.post(), 1U);
  const std::int64_t old = replace(xb);
  EXPECT_EQ(code(desk::admit_letters(xb.context(), old, 64)), "LEDGER-01");
  EXPECT_TRUE(xb.store.cases().cases(false, std::nullopt, 10).value().empty());
  EXPECT_EQ(pending(xb), 0U);
  EXPECT_EQ(xb.store.inbox().waiting(10).value().size(), 1U);
  const auto admitted = desk::admit_letters(xb.context(), xb.epoch(), 64);
  ASSERT_EQ(code(admitted), "accepted");
  EXPECT_EQ(admitted->size(), 1U);
  settle();
  EXPECT_EQ(state(xa, sent.digest), OutboxState::receipted);
}

TEST_F(ReplacedLeader, MakesNoReceipt) {
  const desk::Sent sent = request();
  (void)xa.round();
  ASSERT_EQ(xa.post(), 1U);
  ASSERT_EQ(desk::admit_letters(xb.context(), xb.epoch(), 64).value().size(), 1U);
  ASSERT_EQ(pending(xb), 1U);
  ASSERT_TRUE(xb.sequence());
  const std::int64_t old = replace(xb);
  const std::string note = checkpoint(xb);
  EXPECT_EQ(code(desk::make_receipts(xb.context(), old, note, 64)), "LEDGER-01");
  EXPECT_EQ(pending(xb), 0U);
  EXPECT_TRUE(xb.store.outbox().list(10).value().empty());
  EXPECT_EQ(xb.store.work().receipts_due(UINT64_MAX, 10).value().size(), 1U);
  EXPECT_EQ(desk::make_receipts(xb.context(), xb.epoch(), note, 64).value(), 1U);
  settle();
  EXPECT_EQ(state(xa, sent.digest), OutboxState::receipted);
}

TEST_F(ReplacedLeader, LetsNoLetterGo) {
  const desk::Sent sent = request();
  ASSERT_TRUE(xa.sequence());
  const std::int64_t old = replace(xa);
  const std::string note = checkpoint(xa);
  EXPECT_EQ(code(desk::release_letters(xa.context(), old, note, 64)), "LEDGER-01");
  EXPECT_EQ(state(xa, sent.digest), OutboxState::held);
  EXPECT_EQ(desk::release_letters(xa.context(), xa.epoch(), note, 64).value(), 1U);
  settle();
  EXPECT_EQ(state(xa, sent.digest), OutboxState::receipted);
}

TEST_F(ReplacedLeader, NotesNothingOfWhatItCarried) {
  const desk::Sent sent = request();
  (void)xa.round();
  const std::int64_t old = replace(xa);
  const exchange::PostParts stale{xa.store.outbox(), xa.wire(), xa.directory, clock, old, 1};
  EXPECT_EQ(code(exchange::post_round(stale, 64)), "LEDGER-01");
  EXPECT_EQ(state(xa, sent.digest), OutboxState::ready);
  // The letter arrived all the same: its successor sends it again, and it has one effect.
  settle();
  EXPECT_EQ(state(xa, sent.digest), OutboxState::receipted);
  EXPECT_EQ(xb.store.cases().cases(false, std::nullopt, 10).value().size(), 1U);
}

}  // namespace
}  // namespace comity::scenarios
