#include "exchange/mail_store.h"
#include "store/fields.h"
#include "store/sql.h"
#include "store/sql_ledger.h"
#include "store/sql_mail.h"
#include "store/writer.h"
#include "value/result.h"

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string>
#include <vector>

namespace comity::store {

namespace {

using exchange::OutboundLetter;
using exchange::OutboxState;

#define OUTBOUND_COLUMNS                                                               \
  "letter_id, statement, from_desk, to_desk, to_node, expires, wants_receipt, state, " \
  "attempts, next_try, last_error"

// word for word the condition of the index outbound_unfinished, or it is not used
#define UNFINISHED "(state = 0 OR state = 1 OR (state = 2 AND wants_receipt = 1))"

// A letter's octets never change, its state does at every step: apart, a change writes little.
// Null while it is held.
#define LETTER "LEFT JOIN outbound_octets ON outbound_octets.outbound = outbound.seq"

static_assert(static_cast<int>(OutboxState::held) == 0 &&
              static_cast<int>(OutboxState::ready) == 1 &&
              static_cast<int>(OutboxState::accepted) == 2 &&
              static_cast<int>(OutboxState::receipted) == 3 &&
              static_cast<int>(OutboxState::refused) == 4);

OutboundLetter read_row(Fields& row) {
  OutboundLetter out;
  out.letter_id = row.uuid();
  out.statement = row.digest();
  out.from_desk = row.text();
  out.to_desk = row.text();
  out.to_node = row.text();
  out.expires = row.instant();
  out.wants_receipt = row.flag();
  out.state = row.enumerator(OutboxState::expired);
  out.attempts = static_cast<std::uint32_t>(row.count());
  out.next_try = row.instant();
  out.last_error = row.text();
  return out;
}

OutboundLetter read_letter(Fields& row) {
  OutboundLetter out = read_row(row);
  out.letter = row.bytes();
  return out;
}

value::Result<void> release_one(Session& session, const OutboundLetter& letter) {
  const auto changed = session.execute(
      "UPDATE outbound SET state = 1 WHERE letter_id = ?1 AND state = 0", {letter.letter_id});
  if (!changed) {
    return value::fail(changed.error());
  }
  if (*changed != 1) {
    return value::fail("STORE-08", "not held: letter " + letter.letter_id.text());
  }
  const auto kept = session.execute(
      "INSERT INTO outbound_octets (outbound, letter) SELECT seq, ?2 FROM outbound "
      "WHERE letter_id = ?1",
      {letter.letter_id, letter.letter});
  return kept ? value::Result<void>() : value::fail(kept.error());
}

value::Result<void> note_one(Session& session, const OutboundLetter& letter) {
  const auto done = session.execute(
      "UPDATE outbound SET state = ?2, attempts = ?3, next_try = ?4, last_error = ?5 "
      "WHERE letter_id = ?1 AND state <> 3 AND state <> 4",
      {letter.letter_id, static_cast<int>(letter.state), letter.attempts, letter.next_try,
       letter.last_error});
  return done ? value::Result<void>() : value::fail(done.error());
}

value::Result<void> each(Writer& writer, std::int64_t epoch,
                         const std::vector<OutboundLetter>& letters,
                         value::Result<void> (*one)(Session&, const OutboundLetter&)) {
  return writer.run([&](Session& session) -> value::Result<void> {
    if (auto current = check_epoch(session, epoch); !current) {
      return current;
    }
    for (const OutboundLetter& letter : letters) {
      if (auto done = one(session, letter); !done) {
        return done;
      }
    }
    return {};
  });
}

}  // namespace

value::Result<std::vector<OutboundLetter>> SqlOutbox::covered(std::uint64_t tree_size,
                                                              std::size_t limit) {
  return readers_.with([&](Session& session) {
    return all(
        session,
        "SELECT " OUTBOUND_COLUMNS " FROM outbound WHERE " UNFINISHED
        " AND state = 0 AND EXISTS (SELECT 1 FROM entry WHERE entry.key = outbound.statement "
        "AND entry.idx < ?1) ORDER BY outbound.seq LIMIT ?2",
        {tree_size, std::uint64_t{limit}}, read_row);
  });
}

value::Result<void> SqlOutbox::release(std::int64_t epoch,
                                       const std::vector<OutboundLetter>& letters) {
  return each(writer_, epoch, letters, release_one);
}

value::Result<std::vector<OutboundLetter>> SqlOutbox::due(value::Instant now, std::size_t limit) {
  return readers_.with([&](Session& session) {
    return all(session,
               "SELECT " OUTBOUND_COLUMNS ", letter FROM outbound " LETTER " WHERE " UNFINISHED
               " AND state <> 0 AND next_try <= ?1 ORDER BY seq LIMIT ?2",
               {now, std::uint64_t{limit}}, read_letter);
  });
}

value::Result<void> SqlOutbox::note(std::int64_t epoch,
                                    const std::vector<OutboundLetter>& letters) {
  return each(writer_, epoch, letters, note_one);
}

value::Result<std::vector<OutboundLetter>> SqlOutbox::list(std::size_t limit) {
  return readers_.snapshot([&](Session& session) -> value::Result<std::vector<OutboundLetter>> {
    auto rows =
        all(session, "SELECT " OUTBOUND_COLUMNS " FROM outbound WHERE " UNFINISHED " ORDER BY seq",
            {}, read_row);
    auto ended = all(session,
                     "SELECT " OUTBOUND_COLUMNS " FROM outbound WHERE NOT " UNFINISHED
                     " ORDER BY seq DESC LIMIT ?1",
                     {std::uint64_t{limit}}, read_row);
    if (!rows || !ended) {
      return value::fail(!rows ? rows.error() : ended.error());
    }
    rows->insert(rows->end(), std::make_move_iterator(ended->begin()),
                 std::make_move_iterator(ended->end()));
    return rows;
  });
}

value::Result<std::vector<OutboundLetter>> SqlOutbox::of_statement(const value::Digest& statement) {
  return readers_.with([&](Session& session) {
    return all(session,
               "SELECT " OUTBOUND_COLUMNS ", letter FROM outbound " LETTER
               " WHERE statement = ?1 ORDER BY seq",
               {statement}, read_letter);
  });
}

}  // namespace comity::store
