#include "exchange/mail_store.h"
#include "store/fields.h"
#include "store/sql.h"
#include "store/sql_mail.h"
#include "value/result.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace comity::store {

namespace {

using exchange::InboundLetter;
using exchange::SettledLetter;

InboundLetter read_inbound(Fields& row) {
  InboundLetter out;
  out.letter_id = row.uuid();
  out.digest = row.digest();
  out.from_node = row.text();
  out.received_at = row.instant();
  out.letter = row.bytes();
  return out;
}

SettledLetter read_settled(Fields& row) {
  SettledLetter out;
  out.letter_id = row.uuid();
  out.verdict = row.enumerator(exchange::InboxVerdict::quarantined);
  out.reason = row.text();
  out.received_at = row.instant();
  return out;
}

}  // namespace

value::Result<void> SqlInbox::put(const InboundLetter& letter) {
  return writer_.run([&](Session& session) -> value::Result<void> {
    const auto done = session.execute(
        "INSERT INTO inbound (letter_id, digest, from_node, received_at, waiting) "
        "VALUES (?1, ?2, ?3, ?4, 1) ON CONFLICT (digest) DO UPDATE SET waiting = 1",
        {letter.letter_id, letter.digest, letter.from_node, letter.received_at});
    if (!done) {
      return value::fail(done.error());
    }
    const auto kept = session.execute(
        "INSERT INTO inbound_octets (inbound, letter) SELECT seq, ?2 FROM inbound "
        "WHERE digest = ?1 ON CONFLICT (inbound) DO NOTHING",
        {letter.digest, letter.letter});
    return kept ? value::Result<void>() : value::fail(kept.error());
  });
}

value::Result<std::vector<InboundLetter>> SqlInbox::waiting(std::size_t limit) {
  return readers_.with([&](Session& session) {
    return all(session,
               "SELECT letter_id, digest, from_node, received_at, letter FROM inbound "
               "JOIN inbound_octets ON inbound_octets.inbound = inbound.seq "
               "WHERE waiting = 1 ORDER BY seq LIMIT ?1",
               {std::uint64_t{limit}}, read_inbound);
  });
}

value::Result<std::optional<SettledLetter>> SqlInbox::settled(const value::Uuid& letter_id) {
  // Two different letters may claim one id: what was admitted counts.
  return readers_.with([&](Session& session) {
    return first(session,
                 "SELECT letter_id, verdict, reason, received_at FROM inbound "
                 "WHERE letter_id = ?1 AND verdict IS NOT NULL ORDER BY verdict, seq DESC LIMIT 1",
                 {letter_id}, read_settled);
  });
}

value::Result<std::vector<SettledLetter>> SqlInbox::quarantine(std::size_t limit) {
  return readers_.with([&](Session& session) {
    return all(session,
               "SELECT letter_id, verdict, reason, received_at FROM inbound "
               "WHERE verdict = 1 ORDER BY seq DESC LIMIT ?1",
               {std::uint64_t{limit}}, read_settled);
  });
}

}  // namespace comity::store
