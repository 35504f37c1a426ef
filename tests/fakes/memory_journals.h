// JournalStore in memory that can lose what was not synced, as a power failure does.
#pragma once

#include "evidence/journal_store.h"
#include "value/bytes.h"
#include "value/result.h"
#include "value/uuid.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <utility>
#include <vector>

namespace comity::fakes {

class MemoryJournals : public evidence::JournalStore {
 public:
  value::Result<std::unique_ptr<evidence::JournalFile>> create(const value::Uuid& package,
                                                               value::BytesView bytes) override {
    if (journals_.contains(package)) {
      return value::fail("SEAL-13", "there is one");
    }
    journals_[package] = {value::to_bytes(bytes), bytes.size()};
    return take(package);
  }

  value::Result<std::unique_ptr<evidence::JournalFile>> open(const value::Uuid& package) override {
    if (!journals_.contains(package)) {
      return nullptr;
    }
    if (taken_.contains(package)) {
      return value::fail("SEAL-13", "somebody has it");
    }
    return take(package);
  }

  value::Result<std::optional<value::Bytes>> read(const value::Uuid& package) override {
    const auto found = journals_.find(package);
    return found == journals_.end() ? std::nullopt : std::optional(found->second.bytes);
  }

  value::Result<std::vector<value::Uuid>> list() override {
    std::vector<value::Uuid> out;
    out.reserve(journals_.size());
    for (const auto& [package, journal] : journals_) {
      out.push_back(package);
    }
    return out;
  }

  /// Whatever somebody may put there.
  void put(const value::Uuid& package, value::Bytes bytes) {
    const std::size_t size = bytes.size();
    journals_[package] = {std::move(bytes), size};
  }

  /// The machine stops: of what was not synced, `kept` octets are there.
  void lose_power(std::size_t kept) {
    for (auto& [package, journal] : journals_) {
      journal.bytes.resize(std::min(journal.bytes.size(), journal.synced + kept));
      journal.synced = journal.bytes.size();
    }
  }

 private:
  struct Journal {
    value::Bytes bytes;
    std::size_t synced = 0;
  };

  class File final : public evidence::JournalFile {
   public:
    File(MemoryJournals& store, const value::Uuid& package) : store_(store), package_(package) {}

    ~File() override { store_.taken_.erase(package_); }

    value::Result<void> append(value::BytesView bytes) override {
      value::Bytes& own = store_.journals_[package_].bytes;
      own.insert(own.end(), bytes.begin(), bytes.end());
      return {};
    }

    value::Result<void> sync() override {
      Journal& journal = store_.journals_[package_];
      journal.synced = journal.bytes.size();
      return {};
    }

    value::Result<void> replace(value::BytesView bytes) override {
      store_.journals_[package_] = {value::to_bytes(bytes), bytes.size()};
      return {};
    }

    value::Result<void> remove() override {
      store_.journals_.erase(package_);
      return {};
    }

   private:
    MemoryJournals& store_;
    value::Uuid package_;
  };

  std::unique_ptr<evidence::JournalFile> take(const value::Uuid& package) {
    taken_.insert(package);
    return std::make_unique<File>(*this, package);
  }

  std::map<value::Uuid, Journal> journals_;
  std::set<value::Uuid> taken_;
};

}  // namespace comity::fakes
