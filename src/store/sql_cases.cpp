#include "store/sql_cases.h"

#include "casework/case_store.h"
#include "desk/work.h"
#include "store/fields.h"
#include "store/sql.h"
#include "value/result.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace comity::store {

namespace {

using casework::CaseRow;
using casework::StoredStatement;

#define STATEMENT_COLUMNS                                                             \
  "digest, statement_id, case_id, schema, from_desk, to_desk, made_at, received_at, " \
  "envelope, peer_slip"

StoredStatement read_statement(Fields& row) {
  StoredStatement out;
  out.digest = row.digest();
  out.statement_id = row.uuid();
  out.case_id = row.uuid();
  out.schema = row.text();
  out.from_desk = row.text();
  out.to_desk = row.text();
  out.made_at = row.instant();
  out.received_at = row.maybe_instant();
  out.envelope = row.bytes();
  out.peer_slip = row.bytes();
  return out;
}

CaseRow read_case(Fields& row) {
  CaseRow out;
  out.case_id = row.uuid();
  out.schema = row.text();
  out.from_desk = row.text();
  out.to_desk = row.text();
  out.opened_at = row.instant();
  out.changed_at = row.instant();
  out.statements = row.count();
  return out;
}

value::Digest read_digest(Fields& row) { return row.digest(); }

value::Result<void> insert(Session& session, std::string_view sql, const StoredStatement& s) {
  const auto done =
      session.execute(sql, {s.digest, s.statement_id, s.case_id, s.schema, s.from_desk, s.to_desk,
                            s.made_at, s.received_at, s.envelope, s.peer_slip});
  return done ? value::Result<void>() : value::fail(done.error());
}

value::Result<void> count_in_case(Session& session, const StoredStatement& s) {
  auto done = session.execute(
      "INSERT INTO case_row (case_id, changed_at, statements) VALUES (?1, ?2, 1) "
      "ON CONFLICT (case_id) DO UPDATE SET statements = case_row.statements + 1, changed_at = "
      "CASE WHEN excluded.changed_at > case_row.changed_at THEN excluded.changed_at "
      "ELSE case_row.changed_at END",
      {s.case_id, s.received_at.value_or(s.made_at)});
  if (done && s.statement_id == s.case_id) {
    done = session.execute(
        "UPDATE case_row SET own = ?2, schema = ?3, from_desk = ?4, to_desk = ?5, opened_at = ?6 "
        "WHERE case_id = ?1",
        {s.case_id, !s.received_at.has_value(), s.schema, s.from_desk, s.to_desk, s.made_at});
  }
  return done ? value::Result<void>() : value::fail(done.error());
}

}  // namespace

value::Result<desk::Put> put_statement(Session& session, const StoredStatement& statement) {
  const auto found = first(session, "SELECT digest FROM statement WHERE statement_id = ?1",
                           {statement.statement_id}, read_digest);
  if (!found) {
    return value::fail(found.error());
  }
  const std::optional<value::Digest>& kept = *found;
  if (kept && *kept == statement.digest) {
    return desk::Put::already_there;
  }
  if (kept) {
    const auto proof = insert(session,
                              "INSERT INTO statement_conflict (" STATEMENT_COLUMNS
                              ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) "
                              "ON CONFLICT (digest) DO NOTHING",
                              statement);
    return proof ? value::Result<desk::Put>(desk::Put::conflicting) : value::fail(proof.error());
  }
  auto added = insert(session,
                      "INSERT INTO statement (" STATEMENT_COLUMNS
                      ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
                      statement);
  if (added) {
    added = count_in_case(session, statement);
  }
  return added ? value::Result<desk::Put>(desk::Put::added) : value::fail(added.error());
}

value::Result<std::optional<StoredStatement>> find_statement(Session& session,
                                                             const value::Digest& digest) {
  return first(session, "SELECT " STATEMENT_COLUMNS " FROM statement WHERE digest = ?1", {digest},
               read_statement);
}

value::Result<std::vector<StoredStatement>> SqlCases::of_case(const value::Uuid& case_id) {
  return readers_.with([&](Session& session) {
    return all(session,
               "SELECT " STATEMENT_COLUMNS " FROM statement WHERE case_id = ?1 ORDER BY seq",
               {case_id}, read_statement);
  });
}

value::Result<std::optional<StoredStatement>> SqlCases::by_digest(const value::Digest& digest) {
  return readers_.with([&](Session& session) { return find_statement(session, digest); });
}

value::Result<std::optional<StoredStatement>> SqlCases::by_id(const value::Uuid& statement_id) {
  return readers_.with([&](Session& session) {
    return first(session, "SELECT " STATEMENT_COLUMNS " FROM statement WHERE statement_id = ?1",
                 {statement_id}, read_statement);
  });
}

value::Result<std::vector<CaseRow>> SqlCases::cases(bool own, const std::optional<CaseRow>& cursor,
                                                    std::size_t limit) {
  CaseRow after_all;
  after_all.changed_at.unix_ms = INT64_MAX;
  after_all.case_id.octets.fill(0xff);
  const CaseRow& after = cursor ? *cursor : after_all;
  return readers_.with([&](Session& session) {
    return all(session,
               "SELECT case_id, schema, from_desk, to_desk, opened_at, changed_at, statements "
               "FROM case_row WHERE own = ?1 AND opened_at IS NOT NULL "
               "AND (changed_at, case_id) < (?2, ?3) "
               "ORDER BY changed_at DESC, case_id DESC LIMIT ?4",
               {own, after.changed_at, after.case_id, std::uint64_t{limit}}, read_case);
  });
}

value::Result<std::vector<StoredStatement>> SqlCases::conflicts(const value::Uuid& statement_id) {
  return readers_.with([&](Session& session) {
    return all(session,
               "SELECT " STATEMENT_COLUMNS
               " FROM statement_conflict WHERE statement_id = ?1 ORDER BY seq",
               {statement_id}, read_statement);
  });
}

}  // namespace comity::store
