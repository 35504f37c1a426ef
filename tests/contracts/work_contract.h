// What the one transaction does, and what the readers of statements see. Use:
// INSTANTIATE_TYPED_TEST_SUITE_P(Sqlite, WorkContract, SqliteNodeStore);
#pragma once

#include "contracts/node_store_contract.h"
#include "support/must.h"

namespace comity::contracts {

template <class Store>
class WorkContract : public NodeStoreContract<Store> {};

TYPED_TEST_SUITE_P(WorkContract);

TYPED_TEST_P(WorkContract, KeepsEveryFieldOfAStatement) {
  auto received = statement_no(2, 1);
  received.received_at = second_no(50);
  received.peer_slip = value::to_bytes("slip");
  received.to_desk = "";
  this->put(statement_no(1, 1));
  this->put(received);
  this->store_.reopen();
  const auto kept = testing_support::must(this->store_.cases().by_digest(digest_no(2)));
  EXPECT_EQ(kept.statement_id, received.statement_id);
  EXPECT_EQ(kept.case_id, received.case_id);
  EXPECT_EQ(kept.schema, received.schema);
  EXPECT_EQ(kept.from_desk, received.from_desk);
  EXPECT_EQ(kept.to_desk, "");
  EXPECT_EQ(kept.made_at, received.made_at);
  EXPECT_EQ(kept.received_at, received.received_at);
  EXPECT_EQ(kept.envelope, received.envelope);
  EXPECT_EQ(kept.peer_slip, received.peer_slip);
  EXPECT_EQ(testing_support::must(this->store_.cases().by_id(uuid_no(1))).received_at,
            std::nullopt);
  EXPECT_EQ(this->store_.cases().by_id(uuid_no(9)).value(), std::nullopt);
  EXPECT_EQ(this->store_.cases().by_digest(digest_no(9)).value(), std::nullopt);
}

TYPED_TEST_P(WorkContract, StoresAllOfATransactionOrNothing) {
  ASSERT_EQ(code_of(this->store_.inbox().put(inbound_no(5), exchange::InboxBounds())), "");
  const auto failed = this->run([](desk::Transaction& t) -> value::Result<void> {
    EXPECT_TRUE(t.put_statement(statement_no(1, 1)));
    EXPECT_TRUE(t.put_entry(secret_no(1)));
    EXPECT_TRUE(t.hold_letter(outbound_no(1, 1)));
    EXPECT_TRUE(t.settle_inbound(digest_no(5), exchange::InboxVerdict::admitted, ""));
    EXPECT_TRUE(t.owe_receipt(receipt_no(1)));
    return value::fail("REQ-01", "changed its mind");
  });
  EXPECT_EQ(failed, "REQ-01");
  EXPECT_TRUE(this->store_.cases().of_case(uuid_no(1)).value().empty());
  EXPECT_TRUE(this->store_.cases().cases(true, std::nullopt, 10).value().empty());
  EXPECT_TRUE(this->store_.ledger().backlog(10).value().pending.empty());
  EXPECT_TRUE(this->store_.outbox().list(10).value().empty());
  EXPECT_EQ(this->store_.inbox().waiting(10).value().size(), 1U);
  EXPECT_EQ(this->store_.inbox().settled(uuid_no(5)).value(), std::nullopt);
  EXPECT_EQ(this->store_.work().secret(digest_no(1)).value(), std::nullopt);
  this->send(1);
  EXPECT_EQ(this->store_.cases().of_case(uuid_no(1)).value().size(), 1U);
}

TYPED_TEST_P(WorkContract, ABodyThatThrowsLeavesNothing) {
  const auto thrower = [](desk::Transaction& t) -> value::Result<void> {
    EXPECT_TRUE(t.put_statement(statement_no(1, 1)));
    throw std::string("crash point");
  };
  EXPECT_THROW((void)this->store_.work().run(thrower), std::string);
  EXPECT_TRUE(this->store_.cases().of_case(uuid_no(1)).value().empty());
  this->send(1);
}

TYPED_TEST_P(WorkContract, ABodySeesWhatItWrote) {
  EXPECT_EQ(this->run([](desk::Transaction& t) -> value::Result<void> {
    EXPECT_EQ(t.statement(digest_no(1)).value(), std::nullopt);
    EXPECT_EQ(t.put_statement(statement_no(1, 1)).value(), desk::Put::added);
    EXPECT_EQ(t.put_statement(statement_no(1, 1)).value(), desk::Put::already_there);
    EXPECT_EQ(t.statement(digest_no(1)).value()->statement_id, uuid_no(1));
    return {};
  }),
            "");
}

TYPED_TEST_P(WorkContract, AReusedStatementIdIsKeptAsProofApart) {
  this->put(statement_no(1, 1));
  auto other = statement_no(1, 1);
  other.digest = digest_no(77);
  other.envelope = value::to_bytes("another text");
  this->put(other, desk::Put::conflicting);
  this->put(other, desk::Put::conflicting);
  this->put(statement_no(1, 1), desk::Put::already_there);
  this->store_.reopen();
  EXPECT_EQ(testing_support::must(this->store_.cases().by_id(uuid_no(1))).digest, digest_no(1));
  EXPECT_EQ(this->store_.cases().by_digest(digest_no(77)).value(), std::nullopt);
  EXPECT_EQ(this->store_.cases().of_case(uuid_no(1)).value().size(), 1U);
  const auto proofs = this->store_.cases().conflicts(uuid_no(1)).value();
  ASSERT_EQ(proofs.size(), 1U);
  EXPECT_EQ(proofs.front().envelope, other.envelope);
  EXPECT_EQ(this->store_.cases().cases(true, std::nullopt, 10).value().front().statements, 1U);
}

TYPED_TEST_P(WorkContract, ACaseListsItsStatementsInTheOrderTheyWereStored) {
  for (const std::uint32_t number : {3U, 1U, 2U}) {
    this->put(statement_no(number, 3));
  }
  this->put(statement_no(9, 9));
  std::vector<value::Uuid> order;
  const auto statements = this->store_.cases().of_case(uuid_no(3)).value();
  order.reserve(statements.size());
  for (const auto& statement : statements) {
    order.push_back(statement.statement_id);
  }
  EXPECT_EQ(order, (std::vector{uuid_no(3), uuid_no(1), uuid_no(2)}));
}

TYPED_TEST_P(WorkContract, QueuesShowOwnAndReceivedCasesApartNewestChangeFirst) {
  this->put(statement_no(1, 1));
  this->put(statement_no(2, 2));
  auto theirs = statement_no(3, 3);
  theirs.received_at = second_no(30);
  this->put(theirs);
  auto answer = statement_no(4, 1);
  answer.received_at = second_no(40);
  this->put(answer);
  this->put(statement_no(6, 5));  // of a case whose opening is not here
  const auto own = this->store_.cases().cases(true, std::nullopt, 10).value();
  ASSERT_EQ(own.size(), 2U);
  EXPECT_EQ(own[0].case_id, uuid_no(1));
  EXPECT_EQ(own[0].statements, 2U);
  EXPECT_EQ(own[0].opened_at, second_no(1));
  EXPECT_EQ(own[0].changed_at, second_no(40));
  EXPECT_EQ(own[1].case_id, uuid_no(2));
  const auto received = this->store_.cases().cases(false, std::nullopt, 10).value();
  ASSERT_EQ(received.size(), 1U);
  EXPECT_EQ(received[0].case_id, uuid_no(3));
  EXPECT_EQ(received[0].changed_at, second_no(30));
}

TYPED_TEST_P(WorkContract, ACursorContinuesWhereThePageEnded) {
  for (std::uint32_t number = 1; number <= 7; ++number) {
    auto statement = statement_no(number, number);
    statement.made_at = second_no(number / 3);  // several share an instant
    this->put(statement);
  }
  std::vector<value::Uuid> paged;
  std::optional<casework::CaseRow> cursor;
  while (true) {
    const auto page = this->store_.cases().cases(true, cursor, 2).value();
    if (page.empty()) {
      break;
    }
    for (const auto& row : page) {
      paged.push_back(row.case_id);
    }
    cursor = page.back();
  }
  std::vector<value::Uuid> whole;
  const auto rows = this->store_.cases().cases(true, std::nullopt, 100).value();
  whole.reserve(rows.size());
  for (const auto& row : rows) {
    whole.push_back(row.case_id);
  }
  EXPECT_EQ(paged, whole);
  EXPECT_EQ(paged.size(), 7U);
  EXPECT_TRUE(this->store_.cases().cases(true, std::nullopt, 0).value().empty());
}

TYPED_TEST_P(WorkContract, AnEntryIsCommittedOnceAndOpensWithItsSecret) {
  this->send(1);
  EXPECT_EQ(this->run([](desk::Transaction& t) { return t.put_entry(secret_no(1)); }), "STORE-05");
  this->store_.reopen();
  const auto secret = testing_support::must(this->store_.work().secret(digest_no(1)));
  EXPECT_EQ(secret.entry, secret_no(1).entry);
  EXPECT_EQ(secret.salt, secret_no(1).salt);
  EXPECT_EQ(secret.committed, secret_no(1).committed);
  EXPECT_EQ(secret.statistics, secret_no(1).statistics);
  const auto pending = this->store_.ledger().backlog(10).value().pending;
  ASSERT_EQ(pending.size(), 1U);
  EXPECT_EQ(pending.front().key, digest_no(1));
}

TYPED_TEST_P(WorkContract, RefusesAnEntryOfAnotherSize) {
  auto secret = secret_no(1);
  secret.entry.push_back(0);
  EXPECT_EQ(this->run([&](desk::Transaction& t) { return t.put_entry(secret); }), "STORE-05");
}

TYPED_TEST_P(WorkContract, AReceiptIsDueOnceItsEntryIsCoveredUntilItIsPaid) {
  for (const std::uint32_t number : {1U, 2U}) {
    EXPECT_EQ(this->run([&](desk::Transaction& t) -> value::Result<void> {
      EXPECT_TRUE(t.put_entry(secret_no(number)));
      auto due = receipt_no(number);
      due.codes =
          number == 2 ? std::vector<std::string>{"REQ-01", "REQ-02"} : std::vector<std::string>{};
      EXPECT_TRUE(t.owe_receipt(due));
      return t.owe_receipt(due);
    }),
              "");
  }
  EXPECT_TRUE(this->store_.work().receipts_due(100, 10).value().empty());
  this->sequence();
  EXPECT_TRUE(this->store_.work().receipts_due(0, 10).value().empty());
  EXPECT_EQ(this->store_.work().receipts_due(1, 10).value().size(), 1U);
  EXPECT_EQ(this->store_.work().receipts_due(2, 1).value().size(), 1U);
  const auto due = this->store_.work().receipts_due(2, 10).value();
  ASSERT_EQ(due.size(), 2U);
  EXPECT_EQ(due[0].key, digest_no(1));
  EXPECT_EQ(due[0].codes, std::vector<std::string>{});
  EXPECT_EQ(due[1].codes, (std::vector<std::string>{"REQ-01", "REQ-02"}));
  EXPECT_EQ(due[1].letter_id, uuid_no(2));
  EXPECT_EQ(due[1].own_desk, "xa.247");
  EXPECT_EQ(due[1].to_desk, "xb.247");
  EXPECT_EQ(due[1].to_node, "xb");
  EXPECT_EQ(due[1].received_at, second_no(2));
  // The same statement came in a second letter, which is owed a receipt of its own.
  auto second = due[0];
  second.letter_id = uuid_no(7);
  EXPECT_EQ(this->run([&](desk::Transaction& t) -> value::Result<void> {
    EXPECT_TRUE(t.owe_receipt(second));
    return t.paid_receipt(due[0], digest_no(3));
  }),
            "");
  this->store_.reopen();
  const auto rest = this->store_.work().receipts_due(2, 10).value();
  ASSERT_EQ(rest.size(), 2U);
  EXPECT_EQ(rest[0].key, digest_no(2));
  EXPECT_EQ(rest[1].key, digest_no(1));
  EXPECT_EQ(rest[1].letter_id, uuid_no(7));
}

TYPED_TEST_P(WorkContract, ABodyUnderAnEpochThatIsPastWritesNothing) {
  const auto under = [&](std::int64_t epoch) {
    return this->run([&](desk::Transaction& t) -> value::Result<void> {
      EXPECT_TRUE(t.put_statement(statement_no(1, 1)));
      EXPECT_TRUE(t.put_entry(secret_no(1)));
      return t.require_epoch(epoch);
    });
  };
  EXPECT_EQ(under(1), "LEDGER-01") << "there was no lease ever";
  const auto old = this->new_epoch();
  const auto now = this->new_epoch();
  EXPECT_EQ(under(old), "LEDGER-01");
  EXPECT_EQ(under(now + 1), "LEDGER-01");
  EXPECT_TRUE(this->store_.cases().of_case(uuid_no(1)).value().empty());
  EXPECT_TRUE(this->store_.ledger().backlog(10).value().pending.empty());
  EXPECT_EQ(under(now), "");
  EXPECT_EQ(this->store_.cases().of_case(uuid_no(1)).value().size(), 1U);
}

TYPED_TEST_P(WorkContract, AReceiptIsPaidOnceAndOnlyWhenItIsOwed) {
  const auto pay = [&](std::uint32_t number) {
    return this->run([&](desk::Transaction& t) -> value::Result<void> {
      EXPECT_TRUE(t.put_statement(statement_no(9, 9)));
      return t.paid_receipt(receipt_no(number), digest_no(3));
    });
  };
  EXPECT_EQ(this->run([](desk::Transaction& t) -> value::Result<void> {
    EXPECT_TRUE(t.put_entry(secret_no(1)));
    return t.owe_receipt(receipt_no(1));
  }),
            "");
  EXPECT_EQ(pay(2), "STORE-08");
  EXPECT_TRUE(this->store_.cases().of_case(uuid_no(9)).value().empty());
  EXPECT_EQ(pay(1), "");
  EXPECT_EQ(pay(1), "STORE-08");
}

REGISTER_TYPED_TEST_SUITE_P(
    WorkContract, KeepsEveryFieldOfAStatement, StoresAllOfATransactionOrNothing,
    ABodyThatThrowsLeavesNothing, ABodySeesWhatItWrote, AReusedStatementIdIsKeptAsProofApart,
    ACaseListsItsStatementsInTheOrderTheyWereStored,
    QueuesShowOwnAndReceivedCasesApartNewestChangeFirst, ACursorContinuesWhereThePageEnded,
    AnEntryIsCommittedOnceAndOpensWithItsSecret, RefusesAnEntryOfAnotherSize,
    AReceiptIsDueOnceItsEntryIsCoveredUntilItIsPaid, ABodyUnderAnEpochThatIsPastWritesNothing,
    AReceiptIsPaidOnceAndOnlyWhenItIsOwed);

}  // namespace comity::contracts
