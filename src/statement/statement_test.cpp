#include "statement/statement.h"

#include "codec/json.h"
#include "signed/envelope.h"
#include "support/code.h"
#include "value/bytes.h"
#include "value/instant.h"
#include "value/result.h"
#include "value/uuid.h"

#include <gtest/gtest.h>

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

namespace comity::statement {
namespace {

using codec::Json;
using support::code_of;
using support::detail_of;

constexpr const char* first_id = "0192f0c1-7f00-7000-8000-000000000001";
constexpr const char* second_id = "0192f0c1-7f00-7000-8000-000000000002";
const std::string low(64, '1');
const std::string high(64, '2');

class StatementTest : public testing::Test {
 protected:
  static Json::Object opening() {
    return {{"schema", "preservation_request/1"},
            {"statement_id", first_id},
            {"case_id", first_id},
            {"after", Json::Array()},
            {"from_desk", "xa.247"},
            {"to_desks", Json::Array{"xb.247"}},
            {"made_at", "2026-11-03T02:14:09Z"},
            {"record", Json::Object{{"subject", "invented"}}}};
  }

  static Json::Object later() {
    Json::Object all = opening();
    all["statement_id"] = second_id;
    all["after"] = Json::Array{low, high};
    return all;
  }

  static value::Result<Statement> read(const Json& json) {
    return read_payload(value::bytes_of(codec::write_json(json)));
  }

