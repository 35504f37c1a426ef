// What the body of one transaction may write. It is run by store/sql_work.h.
#pragma once

#include "desk/work.h"
#include "store/sql.h"
#include "value/digest.h"
#include "value/result.h"
#include "value/uuid.h"

#include <cstdint>
#include <optional>
#include <string>

namespace comity::store {

class SqlTransaction : public desk::Transaction {
 public:
  explicit SqlTransaction(Session& session) : session_(session) {}

  value::Result<void> require_epoch(std::int64_t epoch) override;
  value::Result<desk::Put> put_statement(const casework::StoredStatement& statement) override;
  value::Result<void> put_entry(const desk::LedgerSecret& secret) override;
  value::Result<void> hold_letter(const exchange::OutboundLetter& letter) override;
  value::Result<void> settle_inbound(const value::Digest& letter, exchange::InboxVerdict verdict,
                                     const std::string& reason) override;
  value::Result<void> owe_receipt(const desk::ReceiptDue& due) override;
  value::Result<void> paid_receipt(const desk::ReceiptDue& due,
                                   const value::Digest& receipt) override;
  value::Result<void> end_outbound(const desk::Answered& answered) override;
  value::Result<void> send_again(const value::Uuid& letter_id) override;
  value::Result<std::optional<casework::StoredStatement>> statement(
      const value::Digest& digest) override;

 private:
  value::Result<void> write(std::string_view sql, Args args);

  Session& session_;
};

}  // namespace comity::store
