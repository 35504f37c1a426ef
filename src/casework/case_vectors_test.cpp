// The published vectors of docs/protocol/case.md, folded again. That they are right is checked by
// an implementation of its own: tests/foreign/case.py.
#include "casework/case_state.h"
#include "casework/case_statement.h"
#include "casework/fold.h"
#include "codec/json.h"
#include "support/lifecycle_data.h"
#include "support/source_file.h"
#include "value/bytes.h"
#include "value/digest.h"
#include "value/uuid.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

namespace comity::casework {
namespace {

using codec::Json;

std::string text(const Json& json, std::string_view name) {
  const auto* member = json.member(name);
  const auto* found = member == nullptr ? nullptr : member->text();
  return found == nullptr ? std::string() : *found;
}

bool flag(const Json& json, std::string_view name) {
  const auto* member = json.member(name);
  const auto* found = member == nullptr ? nullptr : member->boolean();
  return found != nullptr && *found;
}

Json::Array list(const Json& json, std::string_view name) {
  const auto* member = json.member(name);
  const auto* found = member == nullptr ? nullptr : member->array();
  return found == nullptr ? Json::Array() : *found;
}

value::Digest digest(const std::string& hex) { return value::parse_digest(hex).value(); }

// The opening request's id is the only one that matters; the others are placeholders.
value::Uuid uuid(const std::string& written) {
  return value::parse_uuid(written).value_or(value::Uuid{});
}

Facts facts_of(const Json& json) {
  Facts facts;
  facts.forwarded = flag(json, "forwarded");
  facts.outcome = text(json, "outcome");
  facts.ground = text(json, "ground");
  for (const auto& each : list(json, "cites")) {
    facts.cites.push_back(uuid(each.text() == nullptr ? "" : *each.text()));
  }
  if (json.member("receipted") != nullptr) {
    facts.receipt = {digest(text(json, "receipted")), flag(json, "accepted"), {}};
  }
  if (json.member("counts") != nullptr) {
    facts.counts = digest(text(json, "counts"));
  }
  return facts;
}

CaseStatement statement_of(const Json& json) {
  CaseStatement statement;
  statement.digest = digest(text(json, "digest"));
  statement.statement_id = uuid(text(json, "statement_id"));
  for (const auto& parent : list(json, "after")) {
    statement.after.push_back(digest(parent.text() == nullptr ? "" : *parent.text()));
  }
  statement.document = text(json, "document");
  statement.kind = text(json, "kind");
  statement.side = text(json, "side") == "sender" ? Side::sender : Side::recipient;
  statement.facts = facts_of(json.member("facts") == nullptr ? Json() : *json.member("facts"));
  return statement;
}

void expect_standing(const Disposition& found, const Json& given) {
  EXPECT_EQ(found.digest.hex(), text(given, "digest"));
  EXPECT_EQ(standing_text(found.standing), text(given, "standing")) << found.document;
  EXPECT_EQ(found.from, text(given, "from"));
  EXPECT_EQ(found.to, text(given, "to"));
  EXPECT_EQ(found.code ? found.code->text() : "", text(given, "code"));
  EXPECT_EQ(found.crossing, text(given, "crossing"));
  EXPECT_EQ(found.against ? found.against->hex() : "", text(given, "against"));
}

TEST(CaseVectors, FoldToWhatIsPublished) {
  std::ifstream file(testing_support::source_root() / "docs/protocol/vectors/case/cases.jsonl");
  std::size_t cases = 0;
  for (std::string line; std::getline(file, line); ++cases) {
    const auto json = codec::parse_json(value::bytes_of(line), {.max_bytes = 1U << 20U});
    ASSERT_TRUE(json) << "line " << cases + 1;
    std::vector<CaseStatement> statements;
    for (const auto& each : list(*json, "statements")) {
      statements.push_back(statement_of(each));
    }
    const auto state = fold(statements, testing::lifecycles(), {});
    EXPECT_EQ(state.state, text(*json, "state"));
    const auto standings = list(*json, "standings");
    ASSERT_EQ(state.statements.size(), standings.size());
    for (std::size_t index = 0; index < standings.size(); ++index) {
      expect_standing(state.statements[index], standings[index]);
    }
  }
  EXPECT_GT(cases, 20U);
}

}  // namespace
}  // namespace comity::casework
