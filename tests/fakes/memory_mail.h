// Inbox and Outbox over the rows of tests/fakes/memory_store.h.
#pragma once

#include "exchange/mail_store.h"
#include "fakes/memory_ledger_store.h"
#include "fakes/memory_rows.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace comity::fakes {

/// The rows and who guards them; shared by the ports of one store. Who writes takes its turn first:
/// a transaction works on a copy of the rows.
struct MemoryTables {
  std::mutex turn;
  std::mutex mutex;  // guards rows
  MemoryRows rows;
  MemoryLedgerStore ledger;

  [[nodiscard]] std::optional<std::int64_t> epoch() const {
    const auto read = ledger.lease();
    const std::optional<ledger::Lease> lease = read ? *read : std::nullopt;
    return lease ? std::optional(lease->epoch) : std::nullopt;
  }

  [[nodiscard]] bool covered(const value::Digest& key, std::uint64_t tree_size) const {
    const auto index = value::required(ledger.index_of(key), "LEDGER-02", key.hex());
    return index && *index < tree_size;
  }
};

/// The first `limit` of the rows that `keep` accepts.
template <class Row, class Keep>
std::vector<Row> some(const std::vector<Row>& rows, std::size_t limit, const Keep& keep) {
  std::vector<Row> out;
  for (const Row& row : rows) {
    if (out.size() < limit && keep(row)) {
      out.push_back(row);
    }
  }
  return out;
}

class MemoryInbox final : public exchange::Inbox {
 public:
  explicit MemoryInbox(MemoryTables& tables) : tables_(tables) {}

  value::Result<exchange::InboxPut> put(const exchange::InboundLetter& letter,
                                        const exchange::InboxBounds& bounds) override {
    const std::scoped_lock lock(tables_.turn, tables_.mutex);
    for (auto& row : tables_.rows.inbound) {
      if (row.letter.digest == letter.digest) {
        row.waiting = true;
        return exchange::InboxPut::kept;
      }
    }
    const auto outcome = exchange::admits(bounds, mail()[letter.from_node]);
    if (outcome == exchange::InboxPut::kept) {
      tables_.rows.inbound.push_back({letter, true, std::nullopt, {}});
    }
    return outcome;
  }

  value::Result<std::vector<exchange::PeerMail>> mail_of_peers() override {
    const std::scoped_lock lock(tables_.mutex);
    std::vector<exchange::PeerMail> out;
    for (auto& [node, mail] : mail()) {
      out.push_back(mail);
    }
    return out;
  }

  value::Result<std::uint64_t> review(const std::string& from_node) override {
    const std::scoped_lock lock(tables_.turn, tables_.mutex);
    std::uint64_t reviewed = 0;
    for (auto& row : tables_.rows.inbound) {
      if (row.letter.from_node == from_node && row.held()) {
        row.reviewed = true;
        ++reviewed;
      }
    }
    return reviewed;
  }

  value::Result<std::vector<exchange::InboundLetter>> waiting(std::size_t limit) override {
    const std::scoped_lock lock(tables_.mutex);
    std::vector<exchange::InboundLetter> out;
    for (const auto& row :
         some(tables_.rows.inbound, limit, [](const auto& r) { return r.waiting; })) {
      out.push_back(row.letter);
    }
    return out;
  }

  value::Result<std::optional<exchange::SettledLetter>> settled(
      const value::Uuid& letter_id) override {
    const std::scoped_lock lock(tables_.mutex);
    std::optional<exchange::SettledLetter> out;
    for (const auto& row : tables_.rows.inbound) {
      const bool newer = !out || out->verdict == exchange::InboxVerdict::quarantined ||
                         row.verdict == exchange::InboxVerdict::admitted;
      if (row.letter.letter_id == letter_id && row.verdict && newer) {
        out = settled_of(row);
      }
    }
    return out;
  }

  value::Result<std::vector<exchange::SettledLetter>> quarantine(std::size_t limit) override {
    const std::scoped_lock lock(tables_.mutex);
    std::vector<exchange::SettledLetter> out;
    for (auto row = tables_.rows.inbound.rbegin(); row != tables_.rows.inbound.rend(); ++row) {
      if (row->verdict == exchange::InboxVerdict::quarantined && out.size() < limit) {
        out.push_back(settled_of(*row));
      }
    }
    return out;
  }

