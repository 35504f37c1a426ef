// A TileStore in memory. It passes the contract of tests/contracts/tile_store_contract.h.
#pragma once

#include "ledger/tile_store.h"

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace comity::fakes {

class MemoryTileStore final : public ledger::TileStore {
 public:
  [[nodiscard]] value::Result<std::optional<value::Bytes>> get(
      std::string_view path) const override {
    const std::scoped_lock lock(mutex_);
    const auto found = files_.find(path);
    return found == files_.end() ? std::nullopt : std::optional(found->second);
  }

  value::Result<void> put(const std::vector<ledger::TileFile>& files) override {
    const std::scoped_lock lock(mutex_);
    for (const auto& file : files) {
      const auto [found, added] = files_.try_emplace(file.path, file.bytes);
      if (!added && found->second != file.bytes) {
        return value::fail("LEDGER-05", file.path);
      }
    }
    return {};
  }

  value::Result<void> replace(const ledger::TileFile& file) override {
    const std::scoped_lock lock(mutex_);
    files_[file.path] = file.bytes;
    return {};
  }

  value::Result<void> drop_partials(std::string_view full_path) override {
    const std::scoped_lock lock(mutex_);
    const auto prefix = std::string(full_path) + ".p/";
    std::erase_if(files_, [&](const auto& file) { return file.first.starts_with(prefix); });
    return {};
  }

  /// For tests that damage a log.
  std::map<std::string, value::Bytes, std::less<>>& files() { return files_; }

 private:
  mutable std::mutex mutex_;  // guards files_, save for files()
  std::map<std::string, value::Bytes, std::less<>> files_;
};

}  // namespace comity::fakes
