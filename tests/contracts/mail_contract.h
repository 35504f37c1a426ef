// What every Inbox and Outbox does, over one node's database. Use:
// INSTANTIATE_TYPED_TEST_SUITE_P(Sqlite, MailContract, SqliteNodeStore);
#pragma once

#include "contracts/node_store_contract.h"
#include "support/must.h"

namespace comity::contracts {

template <class Store>
class MailContract : public NodeStoreContract<Store> {
 protected:
  using State = exchange::OutboxState;
  using Verdict = exchange::InboxVerdict;

  void settle(std::uint32_t digest, Verdict verdict, const std::string& reason) {
    EXPECT_EQ(this->run([&](desk::Transaction& t) {
      return t.settle_inbound(digest_no(digest), verdict, reason);
    }),
              "");
  }

  exchange::InboxPut put_from(const std::string& node, std::uint32_t number,
                              const exchange::InboxBounds& bounds) {
    auto letter = inbound_no(number);
    letter.from_node = node;
    return this->store_.inbox().put(letter, bounds).value();
  }

  void note(std::uint32_t statement, State state, std::int64_t next_try) {
    auto letter = this->outbound(statement);
    letter.state = state;
    ++letter.attempts;
    letter.next_try = second_no(next_try);
    letter.last_error = "NET-04";
    EXPECT_EQ(code_of(this->store_.outbox().note(this->new_epoch(), {letter})), "");
  }

