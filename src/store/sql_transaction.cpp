#include "store/sql_transaction.h"

#include "casework/case_store.h"
#include "desk/work.h"
#include "exchange/mail_store.h"
#include "store/sql.h"
#include "store/sql_cases.h"
#include "store/sql_ledger.h"
#include "value/digest.h"
#include "value/result.h"
#include "value/uuid.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace comity::store {

namespace {

std::string lines_of(const std::vector<std::string>& codes) {
  std::string out;
  for (const std::string& code : codes) {
    out += code;
    out += '\n';
  }
  return out;
}

}  // namespace

value::Result<void> SqlTransaction::write(std::string_view sql, Args args) {
  const auto done = session_.execute(sql, args);
  return done ? value::Result<void>() : value::fail(done.error());
}

value::Result<void> SqlTransaction::require_epoch(std::int64_t epoch) {
  return check_epoch(session_, epoch);
}

value::Result<desk::Put> SqlTransaction::put_statement(const casework::StoredStatement& statement) {
  return store::put_statement(session_, statement);
}

value::Result<void> SqlTransaction::put_entry(const desk::LedgerSecret& secret) {
  return write(
      "INSERT INTO entry (key, entry, salt, committed, statistics) VALUES (?1, ?2, ?3, ?4, ?5)",
      {secret.key, secret.entry, secret.salt, secret.committed, secret.statistics});
}

value::Result<void> SqlTransaction::hold_letter(const exchange::OutboundLetter& letter) {
  return write(
      "INSERT INTO outbound (letter_id, statement, from_desk, to_desk, to_node, expires, "
      "wants_receipt, state, attempts, next_try, last_error) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 0, ?8, ?9, ?10)",
      {letter.letter_id, letter.statement, letter.from_desk, letter.to_desk, letter.to_node,
       letter.expires, letter.wants_receipt, letter.attempts, letter.next_try, letter.last_error});
}

value::Result<void> SqlTransaction::settle_inbound(const value::Digest& letter,
                                                   exchange::InboxVerdict verdict,
                                                   const std::string& reason) {
  const auto changed = session_.execute(
      "UPDATE inbound SET waiting = 0, "
      "reason = CASE WHEN verdict = 0 THEN reason ELSE ?3 END, "
      "verdict = CASE WHEN verdict = 0 THEN 0 ELSE ?2 END WHERE digest = ?1",
      {letter, static_cast<int>(verdict), reason});
  if (!changed) {
    return value::fail(changed.error());
  }
  if (*changed != 1) {
    return value::fail("STORE-08", "no letter in the inbox has the digest " + letter.hex());
  }
  return {};
}

value::Result<void> SqlTransaction::owe_receipt(const desk::ReceiptDue& due) {
  return write(
      "INSERT INTO receipt_due (key, letter_id, own_desk, to_desk, to_node, received_at, codes) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (key, letter_id) DO NOTHING",
      {due.key, due.letter_id, due.own_desk, due.to_desk, due.to_node, due.received_at,
       lines_of(due.codes)});
}

value::Result<void> SqlTransaction::paid_receipt(const desk::ReceiptDue& due,
                                                 const value::Digest& receipt) {
  const auto changed = session_.execute(
      "UPDATE receipt_due SET receipt = ?3 WHERE key = ?1 AND letter_id = ?2 AND receipt IS NULL",
      {due.key, due.letter_id, receipt});
  if (!changed) {
    return value::fail(changed.error());
  }
  if (*changed != 1) {
    return value::fail("STORE-08", "no receipt is owed for letter " + due.letter_id.text());
  }
  return {};
}

value::Result<void> SqlTransaction::end_outbound(const desk::Answered& answered) {
  if (answered.state != exchange::OutboxState::receipted &&
      answered.state != exchange::OutboxState::refused) {
    return value::fail("STORE-08", "a receipt ends a letter as receipted or refused");
  }
  return write(
      "UPDATE outbound SET state = ?2, last_error = ?4 WHERE letter_id = ?1 AND to_node = ?3 AND "
      "state <> 3 AND state <> 4",
      {answered.letter_id, static_cast<int>(answered.state), answered.by_node, answered.reason});
}

value::Result<void> SqlTransaction::send_again(const value::Uuid& letter_id) {
  return write(
      "UPDATE outbound SET state = 1, attempts = 0, next_try = 0 WHERE state <> 0 AND statement IN "
      "(SELECT receipt FROM receipt_due WHERE letter_id = ?1 AND receipt IS NOT NULL)",
      {letter_id});
}

value::Result<std::optional<casework::StoredStatement>> SqlTransaction::statement(
    const value::Digest& digest) {
  return find_statement(session_, digest);
}

}  // namespace comity::store
