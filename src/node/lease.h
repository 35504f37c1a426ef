// The single-writer right of the sequencer: one `comity serve` a folder (a lock on a file) and one
// epoch in the store, renewed while it lives. Others read there whether this node signs.
#pragma once

#include "ledger/ledger_store.h"
#include "value/ports.h"
#include "value/result.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <string>

namespace comity::node {

/// Holds DIR/serve.lock; NODE-10 when another process does.
class FolderLock {
 public:
  static value::Result<FolderLock> take(const std::filesystem::path& file);
  FolderLock(FolderLock&& other) noexcept;
  FolderLock& operator=(FolderLock&&) = delete;
  ~FolderLock();

 private:
  explicit FolderLock(int fd) : fd_(fd) {}

  int fd_;
};

/// Any thread may call it.
class SequencerLease {
 public:
  /// Call it while holding the folder's lock: a lease of an earlier holder of that lock is taken
  /// over at once, with a new epoch. Waits for one left by another command, at most its life.
  static value::Result<std::unique_ptr<SequencerLease>> take(ledger::LedgerStore& store,
                                                             const value::Clock& clock);

  SequencerLease(ledger::LedgerStore& store, const value::Clock& clock, ledger::Lease lease);

  [[nodiscard]] std::int64_t epoch() const;
  [[nodiscard]] bool signing() const;
  value::Result<void> set_signing(bool on);

  /// Call more often than every 5 s.
  value::Result<void> renew();

  /// Others see at once that the node no longer serves.
  value::Result<void> release();

 private:
  value::Result<void> write(bool on, value::Duration life);

  ledger::LedgerStore& store_;
  const value::Clock& clock_;
  mutable std::mutex mutex_;
  ledger::Lease lease_;
};

}  // namespace comity::node
