// What every LedgerStore does, checked against the fake and each adapter. A fixture type offers
// `ledger::LedgerStore& store()`, `bool commit(const ledger::PendingEntry&)`: the insertion of the
// one transaction, false for a known key; and `void reopen()`: as after a restart of the process
// (the fake may do nothing). Use:
// INSTANTIATE_TYPED_TEST_SUITE_P(Sqlite, LedgerStoreContract, SqliteLedgerStoreFixture);
#pragma once

#include "ledger/ledger_store.h"
#include "value/digest.h"
#include "value/instant.h"

#include <gtest/gtest.h>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace comity::contracts {

template <class Fixture>
class LedgerStoreContract : public testing::Test {
 protected:
  ledger::LedgerStore& store() { return fixture_.store(); }

  void reopen() { fixture_.reopen(); }

  static value::Digest key(std::uint8_t number) {
    value::Digest digest;
    digest.octets.fill(number);
    return digest;
  }

  static ledger::PendingEntry pending(std::uint8_t number) {
    ledger::PendingEntry entry{key(number), {}};
    entry.entry.fill(static_cast<std::uint8_t>(255 - number));
    return entry;
  }

  void commit(std::uint8_t number) { ASSERT_TRUE(fixture_.commit(pending(number))); }

  ledger::Lease lease() { return store().acquire("one", at(0), ttl).value(); }

  static value::Instant at(std::int64_t seconds) { return {1'700'000'000'000 + seconds * 1000}; }

  template <class T>
  static std::string code(const value::Result<T>& result) {
    return result ? "" : std::string(result.error().code.text());
  }

  static constexpr value::Duration ttl = std::chrono::seconds(30);
  Fixture fixture_;
};

TYPED_TEST_SUITE_P(LedgerStoreContract);

TYPED_TEST_P(LedgerStoreContract, IsEmptyAtFirst) {
  EXPECT_EQ(this->store().backlog(10).value().next_index, 0U);
  EXPECT_TRUE(this->store().backlog(10).value().pending.empty());
  EXPECT_TRUE(this->store().entries(0, 10).value().empty());
  EXPECT_EQ(this->store().index_of(this->key(1)).value(), std::nullopt);
  EXPECT_EQ(this->store().checkpoint().value(), std::nullopt);
  EXPECT_EQ(this->store().lease().value(), std::nullopt);
}

TYPED_TEST_P(LedgerStoreContract, KeepsPendingEntriesInCommitOrder) {
  for (const auto number : std::vector<std::uint8_t>{9, 3, 7}) {
    this->commit(number);
  }
  this->reopen();
  const auto all = this->store().backlog(10).value();
  EXPECT_EQ(all.pending, (std::vector<ledger::PendingEntry>{this->pending(9), this->pending(3),
                                                            this->pending(7)}));
  EXPECT_EQ(this->store().backlog(2).value().pending.size(), 2U);
  EXPECT_TRUE(this->store().backlog(0).value().pending.empty());
}

TYPED_TEST_P(LedgerStoreContract, AKeyIsCommittedOnce) {
  this->commit(1);
  EXPECT_FALSE(this->fixture_.commit(this->pending(1)));
  const auto lease = this->lease();
  ASSERT_EQ(this->code(this->store().sequence(lease.epoch, 0, {this->key(1)})), "");
  EXPECT_FALSE(this->fixture_.commit(this->pending(1)));
  EXPECT_TRUE(this->store().backlog(10).value().pending.empty());
}

TYPED_TEST_P(LedgerStoreContract, GivesConsecutiveIndexes) {
  for (const auto number : std::vector<std::uint8_t>{4, 5, 6}) {
    this->commit(number);
  }
  const auto epoch = this->lease().epoch;
  ASSERT_EQ(this->code(this->store().sequence(epoch, 0, {this->key(4), this->key(5)})), "");
  this->reopen();
  const auto rest = this->store().backlog(10).value();
  EXPECT_EQ(rest.next_index, 2U);
  EXPECT_EQ(rest.pending, std::vector<ledger::PendingEntry>{this->pending(6)});
  EXPECT_EQ(this->store().index_of(this->key(5)).value(), 1U);
  EXPECT_EQ(this->store().index_of(this->key(6)).value(), std::nullopt);
  ASSERT_EQ(this->code(this->store().sequence(epoch, 2, {this->key(6)})), "");
  EXPECT_EQ(this->store().entries(0, 10).value(),
            (std::vector<ledger::EntryBytes>{this->pending(4).entry, this->pending(5).entry,
                                             this->pending(6).entry}));
  EXPECT_EQ(this->store().entries(1, 1).value(),
            std::vector<ledger::EntryBytes>{this->pending(5).entry});
  EXPECT_TRUE(this->store().entries(3, 1).value().empty());
}

TYPED_TEST_P(LedgerStoreContract, GivesIndexesInTheOrderOfTheCall) {
  this->commit(1);
  this->commit(2);
  ASSERT_EQ(
      this->code(this->store().sequence(this->lease().epoch, 0, {this->key(2), this->key(1)})), "");
  EXPECT_EQ(this->store().index_of(this->key(2)).value(), 0U);
  EXPECT_EQ(this->store().index_of(this->key(1)).value(), 1U);
}

