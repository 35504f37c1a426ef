// PeerStore and PackageStore in memory; part of tests/fakes/memory_store.h or alone.
#pragma once

#include "exchange/package_store.h"
#include "exchange/peer_store.h"

#include <algorithm>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace comity::fakes {

class MemoryPeers final : public exchange::PeerStore {
 public:
  value::Result<std::vector<exchange::StoredPeer>> peers() override {
    const std::scoped_lock lock(mutex_);
    std::vector<exchange::StoredPeer> out;
    out.reserve(peers_.size());
    for (const auto& [node, peer] : peers_) {
      out.push_back(peer);
    }
    return out;
  }

  value::Result<void> put(const exchange::StoredPeer& peer) override {
    const std::scoped_lock lock(mutex_);
    peers_[peer.node] = peer;
    return {};
  }

  value::Result<std::optional<std::string>> checkpoint(const std::string& origin) override {
    const std::scoped_lock lock(mutex_);
    return seen(origin);
  }

  value::Result<bool> swap_checkpoint(const std::string& origin,
                                      const std::optional<std::string>& expected,
                                      const std::string& note) override {
    const std::scoped_lock lock(mutex_);
    if (seen(origin) != expected) {
      return false;
    }
    checkpoints_[origin] = note;
    return true;
  }

  value::Result<void> put_fork_proof(const std::string& origin, const std::string& one,
                                     const std::string& other) override {
    const std::scoped_lock lock(mutex_);
    const auto proof = std::tuple(origin, one, other);
    if (std::ranges::find(proofs_, proof) == proofs_.end()) {
      proofs_.push_back(proof);
    }
    return {};
  }

  value::Result<std::vector<std::string>> fork_proofs(const std::string& origin) override {
    const std::scoped_lock lock(mutex_);
    std::vector<std::string> out;
    for (const auto& [of, one, other] : proofs_) {
      if (of == origin) {
        out.push_back(one);
        out.push_back(other);
      }
    }
    return out;
  }

 private:
  [[nodiscard]] std::optional<std::string> seen(const std::string& origin) const {
    const auto found = checkpoints_.find(origin);
    return found == checkpoints_.end() ? std::nullopt : std::optional(found->second);
  }

  std::mutex mutex_;  // guards all below
  std::map<std::string, exchange::StoredPeer> peers_;
  std::map<std::string, std::string> checkpoints_;
  std::vector<std::tuple<std::string, std::string, std::string>> proofs_;
};

class MemoryPackages final : public exchange::PackageStore {
 public:
  value::Result<void> put(const exchange::StoredPackage& package) override {
    const std::scoped_lock lock(mutex_);
    const auto [at, fresh] = packages_.try_emplace(package.package_id, package);
    if (!fresh && at->second.outer != package.outer) {
      return value::fail("STORE-07", "package " + package.package_id.text());
    }
    at->second = package;
    return {};
  }

  value::Result<std::optional<exchange::StoredPackage>> get(
      const value::Uuid& package_id) override {
    const std::scoped_lock lock(mutex_);
    const auto found = packages_.find(package_id);
    return found == packages_.end() ? std::nullopt : std::optional(found->second);
  }

  value::Result<std::vector<exchange::StoredPackage>> in_state(
      exchange::PackageState state) override {
    const std::scoped_lock lock(mutex_);
    std::vector<exchange::StoredPackage> out;
    for (const auto& [id, package] : packages_) {
      if (package.state == state) {
        out.push_back(package);
      }
    }
    // Not stable_sort: libstdc++ 12 does it with a function that C++17 deprecated.
    std::ranges::sort(out, [](const auto& one, const auto& other) {
      return std::tie(one.changed_at, one.package_id) <
             std::tie(other.changed_at, other.package_id);
    });
    return out;
  }

 private:
  std::mutex mutex_;
  std::map<value::Uuid, exchange::StoredPackage> packages_;  // guarded by mutex_
};

}  // namespace comity::fakes
