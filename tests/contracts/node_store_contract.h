// The fixture of the contracts over one node's database (work, cases, mail, peers). A store type
// offers work(), cases(), inbox(), outbox(), peers(), packages(), ledger() and `void reopen()`: as
// after a restart of the process (the fake may do nothing).
#pragma once

#include "support/rows.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace comity::contracts {

using testing_support::code_of;
using testing_support::digest_no;
using testing_support::inbound_no;
using testing_support::outbound_no;
using testing_support::package_no;
using testing_support::peer_of;
using testing_support::receipt_no;
using testing_support::second_no;
using testing_support::secret_no;
using testing_support::statement_no;
using testing_support::uuid_no;

template <class Store>
class NodeStoreContract : public testing::Test {
 protected:
  using Body = std::function<value::Result<void>(desk::Transaction&)>;

  std::string run(const Body& body) { return code_of(store_.work().run(body)); }

  void put(const casework::StoredStatement& statement, desk::Put expected = desk::Put::added) {
    EXPECT_EQ(run([&](desk::Transaction& t) -> value::Result<void> {
                const auto put = t.put_statement(statement);
                EXPECT_EQ(put.value(), expected);
                return {};
              }),
              "");
  }

  /// Statement, entry and held letter of that number, as one act commits them.
  void send(std::uint32_t number) {
    EXPECT_EQ(run([&](desk::Transaction& t) -> value::Result<void> {
                EXPECT_TRUE(t.put_statement(statement_no(number, number)));
                EXPECT_TRUE(t.put_entry(secret_no(number)));
                return t.hold_letter(outbound_no(number, number));
              }),
              "");
  }

  /// Of a lease that is taken for this call: whoever had one before is replaced.
  std::int64_t new_epoch() {
    return store_.ledger().acquire("test", second_no(0), std::chrono::seconds(30)).value().epoch;
  }

  /// Gives the pending entries their indexes, in commit order.
  void sequence() {
    auto& ledger = store_.ledger();
    const auto epoch = new_epoch();
    const auto backlog = ledger.backlog(1000).value();
    std::vector<value::Digest> keys;
    keys.reserve(backlog.pending.size());
    for (const auto& pending : backlog.pending) {
      keys.push_back(pending.key);
    }
    ASSERT_EQ(code_of(ledger.sequence(epoch, backlog.next_index, keys)), "");
  }

  /// Held letters that a checkpoint over `tree_size` covers become ready.
  void release(std::uint64_t tree_size) {
    auto letters = store_.outbox().covered(tree_size, 1000).value();
    for (auto& letter : letters) {
      letter.letter = value::to_bytes("sealed " + letter.letter_id.text());
    }
    ASSERT_EQ(code_of(store_.outbox().release(new_epoch(), letters)), "");
  }

  exchange::OutboundLetter outbound(std::uint32_t statement) {
    const auto rows = store_.outbox().of_statement(digest_no(statement)).value();
    return rows.empty() ? exchange::OutboundLetter() : rows.front();
  }

  std::vector<value::Uuid> due(std::int64_t second) {
    std::vector<value::Uuid> out;
    const auto letters = store_.outbox().due(second_no(second), 1000).value();
    out.reserve(letters.size());
    for (const auto& letter : letters) {
      out.push_back(letter.letter_id);
    }
    return out;
  }

  Store store_;
};

}  // namespace comity::contracts