  void answer(std::uint32_t letter, const std::string& node, State state) {
    EXPECT_EQ(this->run([&](desk::Transaction& t) {
      return t.end_outbound({uuid_no(letter), node, state, "REQ-09"});
    }),
              "");
  }
};

TYPED_TEST_SUITE_P(MailContract);

TYPED_TEST_P(MailContract, LettersWaitInTheOrderTheyCameUntilSettled) {
  for (const std::uint32_t number : {2U, 1U, 3U}) {
    ASSERT_EQ(code_of(this->store_.inbox().put(inbound_no(number), exchange::InboxBounds())), "");
  }
  this->store_.reopen();
  const auto waiting = this->store_.inbox().waiting(2).value();
  ASSERT_EQ(waiting.size(), 2U);
  EXPECT_EQ(waiting[0].letter_id, uuid_no(2));
  EXPECT_EQ(waiting[0].digest, digest_no(2));
  EXPECT_EQ(waiting[0].from_node, "xb");
  EXPECT_EQ(waiting[0].received_at, second_no(2));
  EXPECT_EQ(waiting[0].letter, inbound_no(2).letter);
  EXPECT_EQ(waiting[1].letter_id, uuid_no(1));
  this->settle(2, exchange::InboxVerdict::admitted, "");
  EXPECT_EQ(this->store_.inbox().waiting(10).value().size(), 2U);
  const auto settled = testing_support::must(this->store_.inbox().settled(uuid_no(2)));
  EXPECT_EQ(settled.verdict, exchange::InboxVerdict::admitted);
  EXPECT_EQ(settled.received_at, second_no(2));
  EXPECT_EQ(this->store_.inbox().settled(uuid_no(1)).value(), std::nullopt);
}

TYPED_TEST_P(MailContract, ALetterThatComesAgainWaitsOnceMoreAndChangesNothingElse) {
  ASSERT_EQ(code_of(this->store_.inbox().put(inbound_no(1), exchange::InboxBounds())), "");
  ASSERT_EQ(code_of(this->store_.inbox().put(inbound_no(1), exchange::InboxBounds())), "");
  EXPECT_EQ(this->store_.inbox().waiting(10).value().size(), 1U);
  this->settle(1, exchange::InboxVerdict::admitted, "");
  auto again = inbound_no(1);
  again.received_at = second_no(99);
  again.from_node = "xd";
  ASSERT_EQ(code_of(this->store_.inbox().put(again, exchange::InboxBounds())), "");
  const auto waiting = this->store_.inbox().waiting(10).value();
  ASSERT_EQ(waiting.size(), 1U);
  EXPECT_EQ(waiting[0].received_at, second_no(1));
  EXPECT_EQ(waiting[0].from_node, "xb");
  EXPECT_EQ(testing_support::must(this->store_.inbox().settled(uuid_no(1))).verdict,
            exchange::InboxVerdict::admitted);
}

TYPED_TEST_P(MailContract, WhatWasAdmittedIsNeverQuarantinedAfterwards) {
  ASSERT_EQ(code_of(this->store_.inbox().put(inbound_no(1), exchange::InboxBounds())), "");
  this->settle(1, exchange::InboxVerdict::quarantined, "SIG-01");
  EXPECT_EQ(testing_support::must(this->store_.inbox().settled(uuid_no(1))).reason, "SIG-01");
  EXPECT_EQ(this->store_.inbox().quarantine(10).value().size(), 1U);
  this->settle(1, exchange::InboxVerdict::admitted, "");
  EXPECT_TRUE(this->store_.inbox().quarantine(10).value().empty());
  this->settle(1, exchange::InboxVerdict::quarantined, "LETTER-03");
  const auto settled = testing_support::must(this->store_.inbox().settled(uuid_no(1)));
  EXPECT_EQ(settled.verdict, exchange::InboxVerdict::admitted);
  EXPECT_EQ(settled.reason, "");
}

TYPED_TEST_P(MailContract, OfTwoLettersWithOneIdTheAdmittedOneCounts) {
  auto other = inbound_no(2);
  other.letter_id = uuid_no(1);
  ASSERT_EQ(code_of(this->store_.inbox().put(inbound_no(1), exchange::InboxBounds())), "");
  ASSERT_EQ(code_of(this->store_.inbox().put(other, exchange::InboxBounds())), "");
  this->settle(1, exchange::InboxVerdict::admitted, "");
  this->settle(2, exchange::InboxVerdict::quarantined, "LETTER-05");
  EXPECT_EQ(testing_support::must(this->store_.inbox().settled(uuid_no(1))).verdict,
            exchange::InboxVerdict::admitted);
}

TYPED_TEST_P(MailContract, QuarantineShowsTheNewestFirst) {
  for (const std::uint32_t number : {1U, 2U, 3U}) {
    ASSERT_EQ(code_of(this->store_.inbox().put(inbound_no(number), exchange::InboxBounds())), "");
    this->settle(number, exchange::InboxVerdict::quarantined, "SIG-0" + std::to_string(number));
  }
  const auto rows = this->store_.inbox().quarantine(2).value();
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].reason, "SIG-03");
  EXPECT_EQ(rows[1].letter_id, uuid_no(2));
}

TYPED_TEST_P(MailContract, OfOnePeerNoMoreLettersWaitThanTheBound) {
  exchange::InboxBounds bounds;
  bounds.waiting_letters = 2;
  EXPECT_EQ(this->put_from("xb", 1, bounds), exchange::InboxPut::kept);
  EXPECT_EQ(this->put_from("xb", 2, bounds), exchange::InboxPut::kept);
  EXPECT_EQ(this->put_from("xb", 3, bounds), exchange::InboxPut::too_many_wait);
  EXPECT_EQ(this->put_from("xd", 4, bounds), exchange::InboxPut::kept);
  EXPECT_EQ(this->put_from("xb", 1, bounds), exchange::InboxPut::kept);  // it waits already
  EXPECT_EQ(this->store_.inbox().waiting(10).value().size(), 3U);
  this->settle(1, exchange::InboxVerdict::admitted, "");
  this->store_.reopen();
  EXPECT_EQ(this->put_from("xb", 1, bounds), exchange::InboxPut::kept);  // for its receipt
  EXPECT_EQ(this->put_from("xb", 3, bounds), exchange::InboxPut::too_many_wait);
  this->settle(1, exchange::InboxVerdict::admitted, "");
  EXPECT_EQ(this->put_from("xb", 3, bounds), exchange::InboxPut::kept);
}

