// The single-writer right of the sequencer: an epoch in the store, renewed while its holder lives.
// Several processes may ask for it; whoever has it is the leader
// (docs/decisions/0011-several-processes.md). Others read there whether this node signs.
#pragma once

#include "ledger/ledger_store.h"
#include "value/instant.h"
#include "value/ports.h"
#include "value/result.h"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <mutex>
#include <optional>
#include <string>

namespace comity::node {

/// Held while a `comity serve` of a folder runs.
class FolderLock {
 public:
  enum class Kind : std::uint8_t { only_one, with_others };

  /// Holds DIR/serve.lock; NODE-10 when another process does, in a way that excludes this one.
  static value::Result<FolderLock> take(const std::filesystem::path& file, Kind kind);
  FolderLock(FolderLock&& other) noexcept;
  FolderLock& operator=(FolderLock&&) = delete;
  ~FolderLock();

 private:
  explicit FolderLock(int fd) : fd_(fd) {}

  int fd_;
};

/// A name that no other process has, on this machine or another: "serve
/// host/1234/0a1b2c3d4e5f6071".
std::string new_holder(value::Random& random);

struct Holder {
  std::string name;
  /// The folder's lock says that no other process serves: a lease left by one that was killed is
  /// taken over at once.
  bool alone = false;
  /// How long after the last sign of its holder another may take the lease.
  value::Duration life = std::chrono::seconds(6);
};

/// Any thread may call it.
class SequencerLease {
 public:
  SequencerLease(ledger::LedgerStore& store, const value::Clock& clock, Holder holder);

  /// Takes the lease when it is free: never held, given back, or not renewed for its life by the
  /// monotonic clock of this machine, whatever the clocks of others say. Call it a few times a
  /// second. True when this process holds it now.
  value::Result<bool> seek();

  /// Call it every second. LEDGER-01 when another took over: then it is not held any more.
  value::Result<void> renew();

  /// Under the lease of `epoch`; LEDGER-01 as for `renew`.
  value::Result<void> set_signing(std::int64_t epoch);

  /// Others may take it at once. Nothing happens when it is not held.
  value::Result<void> release();

  /// The epoch while it is held, and while it is held and signing is on.
  [[nodiscard]] std::optional<std::int64_t> held() const;
  [[nodiscard]] std::optional<std::int64_t> signing() const;

  /// Who held it when this process looked last; empty for nobody.
  [[nodiscard]] std::string leader() const;

 private:
  [[nodiscard]] bool is_free(const ledger::Lease& seen);
  value::Result<void> write(bool on, value::Instant expires);

  ledger::LedgerStore& store_;
  const value::Clock& clock_;
  const Holder holder_;
  mutable std::mutex mutex_;  // guards all below
  bool held_ = false;
  ledger::Lease lease_;                                    // as held, or as seen last
  std::chrono::steady_clock::time_point unchanged_since_;  // what was seen last
};

}  // namespace comity::node