 private:
  std::map<std::string, exchange::PeerMail> mail() {
    std::map<std::string, exchange::PeerMail> out;
    for (const auto& row : tables_.rows.inbound) {
      if (row.waiting || row.held()) {
        auto& mail = out[row.letter.from_node];
        mail.from_node = row.letter.from_node;
        mail.waiting_letters += row.waiting ? 1U : 0U;
        mail.waiting_octets += row.waiting ? row.letter.letter.size() : 0;
        mail.quarantined_letters += row.held() ? 1U : 0U;
        mail.quarantined_octets += row.held() ? row.letter.letter.size() : 0;
      }
    }
    return out;
  }

  static exchange::SettledLetter settled_of(const MemoryInbound& row) {
    return {row.letter.letter_id, row.verdict.value_or(exchange::InboxVerdict::quarantined),
            row.reason, row.letter.received_at};
  }

  MemoryTables& tables_;
};

class MemoryOutbox final : public exchange::Outbox {
  using State = exchange::OutboxState;
  using Letters = std::vector<exchange::OutboundLetter>;

 public:
  explicit MemoryOutbox(MemoryTables& tables) : tables_(tables) {}

  value::Result<Letters> covered(std::uint64_t tree_size, std::size_t limit) override {
    const std::scoped_lock lock(tables_.mutex);
    return some(tables_.rows.outbound, limit, [&](const auto& row) {
      return row.state == State::held && tables_.covered(row.statement, tree_size);
    });
  }

  value::Result<void> release(std::int64_t epoch, const Letters& letters) override {
    const std::scoped_lock lock(tables_.turn, tables_.mutex);
    if (tables_.epoch() != epoch) {
      return value::fail("LEDGER-01", "epoch " + std::to_string(epoch));
    }
    Letters rows = tables_.rows.outbound;
    for (const auto& letter : letters) {
      const auto row = find(rows, letter.letter_id);
      if (row == rows.end() || row->state != State::held) {
        return value::fail("STORE-08", "not held: letter " + letter.letter_id.text());
      }
      row->letter = letter.letter;
      row->state = State::ready;
    }
    tables_.rows.outbound = std::move(rows);
    return {};
  }

  value::Result<Letters> due(value::Instant now, std::size_t limit) override {
    const std::scoped_lock lock(tables_.mutex);
    return some(tables_.rows.outbound, limit, [&](const auto& row) {
      return unfinished(row) && row.state != State::held && row.next_try <= now;
    });
  }

  value::Result<void> note(std::int64_t epoch, const Letters& letters) override {
    const std::scoped_lock lock(tables_.turn, tables_.mutex);
    if (tables_.epoch() != epoch) {
      return value::fail("LEDGER-01", "epoch " + std::to_string(epoch));
    }
    for (const auto& letter : letters) {
      const auto row = find(tables_.rows.outbound, letter.letter_id);
      if (row != tables_.rows.outbound.end() && row->state != State::receipted &&
          row->state != State::refused) {
        row->state = letter.state;
        row->attempts = letter.attempts;
        row->next_try = letter.next_try;
        row->last_error = letter.last_error;
      }
    }
    return {};
  }

  value::Result<Letters> list(std::size_t limit) override {
    const std::scoped_lock lock(tables_.mutex);
    Letters out = some(tables_.rows.outbound, SIZE_MAX, unfinished);
    const Letters newest(tables_.rows.outbound.rbegin(), tables_.rows.outbound.rend());
    const Letters ended = some(newest, limit, [](const auto& row) { return !unfinished(row); });
    out.insert(out.end(), ended.begin(), ended.end());
    for (auto& row : out) {
      row.letter.clear();
    }
    return out;
  }

  value::Result<Letters> of_statement(const value::Digest& statement) override {
    const std::scoped_lock lock(tables_.mutex);
    return some(tables_.rows.outbound, SIZE_MAX,
                [&](const auto& row) { return row.statement == statement; });
  }

 private:
  static bool unfinished(const exchange::OutboundLetter& row) {
    return row.state == State::held || row.state == State::ready ||
           (row.state == State::accepted && row.wants_receipt);
  }

  static Letters::iterator find(Letters& rows, const value::Uuid& letter_id) {
    return std::ranges::find_if(rows, [&](const auto& row) { return row.letter_id == letter_id; });
  }

  MemoryTables& tables_;
};

}  // namespace comity::fakes