TYPED_TEST_P(MailContract, OfOnePeerNoMoreOctetsWaitThanTheBound) {
  exchange::InboxBounds bounds;
  bounds.waiting_octets = 2 * inbound_no(1).letter.size();
  EXPECT_EQ(this->put_from("xb", 1, bounds), exchange::InboxPut::kept);
  EXPECT_EQ(this->put_from("xb", 2, bounds), exchange::InboxPut::kept);
  EXPECT_EQ(this->put_from("xb", 3, bounds), exchange::InboxPut::too_many_wait);
  EXPECT_EQ(this->put_from("xd", 4, bounds), exchange::InboxPut::kept);
}

TYPED_TEST_P(MailContract, AFullQuarantineTakesNothingMoreOfItsPeerAndLosesNothing) {
  for (const bool by_octets : {false, true}) {
    const std::uint32_t from = by_octets ? 10 : 0;
    const std::string node = by_octets ? "xc" : "xb";
    exchange::InboxBounds bounds;
    (by_octets ? bounds.quarantined_octets : bounds.quarantined_letters) =
        by_octets ? 2 * inbound_no(11).letter.size() : 2;
    for (const std::uint32_t number : {from + 1, from + 2}) {
      EXPECT_EQ(this->put_from(node, number, bounds), exchange::InboxPut::kept);
      this->settle(number, exchange::InboxVerdict::quarantined, "SIG-01");
    }
    EXPECT_EQ(this->put_from(node, from + 3, bounds), exchange::InboxPut::quarantine_full);
    EXPECT_EQ(this->put_from("xd", from + 4, bounds), exchange::InboxPut::kept);
    EXPECT_EQ(this->put_from(node, from + 1, bounds), exchange::InboxPut::kept);
  }
  EXPECT_EQ(this->store_.inbox().quarantine(100).value().size(), 4U);
}

TYPED_TEST_P(MailContract, WhatAPersonReviewedStaysAndCountsNoMore) {
  exchange::InboxBounds bounds;
  bounds.quarantined_letters = 2;
  for (const std::uint32_t number : {1U, 2U, 3U}) {
    ASSERT_EQ(this->put_from("xb", number, exchange::InboxBounds()), exchange::InboxPut::kept);
    this->settle(number, exchange::InboxVerdict::quarantined, "SIG-01");
  }
  ASSERT_EQ(this->put_from("xd", 4, bounds), exchange::InboxPut::kept);
  this->settle(4, exchange::InboxVerdict::quarantined, "SIG-01");
  EXPECT_EQ(this->put_from("xb", 5, bounds), exchange::InboxPut::quarantine_full);
  EXPECT_EQ(this->store_.inbox().review("xb").value(), 3U);
  this->store_.reopen();
  EXPECT_EQ(this->store_.inbox().review("xb").value(), 0U);
  EXPECT_EQ(this->store_.inbox().quarantine(10).value().size(), 4U);
  EXPECT_EQ(this->put_from("xb", 5, bounds), exchange::InboxPut::kept);
  const auto mail = this->store_.inbox().mail_of_peers().value();
  ASSERT_EQ(mail.size(), 2U);
  EXPECT_EQ(mail[0].quarantined_letters, 0U);
  EXPECT_EQ(mail[1].from_node, "xd");
  EXPECT_EQ(mail[1].quarantined_letters, 1U);
}

