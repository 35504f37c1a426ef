// What tests/fakes/memory_store.h keeps: plain rows that a transaction copies and swaps.
#pragma once

#include "casework/case_store.h"
#include "desk/work.h"
#include "exchange/mail_store.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace comity::fakes {

struct MemoryInbound {
  exchange::InboundLetter letter;
  bool waiting = true;
  std::optional<exchange::InboxVerdict> verdict;
  std::string reason;
  bool reviewed = false;

  /// In quarantine, and no person has looked at it.
  [[nodiscard]] bool held() const {
    return verdict == exchange::InboxVerdict::quarantined && !reviewed;
  }
};

struct MemoryReceipt {
  desk::ReceiptDue due;
  std::optional<value::Digest> receipt;
};

struct MemoryRows {
  std::vector<casework::StoredStatement> statements;
  std::vector<casework::StoredStatement> conflicts;
  std::vector<desk::LedgerSecret> secrets;
  std::vector<MemoryInbound> inbound;
  std::vector<exchange::OutboundLetter> outbound;
  std::vector<MemoryReceipt> receipts;
};

/// The transaction over a copy of the rows.
class MemoryTransaction final : public desk::Transaction {
 public:
  MemoryTransaction(MemoryRows& rows, std::optional<std::int64_t> epoch)
      : rows_(rows), epoch_(epoch) {}

  value::Result<void> require_epoch(std::int64_t epoch) override {
    return epoch_ == epoch ? value::Result<void>()
                           : value::fail("LEDGER-01", "epoch " + std::to_string(epoch));
  }

  value::Result<desk::Put> put_statement(const casework::StoredStatement& statement) override {
    for (const auto& kept : rows_.statements) {
      if (kept.statement_id == statement.statement_id) {
        return kept.digest == statement.digest ? desk::Put::already_there : conflict(statement);
      }
    }
    rows_.statements.push_back(statement);
    return desk::Put::added;
  }

  value::Result<void> put_entry(const desk::LedgerSecret& secret) override {
    const auto same = [&](const auto& kept) { return kept.key == secret.key; };
    if (secret.entry.size() != ledger_entry_size || std::ranges::any_of(rows_.secrets, same)) {
      return value::fail("STORE-05", "entry " + secret.key.hex());
    }
    rows_.secrets.push_back(secret);
    return {};
  }

  value::Result<void> hold_letter(const exchange::OutboundLetter& letter) override {
    const auto same = [&](const auto& kept) { return kept.letter_id == letter.letter_id; };
    if (std::ranges::any_of(rows_.outbound, same)) {
      return value::fail("STORE-05", "letter " + letter.letter_id.text());
    }
    rows_.outbound.push_back(letter);
    rows_.outbound.back().state = exchange::OutboxState::held;
    rows_.outbound.back().letter.clear();
    return {};
  }

  value::Result<void> settle_inbound(const value::Digest& letter, exchange::InboxVerdict verdict,
                                     const std::string& reason) override {
    const auto row = std::ranges::find_if(
        rows_.inbound, [&](const auto& kept) { return kept.letter.digest == letter; });
    if (row == rows_.inbound.end()) {
      return value::fail("STORE-08", "no letter " + letter.hex());
    }
    row->waiting = false;
    if (row->verdict != exchange::InboxVerdict::admitted) {
      row->verdict = verdict;
      row->reason = reason;
    }
    return {};
  }

  value::Result<void> owe_receipt(const desk::ReceiptDue& due) override {
    const auto same = [&](const auto& kept) {
      return kept.due.key == due.key && kept.due.letter_id == due.letter_id;
    };
    if (!std::ranges::any_of(rows_.receipts, same)) {
      rows_.receipts.push_back({due, std::nullopt});
    }
    return {};
  }

  value::Result<void> paid_receipt(const desk::ReceiptDue& due,
                                   const value::Digest& receipt) override {
    for (auto& row : rows_.receipts) {
      if (row.due.key == due.key && row.due.letter_id == due.letter_id && !row.receipt) {
        row.receipt = receipt;
        return {};
      }
    }
    return value::fail("STORE-08", "not owed: " + due.letter_id.text());
  }

  value::Result<void> end_outbound(const desk::Answered& answered) override {
    if (answered.state != exchange::OutboxState::receipted &&
        answered.state != exchange::OutboxState::refused) {
      return value::fail("STORE-08", "a receipt ends a letter as receipted or refused");
    }
    for (auto& row : rows_.outbound) {
      if (row.letter_id == answered.letter_id && row.to_node == answered.by_node &&
          row.state != exchange::OutboxState::receipted &&
          row.state != exchange::OutboxState::refused) {
        row.state = answered.state;
        row.last_error = answered.reason;
      }
    }
    return {};
  }

  value::Result<void> send_again(const value::Uuid& letter_id) override {
    for (const auto& receipt : rows_.receipts) {
      if (receipt.due.letter_id == letter_id && receipt.receipt) {
        make_due(*receipt.receipt);
      }
    }
    return {};
  }

  value::Result<std::optional<casework::StoredStatement>> statement(
      const value::Digest& digest) override {
    for (const auto& kept : rows_.statements) {
      if (kept.digest == digest) {
        return kept;
      }
    }
    return std::optional<casework::StoredStatement>();
  }

 private:
  static constexpr std::size_t ledger_entry_size = 129;

  desk::Put conflict(const casework::StoredStatement& statement) {
    const auto same = [&](const auto& kept) { return kept.digest == statement.digest; };
    if (!std::ranges::any_of(rows_.conflicts, same)) {
      rows_.conflicts.push_back(statement);
    }
    return desk::Put::conflicting;
  }

  void make_due(const value::Digest& statement) {
    for (auto& row : rows_.outbound) {
      if (row.statement == statement && row.state != exchange::OutboxState::held) {
        row.state = exchange::OutboxState::ready;
        row.attempts = 0;
        row.next_try = {};
      }
    }
  }

  MemoryRows& rows_;
  std::optional<std::int64_t> epoch_;  // of the current lease
};

}  // namespace comity::fakes
