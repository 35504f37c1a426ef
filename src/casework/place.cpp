#include "casework/place.h"

#include "casework/case_statement.h"
#include "request/lifecycle.h"
#include "value/result.h"
#include "value/uuid.h"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace comity::casework {

namespace {

using request::Condition;
using request::Row;

bool cites(const Facts& facts, const value::Uuid& case_id) {
  return facts.receipt && facts.receipt->accepted &&
         std::find(facts.cites.begin(), facts.cites.end(), case_id) != facts.cites.end();
}

// A receipt moves a case only by what it receipts: the opening request itself, accepted.
bool receipts_opening(const Facts& facts, const Ground& ground) {
  return facts.receipt && facts.receipt->accepted && facts.receipt->receipted == ground.opening;
}

bool fits(const Row& row, const Ground& ground, const CaseStatement& statement) {
  const auto& facts = statement.facts;
  switch (row.when.test) {
    case Condition::Test::none:
      return statement.document != "technical_receipt" || receipts_opening(facts, ground);
    case Condition::Test::forwarded_set:
      return facts.forwarded;
    case Condition::Test::forwarded_empty:
      return !facts.forwarded;
    case Condition::Test::outcome:
      return facts.outcome == row.when.code;
    case Condition::Test::ground:
      return facts.ground == row.when.code;
    case Condition::Test::receipts_citing_request:
      return cites(facts, ground.case_id);
  }
  return false;
}

struct Search {
  const Row* row = nullptr;
  value::Code code = value::Code("CASE-05");
};

// The nearest place counts: the shared state itself before the private places behind it.
Search row_for(const Ground& ground, const Place& place, const CaseStatement& statement) {
  Search search;
  if (!ground.machine->names(statement.document)) {
    search.code = value::Code("CASE-03");
    return search;
  }
  for (const auto& start : ground.machine->places(place.state, statement.side)) {
    for (const auto& row : ground.machine->rows) {
      if (!row.carries(statement.document) || !row.starts_at(start)) {
        continue;
      }
      if (row.side != statement.side) {
        search.code = value::Code("CASE-04");
      } else if (!fits(row, ground, statement)) {
        search.code = value::Code("CASE-06");
      } else {
        search.row = &row;
        return search;
      }
    }
  }
  return search;
}

void move(const Row& row, Place& place, Step& done) {
  done.effect = Effect::moved;
  done.from = place.state;
  done.to = row.keeps_state ? place.state : row.to;
  done.aim = done.to;
  place.delivered = place.delivered || row.hands_over;
  if (done.to != done.from) {
    place.state = done.to;
    done.released = std::move(place.held.statements);
    place.held = {};
  }
}

bool all_here(const Held& held) {
  return std::all_of(held.row->documents.begin(), held.row->documents.end(),
                     [&](const auto& document) {
                       return std::find(held.documents.begin(), held.documents.end(), document) !=
                              held.documents.end();
                     });
}

// Two documents, one act: the first is held, the last moves all of them.
Step hold(const Row& row, Place& place, const CaseStatement& statement, std::size_t index) {
  Step done;
  auto& held = place.held;
  const bool again = held.row == &row && std::find(held.documents.begin(), held.documents.end(),
                                                   statement.document) != held.documents.end();
  if (again) {
    done.code = value::Code("CASE-05");
    return done;
  }
  if (held.row != &row) {
    done.released = std::move(held.statements);
    held = {&row, {}, {}};
  }
  held.documents.push_back(statement.document);
  if (!all_here(held)) {
    held.statements.push_back(index);
    done.effect = Effect::held;
    done.aim = row.to;
    return done;
  }
  done.companions = std::move(held.statements);
  held = {};
  move(row, place, done);
  return done;
}

Step without_row(const Ground& ground, const Place& place, const CaseStatement& statement,
                 value::Code code) {
  Step done;
  const bool sent = place.state != ground.machine->initial;
  const bool may_be_noted = statement.document == "technical_receipt" ||
                            ground.machine->noted.contains(statement.document);
  if (!sent) {
    done.code = value::Code("CASE-05");
  } else if (!may_be_noted) {
    done.code = code;
  } else if (statement.document == "breach_notice" && !place.delivered) {
    done.code = value::Code("CASE-09");
  } else {
    done.effect = Effect::noted;
  }
  return done;
}

}  // namespace

Step step(const Ground& ground, Place& place, const CaseStatement& statement, std::size_t index) {
  const bool opens = statement.document == "request" || statement.after.empty();
  if (opens && statement.digest != ground.opening) {
    Step refused;
    refused.code = value::Code("CASE-07");
    return refused;
  }
  const auto search = row_for(ground, place, statement);
  if (search.row == nullptr) {
    return without_row(ground, place, statement, search.code);
  }
  if (search.row->documents.size() > 1) {
    return hold(*search.row, place, statement, index);
  }
  Step done;
  move(*search.row, place, done);
  return done;
}

}  // namespace comity::casework