TYPED_TEST_P(MailContract, SaysHowMuchOfEachPeerLiesHere) {
  EXPECT_TRUE(this->store_.inbox().mail_of_peers().value().empty());
  for (const std::uint32_t number : {1U, 2U, 3U, 4U}) {
    ASSERT_EQ(this->put_from("xb", number, exchange::InboxBounds()), exchange::InboxPut::kept);
  }
  ASSERT_EQ(this->put_from("xa", 5, exchange::InboxBounds()), exchange::InboxPut::kept);
  this->settle(1, exchange::InboxVerdict::admitted, "");
  this->settle(2, exchange::InboxVerdict::quarantined, "SIG-01");
  const auto mail = this->store_.inbox().mail_of_peers().value();
  const std::uint64_t octets = inbound_no(1).letter.size();
  ASSERT_EQ(mail.size(), 2U);
  EXPECT_EQ(mail[0].from_node, "xa");
  EXPECT_EQ(mail[0].waiting_letters, 1U);
  EXPECT_EQ(mail[1].from_node, "xb");
  EXPECT_EQ(mail[1].waiting_letters, 2U);
  EXPECT_EQ(mail[1].waiting_octets, 2 * octets);
  EXPECT_EQ(mail[1].quarantined_letters, 1U);
  EXPECT_EQ(mail[1].quarantined_octets, octets);
}

TYPED_TEST_P(MailContract, ALetterThatIsNotThereCannotBeSettled) {
  EXPECT_EQ(this->run([](desk::Transaction& t) {
    return t.settle_inbound(digest_no(1), exchange::InboxVerdict::admitted, "");
  }),
            "STORE-08");
}

TYPED_TEST_P(MailContract, HeldLettersAreNotDueUntilTheirEntryIsCoveredAndTheyAreReleased) {
  this->send(1);
  this->send(2);
  EXPECT_TRUE(this->store_.outbox().covered(100, 10).value().empty());
  EXPECT_TRUE(this->due(1000).empty());
  this->sequence();
  EXPECT_TRUE(this->store_.outbox().covered(0, 10).value().empty());
  EXPECT_EQ(this->store_.outbox().covered(1, 10).value().size(), 1U);
  EXPECT_EQ(this->store_.outbox().covered(UINT64_MAX, 10).value().size(), 2U);
  EXPECT_TRUE(this->due(1000).empty());
  this->release(1);
  this->store_.reopen();
  EXPECT_EQ(this->due(1000), std::vector{uuid_no(1)});
  EXPECT_EQ(this->store_.outbox().covered(2, 10).value().size(), 1U);
  EXPECT_EQ(this->outbound(1).letter, value::to_bytes("sealed " + uuid_no(1).text()));
  EXPECT_TRUE(this->outbound(2).letter.empty());
  EXPECT_EQ(this->outbound(2).state, exchange::OutboxState::held);
}

TYPED_TEST_P(MailContract, ReleasesAllOrNone) {
  this->send(1);
  this->send(2);
  this->sequence();
  this->release(1);
  auto again = this->outbound(1);
  again.letter = value::to_bytes("sealed anew");
  auto held = this->outbound(2);
  held.letter = value::to_bytes("sealed");
  EXPECT_EQ(code_of(this->store_.outbox().release(this->new_epoch(), {held, again})), "STORE-08");
  EXPECT_EQ(this->outbound(2).state, exchange::OutboxState::held);
  EXPECT_TRUE(this->outbound(2).letter.empty());
  EXPECT_EQ(this->outbound(1).letter, value::to_bytes("sealed " + uuid_no(1).text()));
}

TYPED_TEST_P(MailContract, ALetterIsHeldOnceAndKeepsEveryField) {
  auto letter = outbound_no(1, 1);
  letter.wants_receipt = false;
  const auto hold = [&](desk::Transaction& t) { return t.hold_letter(letter); };
  EXPECT_EQ(this->run(hold), "");
  EXPECT_EQ(this->run(hold), "STORE-05");
  const auto kept = this->outbound(1);
  EXPECT_EQ(kept.letter_id, letter.letter_id);
  EXPECT_EQ(kept.from_desk, letter.from_desk);
  EXPECT_EQ(kept.to_desk, letter.to_desk);
  EXPECT_EQ(kept.to_node, letter.to_node);
  EXPECT_EQ(kept.expires, letter.expires);
  EXPECT_FALSE(kept.wants_receipt);
  EXPECT_EQ(kept.state, exchange::OutboxState::held);
}

