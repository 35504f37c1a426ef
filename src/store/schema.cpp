#include "store/schema.h"

#include "store/fields.h"
#include "store/sql.h"
#include "value/result.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace comity::store {

namespace {

constexpr std::int64_t application_id = 0x436f6d79;  // "Comy"

constexpr std::array<std::string_view, 4> steps_of_sqlite = {R"sql(
CREATE TABLE statement (
  seq INTEGER PRIMARY KEY,
  digest BLOB NOT NULL UNIQUE CHECK (length(digest) = 32),
  statement_id BLOB NOT NULL UNIQUE CHECK (length(statement_id) = 16),
  case_id BLOB NOT NULL CHECK (length(case_id) = 16),
  schema TEXT NOT NULL,
  from_desk TEXT NOT NULL,
  to_desk TEXT NOT NULL,
  made_at INTEGER NOT NULL,
  received_at INTEGER,
  envelope BLOB NOT NULL,
  peer_slip BLOB NOT NULL
) STRICT;
CREATE INDEX statement_of_case ON statement (case_id, seq);

CREATE TABLE statement_conflict (
  seq INTEGER PRIMARY KEY,
  digest BLOB NOT NULL UNIQUE CHECK (length(digest) = 32),
  statement_id BLOB NOT NULL REFERENCES statement (statement_id),
  case_id BLOB NOT NULL CHECK (length(case_id) = 16),
  schema TEXT NOT NULL,
  from_desk TEXT NOT NULL,
  to_desk TEXT NOT NULL,
  made_at INTEGER NOT NULL,
  received_at INTEGER,
  envelope BLOB NOT NULL,
  peer_slip BLOB NOT NULL
) STRICT;
CREATE INDEX conflict_of_statement ON statement_conflict (statement_id, seq);

CREATE TABLE case_row (
  case_id BLOB PRIMARY KEY CHECK (length(case_id) = 16),
  own INTEGER NOT NULL DEFAULT 0,
  schema TEXT NOT NULL DEFAULT '',
  from_desk TEXT NOT NULL DEFAULT '',
  to_desk TEXT NOT NULL DEFAULT '',
  opened_at INTEGER,
  changed_at INTEGER NOT NULL,
  statements INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX case_queue ON case_row (own, changed_at, case_id) WHERE opened_at IS NOT NULL;

CREATE TABLE entry (
  seq INTEGER PRIMARY KEY,
  key BLOB NOT NULL UNIQUE CHECK (length(key) = 32),
  entry BLOB NOT NULL CHECK (length(entry) = 129),
  salt BLOB NOT NULL CHECK (length(salt) = 32),
  committed BLOB NOT NULL,
  statistics BLOB NOT NULL,
  idx INTEGER UNIQUE
) STRICT;
CREATE INDEX entry_pending ON entry (seq) WHERE idx IS NULL;

CREATE TABLE ledger_checkpoint (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  note TEXT NOT NULL
) STRICT;

CREATE TABLE ledger_lease (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  epoch INTEGER NOT NULL,
  holder TEXT NOT NULL,
  expires INTEGER NOT NULL,
  signing_on INTEGER NOT NULL
) STRICT;

CREATE TABLE inbound (
  seq INTEGER PRIMARY KEY,
  digest BLOB NOT NULL UNIQUE CHECK (length(digest) = 32),
  letter_id BLOB NOT NULL CHECK (length(letter_id) = 16),
  from_node TEXT NOT NULL,
  received_at INTEGER NOT NULL,
  letter BLOB NOT NULL,
  waiting INTEGER NOT NULL,
  verdict INTEGER,
  reason TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX inbound_waiting ON inbound (seq) WHERE waiting = 1;
CREATE INDEX inbound_letter ON inbound (letter_id);
CREATE INDEX inbound_quarantine ON inbound (seq) WHERE verdict = 1;

CREATE TABLE outbound (
  seq INTEGER PRIMARY KEY,
  letter_id BLOB NOT NULL UNIQUE CHECK (length(letter_id) = 16),
  statement BLOB NOT NULL CHECK (length(statement) = 32),
  from_desk TEXT NOT NULL,
  to_desk TEXT NOT NULL,
  to_node TEXT NOT NULL,
  expires INTEGER NOT NULL,
  wants_receipt INTEGER NOT NULL,
  state INTEGER NOT NULL,
  letter BLOB NOT NULL,
  attempts INTEGER NOT NULL,
  next_try INTEGER NOT NULL,
  last_error TEXT NOT NULL
) STRICT;
CREATE INDEX outbound_unfinished ON outbound (seq)
  WHERE state = 0 OR state = 1 OR (state = 2 AND wants_receipt = 1);
CREATE INDEX outbound_statement ON outbound (statement);

CREATE TABLE receipt_due (
  seq INTEGER PRIMARY KEY,
  key BLOB NOT NULL CHECK (length(key) = 32),
  letter_id BLOB NOT NULL CHECK (length(letter_id) = 16),
  own_desk TEXT NOT NULL,
  to_desk TEXT NOT NULL,
  to_node TEXT NOT NULL,
  received_at INTEGER NOT NULL,
  codes TEXT NOT NULL,
  receipt BLOB,
  UNIQUE (key, letter_id)
) STRICT;
CREATE INDEX receipt_unpaid ON receipt_due (seq) WHERE receipt IS NULL;
CREATE INDEX receipt_letter ON receipt_due (letter_id);

CREATE TABLE peer (
  node TEXT PRIMARY KEY,
  root_fingerprint BLOB NOT NULL CHECK (length(root_fingerprint) = 32),
  chain BLOB NOT NULL,
  endpoint TEXT NOT NULL,
  trusted_at INTEGER NOT NULL
) STRICT;

CREATE TABLE peer_checkpoint (
  origin TEXT PRIMARY KEY,
  note TEXT NOT NULL
) STRICT;

CREATE TABLE fork_proof (
  seq INTEGER PRIMARY KEY,
  origin TEXT NOT NULL,
  one TEXT NOT NULL,
  other TEXT NOT NULL,
  UNIQUE (origin, one, other)
) STRICT;

CREATE TABLE package (
  package_id BLOB PRIMARY KEY CHECK (length(package_id) = 16),
  case_id BLOB NOT NULL CHECK (length(case_id) = 16),
  from_node TEXT NOT NULL,
  to_node TEXT NOT NULL,
  state INTEGER NOT NULL,
  outer_manifest BLOB NOT NULL,
  changed_at INTEGER NOT NULL,
  last_error TEXT NOT NULL
) STRICT;
CREATE INDEX package_state ON package (state, changed_at);
)sql",
                                                             // how far a package has come
                                                             R"sql(
ALTER TABLE package ADD COLUMN moved INTEGER NOT NULL DEFAULT 0;
)sql",
                                                             // how much of a peer lies here
                                                             R"sql(
ALTER TABLE inbound ADD COLUMN octets INTEGER NOT NULL DEFAULT 0;
ALTER TABLE inbound ADD COLUMN reviewed INTEGER NOT NULL DEFAULT 0;
UPDATE inbound SET octets = length(letter) WHERE waiting = 1 OR verdict = 1;
CREATE INDEX inbound_waiting_of_peer ON inbound (from_node, octets) WHERE waiting = 1;
CREATE INDEX inbound_quarantine_of_peer ON inbound (from_node, octets)
  WHERE verdict = 1 AND reviewed = 0;
)sql",
                                                             // what changes apart from what is long
                                                             R"sql(
CREATE TABLE inbound_octets (inbound INTEGER PRIMARY KEY, letter BLOB NOT NULL) STRICT;
INSERT INTO inbound_octets SELECT seq, letter FROM inbound;
ALTER TABLE inbound DROP COLUMN letter;
CREATE TABLE outbound_octets (outbound INTEGER PRIMARY KEY, letter BLOB NOT NULL) STRICT;
INSERT INTO outbound_octets SELECT seq, letter FROM outbound WHERE length(letter) > 0;
ALTER TABLE outbound DROP COLUMN letter;
)sql"};

