// The one transaction over the tables of store/sql_cases.h, store/sql_mail.h and
// store/sql_ledger.h.
#pragma once

#include "desk/work.h"
#include "store/readers.h"
#include "store/writer.h"
#include "value/digest.h"
#include "value/result.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

namespace comity::store {

class SqlWork : public desk::Work {
 public:
  SqlWork(Readers& readers, Writer& writer) : readers_(readers), writer_(writer) {}

  value::Result<void> run(
      const std::function<value::Result<void>(desk::Transaction&)>& body) override;
  value::Result<std::optional<desk::LedgerSecret>> secret(const value::Digest& key) override;
  value::Result<std::vector<desk::ReceiptDue>> receipts_due(std::uint64_t tree_size,
                                                            std::size_t limit) override;

 private:
  Readers& readers_;
  Writer& writer_;
};

}  // namespace comity::store