TYPED_TEST_P(MailContract, ALetterIsDueAgainWhenItsTimeHasComeUntilItsReceipt) {
  this->send(1);
  this->sequence();
  this->release(1);
  this->note(1, exchange::OutboxState::ready, 60);
  EXPECT_TRUE(this->due(59).empty());
  EXPECT_EQ(this->due(60), std::vector{uuid_no(1)});
  this->note(1, exchange::OutboxState::accepted, 120);
  EXPECT_TRUE(this->due(119).empty());
  EXPECT_EQ(this->due(120), std::vector{uuid_no(1)});
  EXPECT_EQ(this->outbound(1).attempts, 2U);
  EXPECT_EQ(this->outbound(1).last_error, "NET-04");
  this->answer(1, "xb", exchange::OutboxState::receipted);
  EXPECT_TRUE(this->due(1000).empty());
}

TYPED_TEST_P(MailContract, AcceptedIsTheEndOfALetterThatWantsNoReceipt) {
  auto letter = outbound_no(1, 1);
  letter.wants_receipt = false;
  EXPECT_EQ(this->run([&](desk::Transaction& t) -> value::Result<void> {
    EXPECT_TRUE(t.put_entry(secret_no(1)));
    return t.hold_letter(letter);
  }),
            "");
  this->sequence();
  this->release(1);
  EXPECT_EQ(this->due(1), std::vector{uuid_no(1)});
  this->note(1, exchange::OutboxState::accepted, 2);
  EXPECT_TRUE(this->due(1000).empty());
}

TYPED_TEST_P(MailContract, OnlyTheNodeItWentToEndsALetterAndOnlyOnce) {
  this->send(1);
  this->sequence();
  this->release(1);
  this->answer(1, "xd", exchange::OutboxState::receipted);
  EXPECT_EQ(this->outbound(1).state, exchange::OutboxState::ready);
  this->answer(1, "xb", exchange::OutboxState::refused);
  EXPECT_EQ(this->outbound(1).state, exchange::OutboxState::refused);
  EXPECT_EQ(this->outbound(1).last_error, "REQ-09");
  this->answer(1, "xb", exchange::OutboxState::receipted);
  this->note(1, exchange::OutboxState::ready, 1);
  EXPECT_EQ(this->outbound(1).state, exchange::OutboxState::refused);
  EXPECT_EQ(this->run([](desk::Transaction& t) {
    return t.end_outbound({uuid_no(1), "xb", exchange::OutboxState::ready, ""});
  }),
            "STORE-08");
}

TYPED_TEST_P(MailContract, SendsTheStoredReceiptAgainByteForByte) {
  // letter 9 came in and is answered by receipt 10, which travels as letter 10
  EXPECT_EQ(this->run([](desk::Transaction& t) -> value::Result<void> {
    EXPECT_TRUE(t.put_entry(secret_no(9)));
    EXPECT_TRUE(t.owe_receipt(receipt_no(9)));
    return t.send_again(uuid_no(9));  // not made yet: nothing to send
  }),
            "");
  auto letter = outbound_no(10, 10);
  letter.wants_receipt = false;
  EXPECT_EQ(this->run([&](desk::Transaction& t) -> value::Result<void> {
    EXPECT_TRUE(t.put_entry(secret_no(10)));
    EXPECT_TRUE(t.hold_letter(letter));
    EXPECT_TRUE(t.paid_receipt(receipt_no(9), digest_no(10)));
    return t.send_again(uuid_no(9));
  }),
            "");
  EXPECT_EQ(this->outbound(10).state, exchange::OutboxState::held);
  this->sequence();
  this->release(2);
  this->note(10, exchange::OutboxState::accepted, 50);
  const auto sent = this->outbound(10).letter;
  EXPECT_TRUE(this->due(1000).empty());
  EXPECT_EQ(this->run([](desk::Transaction& t) { return t.send_again(uuid_no(9)); }), "");
  EXPECT_EQ(this->due(0), std::vector{uuid_no(10)});
  EXPECT_EQ(this->outbound(10).letter, sent);
  EXPECT_FALSE(sent.empty());
  EXPECT_EQ(this->run([](desk::Transaction& t) { return t.send_again(uuid_no(77)); }), "");
}

