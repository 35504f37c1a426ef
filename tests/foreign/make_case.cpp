// Prints the vectors of docs/protocol/case.md: for each case its statements, and what the fold says
// of them. tests/foreign/case.py computes the same from the page alone.
#include "casework/case_state.h"
#include "casework/case_statement.h"
#include "casework/fold.h"
#include "codec/json.h"
#include "request/lifecycle.h"
#include "support/case_story.h"
#include "support/lifecycle_data.h"
#include "support/random_case.h"
#include "value/digest.h"

#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <random>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace {

using namespace comity;  // NOLINT(google-build-using-namespace)
using casework::CaseStatement;
using codec::Json;

Json hexes(const std::vector<value::Digest>& digests) {
  Json::Array list;
  for (const auto& digest : digests) {
    list.emplace_back(digest.hex());
  }
  return list;
}

Json facts_json(const casework::Facts& facts) {
  Json::Object json{{"forwarded", facts.forwarded}, {"outcome", facts.outcome}};
  json.emplace("ground", facts.ground);
  Json::Array cites;
  for (const auto& each : facts.cites) {
    cites.emplace_back(each.text());
  }
  json.emplace("cites", std::move(cites));
  if (facts.receipt) {
    json.emplace("receipted", facts.receipt->receipted.hex());
    json.emplace("accepted", facts.receipt->accepted);
  }
  if (facts.counts) {
    json.emplace("counts", facts.counts->hex());
  }
  return json;
}

Json statement_json(const CaseStatement& statement) {
  Json::Object json{{"digest", statement.digest.hex()}, {"document", statement.document}};
  json.emplace("after", hexes(statement.after));
  json.emplace("statement_id", statement.statement_id.text());
  json.emplace("kind", statement.kind);
  json.emplace("side", std::string(request::side_text(statement.side)));
  json.emplace("facts", facts_json(statement.facts));
  return json;
}

Json disposition_json(const casework::Disposition& each) {
  Json::Object json{{"digest", each.digest.hex()}, {"from", each.from}, {"to", each.to}};
  json.emplace("standing", std::string(casework::standing_text(each.standing)));
  json.emplace("code", each.code ? std::string(each.code->text()) : std::string());
  json.emplace("crossing", each.crossing);
  json.emplace("against", each.against ? each.against->hex() : std::string());
  return json;
}

Json vector_json(const std::vector<CaseStatement>& statements) {
  const auto state = casework::fold(statements, testing::lifecycles(), testing::story_start);
  Json::Array told;
  for (const auto& each : statements) {
    told.push_back(statement_json(each));
  }
  Json::Array standings;
  for (const auto& each : state.statements) {
    standings.push_back(disposition_json(each));
  }
  Json::Object json{{"statements", std::move(told)}, {"standings", std::move(standings)}};
  json.emplace("state", state.state);
  json.emplace("heads", hexes(state.heads));
  json.emplace("awaited", hexes(state.awaited));
  return json;
}

}  // namespace

/// foreign_make_case FIRST COUNT: that many cases, from that seed on, one JSON object a line.
int main(int count, char** words) {
  const std::span arguments(words, static_cast<std::size_t>(count));
  if (arguments.size() != 3) {
    return 2;
  }
  const auto first = std::strtoull(arguments[1], nullptr, 10);
  const auto last = first + std::strtoull(arguments[2], nullptr, 10);
  for (std::uint64_t seed = first; seed < last; ++seed) {
    std::mt19937_64 source(seed);
    auto statements = testing::RandomCase(testing::lifecycles(), [&](std::size_t bound) {
                        return source() % bound;
                      }).of(4 + seed % 24);
    if (seed % 5 == 0) {
      statements.erase(statements.begin() + 2);
    }
    std::cout << codec::write_json(vector_json(statements)) << "\n";
  }
  return 0;
}
