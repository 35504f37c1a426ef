// What the log keeps in the node's database: pending entries, the order they were given, the last
// signed checkpoint and the lease of the one sequencer. Tiles are in ledger/tile_store.h.
#pragma once

#include "value/digest.h"
#include "value/instant.h"
#include "value/result.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace comity::ledger {

/// The size of every entry, whatever it commits to. Its parts are in ledger/entry.h.
inline constexpr std::size_t entry_size = 129;
using EntryBytes = std::array<std::uint8_t, entry_size>;

/// An entry that is committed and has no index yet. The key (a payload digest or custody id) is
/// unique in the ledger: a second insertion of one key must have failed where it was inserted.
struct PendingEntry {
  value::Digest key;
  EntryBytes entry{};

  friend bool operator==(const PendingEntry&, const PendingEntry&) = default;
};

/// One consistent read: what the next index is, and the oldest pending entries.
struct Backlog {
  std::uint64_t next_index = 0;
  std::vector<PendingEntry> pending;
};

/// The right to sequence and sign. Epochs only grow; whoever holds an older one is fenced off.
struct Lease {
  std::int64_t epoch = 0;
  std::string holder;
  value::Instant expires;
  bool signing_on = false;

  friend bool operator==(const Lease&, const Lease&) = default;
};

/// Safe to call from any thread and process. Each call is one transaction: all or nothing, and what
/// it wrote is durable when it returns. Failures of the medium have the adapter's own codes.
/// The insertion of pending entries is part of desk/work.h.
class LedgerStore {
 public:
  LedgerStore() = default;
  LedgerStore(const LedgerStore&) = delete;
  LedgerStore& operator=(const LedgerStore&) = delete;
  virtual ~LedgerStore() = default;

  /// At most `max` pending entries in the order in which they were committed.
  [[nodiscard]] virtual value::Result<Backlog> backlog(std::size_t max) const = 0;

  /// Gives the pending `keys` the indexes first_index, first_index + 1, ... They are no longer
  /// pending afterwards. LEDGER-01 when `epoch` is not the current lease's; LEDGER-02 when
  /// first_index is not the next index, or a key is not pending or named twice.
  virtual value::Result<void> sequence(std::int64_t epoch, std::uint64_t first_index,
                                       const std::vector<value::Digest>& keys) = 0;

  /// The sequenced entries with indexes from `first`, at most `count`, in order; fewer when fewer
  /// exist.
  [[nodiscard]] virtual value::Result<std::vector<EntryBytes>> entries(std::uint64_t first,
                                                                       std::size_t count) const = 0;

  /// Nothing while the key is pending or unknown.
  [[nodiscard]] virtual value::Result<std::optional<std::uint64_t>> index_of(
      const value::Digest& key) const = 0;

  /// The last signed checkpoint as note text; nothing before the first.
  [[nodiscard]] virtual value::Result<std::optional<std::string>> checkpoint() const = 0;

  /// Replaces the checkpoint if it still is `previous` (nothing = there is none). LEDGER-01 as for
  /// `sequence`; LEDGER-03 when it is another text.
  virtual value::Result<void> swap_checkpoint(std::int64_t epoch,
                                              const std::optional<std::string>& previous,
                                              const std::string& next) = 0;

  /// A lease with an epoch greater than any before, signing off, expiring at now + ttl; given when
  /// there is none, or the last has expired (now >= expires), or it is this holder's own.
  /// LEDGER-04 names the holder otherwise.
  virtual value::Result<Lease> acquire(std::string_view holder, value::Instant now,
                                       value::Duration ttl) = 0;

  /// Writes `expires` and `signing_on` of the current lease; LEDGER-01 when `lease.epoch` or
  /// `lease.holder` is not the current one. An expired lease that nobody else took can be renewed.
  virtual value::Result<void> renew(const Lease& lease) = 0;

  /// The current lease, expired or not; nothing before the first. Other processes read here
  /// whether this node signs.
  [[nodiscard]] virtual value::Result<std::optional<Lease>> lease() const = 0;
};

}  // namespace comity::ledger
