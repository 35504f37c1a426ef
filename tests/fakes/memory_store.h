// Every port of the node's database in memory: the same accessors as store/database.h, and the
// contracts of tests/contracts/ hold for it.
#pragma once

#include "casework/case_store.h"
#include "desk/work.h"
#include "fakes/memory_ledger_store.h"
#include "fakes/memory_mail.h"
#include "fakes/memory_peers.h"
#include "fakes/memory_rows.h"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <tuple>
#include <utility>
#include <vector>

namespace comity::fakes {

class MemoryWork final : public desk::Work {
 public:
  explicit MemoryWork(MemoryTables& tables) : tables_(tables) {}

  /// Reads from within `body` see the state before it, as with a database.
  value::Result<void> run(
      const std::function<value::Result<void>(desk::Transaction&)>& body) override {
    const std::scoped_lock turn(tables_.turn);
    MemoryRows copy = snapshot();
    const std::size_t known = copy.secrets.size();
    MemoryTransaction transaction(copy, tables_.epoch());
    if (auto done = body(transaction); !done) {
      return done;
    }
    const std::scoped_lock lock(tables_.mutex);
    for (std::size_t i = known; i < copy.secrets.size(); ++i) {
      ledger::PendingEntry entry{copy.secrets[i].key, {}};
      std::ranges::copy(copy.secrets[i].entry, entry.entry.begin());
      if (!tables_.ledger.commit(entry)) {
        return value::fail("STORE-05", "entry " + entry.key.hex());
      }
    }
    tables_.rows = std::move(copy);
    return {};
  }

  value::Result<std::optional<desk::LedgerSecret>> secret(const value::Digest& key) override {
    const std::scoped_lock lock(tables_.mutex);
    for (const auto& kept : tables_.rows.secrets) {
      if (kept.key == key) {
        return kept;
      }
    }
    return std::optional<desk::LedgerSecret>();
  }

  value::Result<std::vector<desk::ReceiptDue>> receipts_due(std::uint64_t tree_size,
                                                            std::size_t limit) override {
    const std::scoped_lock lock(tables_.mutex);
    std::vector<desk::ReceiptDue> out;
    for (const auto& row : tables_.rows.receipts) {
      if (!row.receipt && out.size() < limit && tables_.covered(row.due.key, tree_size)) {
        out.push_back(row.due);
      }
    }
    return out;
  }

 private:
  MemoryRows snapshot() {
    const std::scoped_lock lock(tables_.mutex);
    return tables_.rows;
  }

  MemoryTables& tables_;
};

class MemoryCases final : public casework::CaseStore {
  using Statements = std::vector<casework::StoredStatement>;

 public:
  explicit MemoryCases(MemoryTables& tables) : tables_(tables) {}

  value::Result<Statements> of_case(const value::Uuid& case_id) override {
    const std::scoped_lock lock(tables_.mutex);
    return some(tables_.rows.statements, SIZE_MAX,
                [&](const auto& s) { return s.case_id == case_id; });
  }

  value::Result<std::optional<casework::StoredStatement>> by_digest(
      const value::Digest& digest) override {
    return one([&](const auto& s) { return s.digest == digest; });
  }

  value::Result<std::optional<casework::StoredStatement>> by_id(
      const value::Uuid& statement_id) override {
    return one([&](const auto& s) { return s.statement_id == statement_id; });
  }

  value::Result<std::vector<casework::CaseRow>> cases(
      bool own, const std::optional<casework::CaseRow>& cursor, std::size_t limit) override {
    const std::scoped_lock lock(tables_.mutex);
    const auto place = [](const casework::CaseRow& row) {
      return std::tuple(row.changed_at, row.case_id);
    };
    std::vector<casework::CaseRow> rows = rows_of(own);
    std::ranges::sort(rows, std::greater<>(), place);
    return some(rows, limit,
                [&](const auto& row) { return !cursor || place(row) < place(*cursor); });
  }

  value::Result<Statements> conflicts(const value::Uuid& statement_id) override {
    const std::scoped_lock lock(tables_.mutex);
    return some(tables_.rows.conflicts, SIZE_MAX,
                [&](const auto& s) { return s.statement_id == statement_id; });
  }

 private:
  template <class Match>
  value::Result<std::optional<casework::StoredStatement>> one(const Match& match) {
    const std::scoped_lock lock(tables_.mutex);
    const auto found = some(tables_.rows.statements, 1, match);
    return found.empty() ? std::nullopt : std::optional(found.front());
  }

  [[nodiscard]] std::vector<casework::CaseRow> rows_of(bool own) const {
    std::map<value::Uuid, casework::CaseRow> rows;
    for (const auto& s : tables_.rows.statements) {
      if (s.statement_id == s.case_id && s.received_at.has_value() != own) {
        rows[s.case_id] = {s.case_id, s.schema, s.from_desk, s.to_desk, s.made_at, {}, 0};
      }
    }
    std::vector<casework::CaseRow> out;
    for (auto& [id, row] : rows) {
      for (const auto& s : tables_.rows.statements) {
        if (s.case_id == id) {
          row.changed_at = std::max(row.changed_at, s.received_at.value_or(s.made_at));
          ++row.statements;
        }
      }
      out.push_back(row);
    }
    return out;
  }

  MemoryTables& tables_;
};

class MemoryStore {
 public:
  MemoryWork& work() { return work_; }

  MemoryCases& cases() { return cases_; }

  MemoryInbox& inbox() { return inbox_; }

  MemoryOutbox& outbox() { return outbox_; }

  MemoryPeers& peers() { return peers_; }

  MemoryPackages& packages() { return packages_; }

  MemoryLedgerStore& ledger() { return tables_.ledger; }

 private:
  MemoryTables tables_;
  MemoryWork work_{tables_};
  MemoryCases cases_{tables_};
  MemoryInbox inbox_{tables_};
  MemoryOutbox outbox_{tables_};
  MemoryPeers peers_;
  MemoryPackages packages_;
};

}  // namespace comity::fakes
