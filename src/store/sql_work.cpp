#include "store/sql_work.h"

#include "desk/work.h"
#include "store/fields.h"
#include "store/sql.h"
#include "store/sql_transaction.h"
#include "value/result.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace comity::store {

namespace {

using desk::LedgerSecret;
using desk::ReceiptDue;

LedgerSecret read_secret(Fields& row) {
  LedgerSecret out;
  out.key = row.digest();
  out.entry = row.bytes();
  out.salt = row.digest();
  out.committed = row.bytes();
  out.statistics = row.bytes();
  return out;
}

ReceiptDue read_due(Fields& row) {
  ReceiptDue out;
  out.key = row.digest();
  out.letter_id = row.uuid();
  out.own_desk = row.text();
  out.to_desk = row.text();
  out.to_node = row.text();
  out.received_at = row.instant();
  const std::string lines = row.text();
  std::string_view rest = lines;
  for (auto end = rest.find('\n'); end != std::string_view::npos; end = rest.find('\n')) {
    out.codes.emplace_back(rest.substr(0, end));
    rest.remove_prefix(end + 1);
  }
  return out;
}

}  // namespace

value::Result<void> SqlWork::run(
    const std::function<value::Result<void>(desk::Transaction&)>& body) {
  return writer_.run([&](Session& session) {
    SqlTransaction transaction(session);
    return body(transaction);
  });
}

value::Result<std::optional<LedgerSecret>> SqlWork::secret(const value::Digest& key) {
  return readers_.with([&](Session& session) {
    return first(session,
                 "SELECT key, entry, salt, committed, statistics FROM entry WHERE key = ?1", {key},
                 read_secret);
  });
}

value::Result<std::vector<ReceiptDue>> SqlWork::receipts_due(std::uint64_t tree_size,
                                                             std::size_t limit) {
  return readers_.with([&](Session& session) {
    return all(session,
               "SELECT key, letter_id, own_desk, to_desk, to_node, received_at, codes "
               "FROM receipt_due WHERE receipt IS NULL AND EXISTS (SELECT 1 FROM entry "
               "WHERE entry.key = receipt_due.key AND entry.idx < ?1) "
               "ORDER BY receipt_due.seq LIMIT ?2",
               {tree_size, std::uint64_t{limit}}, read_due);
  });
}

}  // namespace comity::store
