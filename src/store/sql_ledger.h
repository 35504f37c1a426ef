// The order of ledger entries, the last checkpoint and the sequencer's lease, in tables. Pending
// entries are inserted by store/sql_work.h.
#pragma once

#include "ledger/ledger_store.h"
#include "store/readers.h"
#include "store/sql.h"
#include "store/writer.h"
#include "value/digest.h"
#include "value/instant.h"
#include "value/result.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace comity::store {

/// Inside a transaction that writes: LEDGER-01 when `epoch` is not the current lease's.
value::Result<void> check_epoch(Session& session, std::int64_t epoch);

class SqlLedger : public ledger::LedgerStore {
 public:
  SqlLedger(Readers& readers, Writer& writer) : readers_(readers), writer_(writer) {}

  [[nodiscard]] value::Result<ledger::Backlog> backlog(std::size_t max) const override;
  value::Result<void> sequence(std::int64_t epoch, std::uint64_t first_index,
                               const std::vector<value::Digest>& keys) override;
  [[nodiscard]] value::Result<std::vector<ledger::EntryBytes>> entries(
      std::uint64_t first, std::size_t count) const override;
  [[nodiscard]] value::Result<std::optional<std::uint64_t>> index_of(
      const value::Digest& key) const override;
  [[nodiscard]] value::Result<std::optional<std::string>> checkpoint() const override;
  value::Result<void> swap_checkpoint(std::int64_t epoch,
                                      const std::optional<std::string>& previous,
                                      const std::string& next) override;
  value::Result<ledger::Lease> acquire(std::string_view holder, value::Instant now,
                                       value::Duration ttl) override;
  value::Result<void> renew(const ledger::Lease& lease) override;
  [[nodiscard]] value::Result<std::optional<ledger::Lease>> lease() const override;

 private:
  Readers& readers_;
  Writer& writer_;
};

}  // namespace comity::store
