#include "exchange/mail_store.h"
#include "store/fields.h"
#include "store/sql.h"
#include "store/sql_mail.h"
#include "value/result.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
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

// Counted in the two indexes by peer alone, of which the bounds keep each part short.
constexpr std::string_view mail_of_one =
    "SELECT ?1, (SELECT count(*) FROM inbound WHERE waiting = 1 AND from_node = ?1), "
    "(SELECT CAST(coalesce(sum(octets), 0) AS bigint) FROM inbound WHERE waiting = 1 AND from_node "
    "= ?1), "
    "(SELECT count(*) FROM inbound WHERE verdict = 1 AND reviewed = 0 AND from_node = ?1), "
    "(SELECT CAST(coalesce(sum(octets), 0) AS bigint) FROM inbound WHERE verdict = 1 AND reviewed "
    "= 0 "
    "AND from_node = ?1)";

exchange::PeerMail read_mail(Fields& row) {
  exchange::PeerMail out;
  out.from_node = row.text();
  out.waiting_letters = row.count();
  out.waiting_octets = row.count();
  out.quarantined_letters = row.count();
  out.quarantined_octets = row.count();
  return out;
}

value::Result<void> insert(Session& session, const InboundLetter& letter) {
  // another process may have taken the same octets since they were looked for
  const auto done = session.execute(
      "INSERT INTO inbound (letter_id, digest, from_node, received_at, waiting, octets) "
      "VALUES (?1, ?2, ?3, ?4, 1, ?5) ON CONFLICT (digest) DO UPDATE SET waiting = 1",
      {letter.letter_id, letter.digest, letter.from_node, letter.received_at,
       std::uint64_t{letter.letter.size()}});
  if (!done) {
    return value::fail(done.error());
  }
  const auto kept = session.execute(
      "INSERT INTO inbound_octets (inbound, letter) SELECT seq, ?2 FROM inbound "
      "WHERE digest = ?1 ON CONFLICT (inbound) DO NOTHING",
      {letter.digest, letter.letter});
  return kept ? value::Result<void>() : value::fail(kept.error());
}

}  // namespace

value::Result<exchange::InboxPut> SqlInbox::put(const InboundLetter& letter,
                                                const exchange::InboxBounds& bounds) {
  exchange::InboxPut outcome = exchange::InboxPut::kept;
  auto done = writer_.run([&](Session& session) -> value::Result<void> {
    const auto again =
        session.execute("UPDATE inbound SET waiting = 1 WHERE digest = ?1", {letter.digest});
    if (!again || *again != 0) {
      outcome = exchange::InboxPut::kept;
      return again ? value::Result<void>() : value::fail(again.error());
    }
    const auto mail = first(session, mail_of_one, {letter.from_node}, read_mail);
    if (!mail) {
      return value::fail(mail.error());
    }
    outcome = exchange::admits(bounds, mail->value_or(exchange::PeerMail()));
    return outcome == exchange::InboxPut::kept ? insert(session, letter) : value::Result<void>();
  });
  return done ? value::Result<exchange::InboxPut>(outcome) : value::fail(done.error());
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

value::Result<std::vector<exchange::PeerMail>> SqlInbox::mail_of_peers() {
  return readers_.with([&](Session& session) {
    return all(session,
               "SELECT from_node, CAST(sum(waiting) AS bigint), "
               "CAST(sum(waiting * octets) AS bigint), CAST(sum(held) AS bigint), "
               "CAST(sum(held * octets) AS bigint) FROM ("
               "SELECT from_node, octets, 1 AS waiting, 0 AS held FROM inbound WHERE waiting = 1 "
               "UNION ALL SELECT from_node, octets, 0, 1 FROM inbound "
               "WHERE verdict = 1 AND reviewed = 0) AS mail GROUP BY from_node ORDER BY from_node",
               {}, read_mail);
  });
}

value::Result<std::uint64_t> SqlInbox::review(const std::string& from_node) {
  std::uint64_t reviewed = 0;
  auto done = writer_.run([&](Session& session) -> value::Result<void> {
    const auto changed = session.execute(
        "UPDATE inbound SET reviewed = 1 WHERE verdict = 1 AND reviewed = 0 AND from_node = ?1",
        {from_node});
    reviewed = changed ? static_cast<std::uint64_t>(*changed) : 0;
    return changed ? value::Result<void>() : value::fail(changed.error());
  });
  return done ? value::Result<std::uint64_t>(reviewed) : value::fail(done.error());
}

}  // namespace comity::store