  static value::Result<Statement> with(Json::Object all, const std::string& name,
                                       const Json& changed) {
    all.insert_or_assign(name, changed);
    return read(all);
  }
};

TEST_F(StatementTest, AnOpeningStatementIsRead) {
  const auto statement = read(opening());
  ASSERT_EQ(code_of(statement), "");
  const Head& head = statement->head;
  EXPECT_EQ(head.document, "preservation_request");
  EXPECT_EQ(head.version, 1);
  EXPECT_EQ(head.schema(), "preservation_request/1");
  EXPECT_EQ(head.statement_id.text(), first_id);
  EXPECT_TRUE(head.opens());
  EXPECT_TRUE(head.after.empty());
  EXPECT_EQ(head.from_desk, "xa.247");
  EXPECT_EQ(head.to_desks, std::vector<std::string>{"xb.247"});
  EXPECT_EQ(head.made_at.text(), "2026-11-03T02:14:09Z");
  EXPECT_EQ(codec::write_json(statement->record), R"({"subject":"invented"})");
}

TEST_F(StatementTest, ALaterStatementNamesItsParents) {
  const auto statement = read(later());
  ASSERT_EQ(code_of(statement), "");
  EXPECT_FALSE(statement->head.opens());
  ASSERT_EQ(statement->head.after.size(), 2U);
  EXPECT_EQ(statement->head.after.back().hex(), high);
}

TEST_F(StatementTest, IsWrittenAsItIsRead) {
  for (const auto& json : {opening(), later()}) {
    const std::string text = codec::write_json(json);
    const auto bytes = write_payload(read(json).value());
    ASSERT_EQ(code_of(bytes), "");
    EXPECT_EQ(value::text_of(*bytes), text);
  }
}

TEST_F(StatementTest, ANewerVersionIsCalledThat) {
  EXPECT_EQ(code_of(with(opening(), "schema", "preservation_request/2")), "STMT-02");
  EXPECT_EQ(code_of(with(opening(), "schema", "decision_grant/17")), "STMT-02");
}

TEST_F(StatementTest, AMalformedSchemaIsRefused) {
  for (const char* const schema :
       {"", "/1", "preservation_request", "preservation_request/", "preservation_request/01",
        "preservation_request/1 ", "preservation_request/0x1", "Preservation/1", "a-b/1", "a/1/1",
        "preservation_request/99999999999"}) {
    EXPECT_EQ(code_of(with(opening(), "schema", schema)), "STMT-01") << schema;
  }
  EXPECT_EQ(code_of(with(opening(), "schema", std::string(65, 'a') + "/1")), "STMT-01");
}

TEST_F(StatementTest, MissingUnknownDoubledAndMistypedMembersAreRefused) {
  for (const auto& [name, ignored] : opening()) {
    Json::Object all = opening();
    all.erase(name);
    EXPECT_EQ(code_of(read(all)), "JSON-07") << name;
    EXPECT_EQ(code_of(with(opening(), name, true)), "JSON-08") << name;
  }
  const auto unknown = with(opening(), "urgency", "high");
  EXPECT_EQ(code_of(unknown), "JSON-09");
  EXPECT_EQ(detail_of(unknown), "statement.urgency");
  std::string doubled = codec::write_json(opening());
  doubled.insert(1, R"("from_desk":"xc.247",)");
  EXPECT_EQ(code_of(read_payload(value::bytes_of(doubled))), "JSON-03");
  EXPECT_EQ(code_of(read("text")), "JSON-06");
  EXPECT_EQ(code_of(read_payload({})), "JSON-02");
}

TEST_F(StatementTest, ATimeWithoutItsZoneIsRefused) {
  EXPECT_EQ(code_of(with(opening(), "made_at", "2026-11-03T02:14:09")), "VAL-02");
  EXPECT_EQ(code_of(with(opening(), "made_at", "2026-11-03")), "VAL-03");
  EXPECT_EQ(code_of(with(opening(), "made_at", "yesterday")), "VAL-03");
}

TEST_F(StatementTest, IdentifiersAreUuidsOfVersionSeven) {
  EXPECT_EQ(code_of(with(opening(), "statement_id", "1")), "VAL-05");
  EXPECT_EQ(code_of(with(opening(), "case_id", "0192f0c1-7f00-4000-8000-000000000001")), "VAL-05");
}

TEST_F(StatementTest, DesksAreDirectoryNames) {
  EXPECT_EQ(code_of(with(opening(), "from_desk", "XA 247")), "STMT-01");
  EXPECT_EQ(code_of(with(opening(), "from_desk", "")), "STMT-01");
  EXPECT_EQ(code_of(with(opening(), "to_desks", Json::Array{"XB"})), "STMT-01");
  EXPECT_EQ(code_of(with(opening(), "to_desks", Json::Array{7})), "STMT-01");
  EXPECT_EQ(code_of(with(opening(), "to_desks", Json::Array(16, "xb.247"))), "");
  EXPECT_EQ(code_of(with(opening(), "to_desks", Json::Array(17, "xb.247"))), "STMT-01");
}

TEST_F(StatementTest, ParentsStandOnceAndInOrder) {
  EXPECT_EQ(code_of(with(later(), "after", Json::Array{low})), "");
  EXPECT_EQ(code_of(with(later(), "after", Json::Array{high, low})), "STMT-03");
  EXPECT_EQ(code_of(with(later(), "after", Json::Array{low, low})), "STMT-03");
  EXPECT_EQ(code_of(with(later(), "after", Json::Array{7})), "STMT-03");
  EXPECT_EQ(code_of(with(later(), "after", Json::Array{"11"})), "VAL-01");
  EXPECT_EQ(code_of(with(later(), "after", Json::Array(65, low))), "STMT-03");
}

TEST_F(StatementTest, OnlyWhatOpensACaseHasNoParents) {
  EXPECT_EQ(code_of(with(later(), "after", Json::Array())), "STMT-03");
  EXPECT_EQ(code_of(with(opening(), "after", Json::Array{low})), "STMT-03");
}

TEST_F(StatementTest, SizesAreBoundedInBothDirections) {
  Statement statement = read(opening()).value();
  statement.record = Json::Object{{"subject", ""}};
  const std::size_t empty = write_payload(statement)->size();
  statement.record =
      Json::Object{{"subject", std::string(signed_::max_payload_bytes - empty, 'x')}};
  const auto largest = write_payload(statement);
  ASSERT_EQ(code_of(largest), "");
  EXPECT_EQ(largest->size(), signed_::max_payload_bytes);
  EXPECT_EQ(code_of(read_payload(*largest)), "");
  statement.record =
      Json::Object{{"subject", std::string(signed_::max_payload_bytes - empty + 1, 'x')}};
  EXPECT_EQ(code_of(write_payload(statement)), "STMT-04");
  value::Bytes padded = *largest;
  padded.push_back(' ');
  EXPECT_EQ(code_of(read_payload(padded)), "JSON-01");
}

TEST_F(StatementTest, NestingIsBounded) {
  const auto nested = [](int depth) {
    Json json = Json::Object();
    for (int i = 1; i < depth; ++i) {
      json = Json::Object{{"a", json}};
    }
    return code_of(with(opening(), "record", json));
  };
  EXPECT_EQ(nested(31), "");
  EXPECT_EQ(nested(32), "JSON-05");
}

TEST_F(StatementTest, AClockAheadIsRefusedAndOneBehindIsNot) {
  using std::chrono::hours;
  using std::chrono::milliseconds;
  using std::chrono::minutes;
  const Head head = read(opening()).value().head;
  const auto received = [&](value::Duration later) {
    return code_of(check_time(head, head.made_at + later));
  };
  EXPECT_EQ(received(-hours(2)), "STMT-05") << "made two hours ahead";
  EXPECT_EQ(received(-minutes(10) - milliseconds(1)), "STMT-05");
  EXPECT_EQ(received(-minutes(10)), "");
  EXPECT_EQ(received(minutes(0)), "");
  EXPECT_EQ(received(hours(24 * 90)), "") << "a courier takes its time";
}

}  // namespace
}  // namespace comity::statement