value::Result<std::int64_t> number(Session& session, std::string_view sql) {
  const auto found = first(session, sql, {}, read_integer);
  if (!found) {
    return value::fail(found.error());
  }
  return found->value_or(0);
}

value::Result<std::int64_t> version_of(Session& session, std::size_t known) {
  const auto version = number(session, "PRAGMA user_version");
  const auto program = number(session, "PRAGMA application_id");
  const auto tables = number(session, "SELECT count(*) FROM sqlite_schema");
  if (!version || !program || !tables) {
    return value::fail(!version ? version.error() : !program ? program.error() : tables.error());
  }
  if (*program != application_id && (*tables != 0 || *version != 0)) {
    return value::fail("STORE-06", "another program made this database");
  }
  if (*version > static_cast<std::int64_t>(known)) {
    return value::fail("STORE-02", "version " + std::to_string(*version) + ", this program knows " +
                                       std::to_string(known));
  }
  return *version;
}

value::Result<void> take_steps(Session& session, std::span<const std::string_view> steps) {
  // again, inside the transaction: another process may have done it meanwhile
  const auto version = version_of(session, steps.size());
  if (!version) {
    return value::fail(version.error());
  }
  for (const std::string_view step : steps.subspan(static_cast<std::size_t>(*version))) {
    if (auto taken = session.script(std::string(step)); !taken) {
      return taken;
    }
  }
  return session.script("PRAGMA application_id = " + std::to_string(application_id) +
                        "; PRAGMA user_version = " + std::to_string(steps.size()));
}

}  // namespace

std::span<const std::string_view> sqlite_steps() { return steps_of_sqlite; }

value::Result<void> migrate(Session& session, std::span<const std::string_view> steps) {
  const auto version = version_of(session, steps.size());
  if (!version) {
    return value::fail(version.error());
  }
  if (*version == static_cast<std::int64_t>(steps.size())) {
    return {};
  }
  if (auto begun = session.begin(); !begun) {
    return begun;
  }
  auto done = take_steps(session, steps);
  if (done) {
    done = session.script("COMMIT");
  }
  if (!done && session.in_transaction()) {
    (void)session.script("ROLLBACK");
  }
  return done;
}

}  // namespace comity::store
