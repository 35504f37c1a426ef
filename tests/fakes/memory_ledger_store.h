// A LedgerStore in memory. It passes the contract of tests/contracts/ledger_store_contract.h.
#pragma once

#include "ledger/ledger_store.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace comity::fakes {

class MemoryLedgerStore final : public ledger::LedgerStore {
 public:
  /// What the one transaction of desk/work.h does: false when the key is known already.
  bool commit(const ledger::PendingEntry& entry) {
    const std::scoped_lock lock(mutex_);
    if (!keys_.insert(entry.key).second) {
      return false;
    }
    pending_.push_back(entry);
    return true;
  }

  [[nodiscard]] value::Result<ledger::Backlog> backlog(std::size_t max) const override {
    const std::scoped_lock lock(mutex_);
    const auto count = static_cast<std::ptrdiff_t>(std::min(max, pending_.size()));
    return ledger::Backlog{entries_.size(), {pending_.begin(), pending_.begin() + count}};
  }

  value::Result<void> sequence(std::int64_t epoch, std::uint64_t first_index,
                               const std::vector<value::Digest>& keys) override {
    const std::scoped_lock lock(mutex_);
    if (!is_current(epoch)) {
      return value::fail("LEDGER-01", "epoch " + std::to_string(epoch));
    }
    std::map<value::Digest, ledger::EntryBytes> found;
    for (const auto& pending : pending_) {
      found.emplace(pending.key, pending.entry);
    }
    const std::set<value::Digest> named(keys.begin(), keys.end());
    const bool known =
        std::ranges::all_of(keys, [&](const auto& key) { return found.contains(key); });
    if (first_index != entries_.size() || named.size() != keys.size() || !known) {
      return value::fail("LEDGER-02", "index " + std::to_string(first_index));
    }
    for (const auto& key : keys) {
      indexes_.emplace(key, entries_.size());
      entries_.push_back(found.at(key));
    }
    std::erase_if(pending_, [&](const auto& pending) { return named.contains(pending.key); });
    return {};
  }

  [[nodiscard]] value::Result<std::vector<ledger::EntryBytes>> entries(
      std::uint64_t first, std::size_t count) const override {
    const std::scoped_lock lock(mutex_);
    std::vector<ledger::EntryBytes> result;
    for (auto i = first; i < entries_.size() && result.size() < count; ++i) {
      result.push_back(entries_[i]);
    }
    return result;
  }

  [[nodiscard]] value::Result<std::optional<std::uint64_t>> index_of(
      const value::Digest& key) const override {
    const std::scoped_lock lock(mutex_);
    const auto found = indexes_.find(key);
    return found == indexes_.end() ? std::nullopt : std::optional(found->second);
  }

  [[nodiscard]] value::Result<std::optional<std::string>> checkpoint() const override {
    const std::scoped_lock lock(mutex_);
    return checkpoint_;
  }

  value::Result<void> swap_checkpoint(std::int64_t epoch,
                                      const std::optional<std::string>& previous,
                                      const std::string& next) override {
    const std::scoped_lock lock(mutex_);
    if (!is_current(epoch)) {
      return value::fail("LEDGER-01", "epoch " + std::to_string(epoch));
    }
    if (checkpoint_ != previous) {
      return value::fail("LEDGER-03", "the stored checkpoint is another");
    }
    checkpoint_ = next;
    return {};
  }

  value::Result<ledger::Lease> acquire(std::string_view holder, value::Instant now,
                                       value::Duration ttl) override {
    const std::scoped_lock lock(mutex_);
    if (lease_ && lease_->holder != holder && now < lease_->expires) {
      return value::fail("LEDGER-04", "held by " + lease_->holder);
    }
    const auto epoch = lease_ ? lease_->epoch + 1 : 1;
    lease_ = ledger::Lease{epoch, std::string(holder), now + ttl, false};
    return *lease_;
  }

  value::Result<void> renew(const ledger::Lease& lease) override {
    const std::scoped_lock lock(mutex_);
    if (!is_current(lease.epoch) || !lease_ || lease_->holder != lease.holder) {
      return value::fail("LEDGER-01", "epoch " + std::to_string(lease.epoch));
    }
    lease_ = lease;
    return {};
  }

  [[nodiscard]] value::Result<std::optional<ledger::Lease>> lease() const override {
    const std::scoped_lock lock(mutex_);
    return lease_;
  }

 private:
  [[nodiscard]] bool is_current(std::int64_t epoch) const {
    return lease_ && lease_->epoch == epoch;
  }

  mutable std::mutex mutex_;  // guards all below
  std::vector<ledger::PendingEntry> pending_;
  std::set<value::Digest> keys_;
  std::vector<ledger::EntryBytes> entries_;
  std::map<value::Digest, std::uint64_t> indexes_;
  std::optional<std::string> checkpoint_;
  std::optional<ledger::Lease> lease_;
};

}  // namespace comity::fakes