TYPED_TEST_P(LedgerStoreContract, SequencesAllOrNothing) {
  this->commit(1);
  this->commit(2);
  const auto epoch = this->lease().epoch;
  const auto keys = [this](const std::vector<std::uint8_t>& numbers) {
    std::vector<value::Digest> result;
    result.reserve(numbers.size());
    for (const auto number : numbers) {
      result.push_back(this->key(number));
    }
    return result;
  };
  EXPECT_EQ(this->code(this->store().sequence(epoch, 0, keys({1, 3}))), "LEDGER-02");
  EXPECT_EQ(this->code(this->store().sequence(epoch, 0, keys({1, 1}))), "LEDGER-02");
  EXPECT_EQ(this->code(this->store().sequence(epoch, 1, keys({1}))), "LEDGER-02");
  EXPECT_EQ(this->store().backlog(10).value().next_index, 0U);
  EXPECT_EQ(this->store().backlog(10).value().pending.size(), 2U);
  ASSERT_EQ(this->code(this->store().sequence(epoch, 0, keys({1}))), "");
  EXPECT_EQ(this->code(this->store().sequence(epoch, 1, keys({1}))), "LEDGER-02");
  EXPECT_EQ(this->code(this->store().sequence(epoch, 0, keys({2}))), "LEDGER-02");
}

TYPED_TEST_P(LedgerStoreContract, SwapsTheCheckpointOnlyFromTheExpectedOne) {
  const auto epoch = this->lease().epoch;
  EXPECT_EQ(this->code(this->store().swap_checkpoint(epoch, "other", "first")), "LEDGER-03");
  ASSERT_EQ(this->code(this->store().swap_checkpoint(epoch, std::nullopt, "first")), "");
  EXPECT_EQ(this->code(this->store().swap_checkpoint(epoch, std::nullopt, "second")), "LEDGER-03");
  EXPECT_EQ(this->code(this->store().swap_checkpoint(epoch, "First", "second")), "LEDGER-03");
  this->reopen();
  EXPECT_EQ(this->store().checkpoint().value(), "first");
  ASSERT_EQ(this->code(this->store().swap_checkpoint(epoch, "first", "second")), "");
  EXPECT_EQ(this->store().checkpoint().value(), "second");
}

TYPED_TEST_P(LedgerStoreContract, AnOlderEpochIsFencedOff) {
  this->commit(1);
  const auto old = this->lease();
  const auto current = this->store().acquire("two", this->at(31), this->ttl).value();
  EXPECT_GT(current.epoch, old.epoch);
  EXPECT_EQ(this->code(this->store().sequence(old.epoch, 0, {this->key(1)})), "LEDGER-01");
  EXPECT_EQ(this->code(this->store().swap_checkpoint(old.epoch, std::nullopt, "x")), "LEDGER-01");
  EXPECT_EQ(this->code(this->store().renew(old)), "LEDGER-01");
  EXPECT_EQ(this->store().backlog(10).value().next_index, 0U);
  EXPECT_EQ(this->store().checkpoint().value(), std::nullopt);
  EXPECT_EQ(this->code(this->store().sequence(current.epoch, 0, {this->key(1)})), "");
}

TYPED_TEST_P(LedgerStoreContract, NobodyWritesWithoutALease) {
  this->commit(1);
  EXPECT_EQ(this->code(this->store().sequence(0, 0, {this->key(1)})), "LEDGER-01");
  EXPECT_EQ(this->code(this->store().swap_checkpoint(0, std::nullopt, "x")), "LEDGER-01");
  EXPECT_EQ(this->code(this->store().renew({1, "one", this->at(9), true})), "LEDGER-01");
}

TYPED_TEST_P(LedgerStoreContract, ALeaseIsHeldUntilItExpires) {
  const auto first = this->lease();
  EXPECT_EQ(first.holder, "one");
  EXPECT_EQ(first.expires, this->at(30));
  EXPECT_FALSE(first.signing_on);
  EXPECT_EQ(this->code(this->store().acquire("two", this->at(29), this->ttl)), "LEDGER-04");
  EXPECT_EQ(this->store().lease().value(), first);
  const auto second = this->store().acquire("two", this->at(30), this->ttl).value();
  EXPECT_GT(second.epoch, first.epoch);
  EXPECT_EQ(second.expires, this->at(60));
}

TYPED_TEST_P(LedgerStoreContract, ARestartedHolderGetsAFreshEpoch) {
  const auto first = this->lease();
  const auto second = this->store().acquire("one", this->at(5), this->ttl).value();
  EXPECT_GT(second.epoch, first.epoch);
  EXPECT_EQ(this->code(this->store().renew(first)), "LEDGER-01");
}

TYPED_TEST_P(LedgerStoreContract, RenewalShowsWhetherTheNodeSigns) {
  auto lease = this->lease();
  lease.expires = this->at(90);
  lease.signing_on = true;
  ASSERT_EQ(this->code(this->store().renew(lease)), "");
  this->reopen();
  EXPECT_EQ(this->store().lease().value(), lease);
  EXPECT_EQ(this->code(this->store().acquire("two", this->at(60), this->ttl)), "LEDGER-04");
  auto thief = lease;
  thief.holder = "two";
  EXPECT_EQ(this->code(this->store().renew(thief)), "LEDGER-01");
  const auto next = this->store().acquire("two", this->at(90), this->ttl).value();
  EXPECT_FALSE(next.signing_on);
}

REGISTER_TYPED_TEST_SUITE_P(LedgerStoreContract, IsEmptyAtFirst, KeepsPendingEntriesInCommitOrder,
                            AKeyIsCommittedOnce, GivesConsecutiveIndexes,
                            GivesIndexesInTheOrderOfTheCall, SequencesAllOrNothing,
                            SwapsTheCheckpointOnlyFromTheExpectedOne, AnOlderEpochIsFencedOff,
                            NobodyWritesWithoutALease, ALeaseIsHeldUntilItExpires,
                            ARestartedHolderGetsAFreshEpoch, RenewalShowsWhetherTheNodeSigns);

}  // namespace comity::contracts