TYPED_TEST_P(MailContract, ListsWhatIsUnderWayThenTheNewestThatEnded) {
  for (const std::uint32_t number : {1U, 2U, 3U, 4U}) {
    this->send(number);
  }
  this->sequence();
  this->release(4);
  this->answer(1, "xb", exchange::OutboxState::receipted);
  this->answer(2, "xb", exchange::OutboxState::refused);
  this->note(4, exchange::OutboxState::expired, 1);
  std::vector<value::Uuid> listed;
  const auto rows = this->store_.outbox().list(2).value();
  for (const auto& row : rows) {
    listed.push_back(row.letter_id);
    EXPECT_TRUE(row.letter.empty());
  }
  EXPECT_EQ(listed, (std::vector{uuid_no(3), uuid_no(4), uuid_no(2)}));
}

TYPED_TEST_P(MailContract, WhoWasReplacedNeitherReleasesNorNotes) {
  this->send(1);
  this->send(2);
  this->sequence();
  this->release(1);
  const auto old = this->new_epoch();
  auto held = this->outbound(2);
  held.letter = value::to_bytes("sealed");
  auto ready = this->outbound(1);
  ready.state = exchange::OutboxState::accepted;
  ready.attempts = 7;
  (void)this->new_epoch();
  EXPECT_EQ(code_of(this->store_.outbox().release(old, {held})), "LEDGER-01");
  EXPECT_EQ(code_of(this->store_.outbox().note(old, {ready})), "LEDGER-01");
  EXPECT_EQ(this->outbound(2).state, exchange::OutboxState::held);
  EXPECT_TRUE(this->outbound(2).letter.empty());
  EXPECT_EQ(this->outbound(1).state, exchange::OutboxState::ready);
  EXPECT_EQ(this->outbound(1).attempts, 0U);
  const auto now = this->new_epoch();
  EXPECT_EQ(code_of(this->store_.outbox().release(now, {held})), "");
  EXPECT_EQ(code_of(this->store_.outbox().note(now, {ready})), "");
  EXPECT_EQ(this->outbound(1).attempts, 7U);
}

REGISTER_TYPED_TEST_SUITE_P(
    MailContract, LettersWaitInTheOrderTheyCameUntilSettled,
    ALetterThatComesAgainWaitsOnceMoreAndChangesNothingElse,
    WhatWasAdmittedIsNeverQuarantinedAfterwards, OfTwoLettersWithOneIdTheAdmittedOneCounts,
    QuarantineShowsTheNewestFirst, OfOnePeerNoMoreLettersWaitThanTheBound,
    OfOnePeerNoMoreOctetsWaitThanTheBound, AFullQuarantineTakesNothingMoreOfItsPeerAndLosesNothing,
    WhatAPersonReviewedStaysAndCountsNoMore, SaysHowMuchOfEachPeerLiesHere,
    ALetterThatIsNotThereCannotBeSettled,
    HeldLettersAreNotDueUntilTheirEntryIsCoveredAndTheyAreReleased, ReleasesAllOrNone,
    ALetterIsHeldOnceAndKeepsEveryField, ALetterIsDueAgainWhenItsTimeHasComeUntilItsReceipt,
    AcceptedIsTheEndOfALetterThatWantsNoReceipt, OnlyTheNodeItWentToEndsALetterAndOnlyOnce,
    SendsTheStoredReceiptAgainByteForByte, ListsWhatIsUnderWayThenTheNewestThatEnded,
    WhoWasReplacedNeitherReleasesNorNotes);

}  // namespace comity::contracts
