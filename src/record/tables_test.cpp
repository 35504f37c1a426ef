#include "record/tables.h"

#include "codec/json.h"
#include "record/check.h"
#include "record/type.h"
#include "record/view.h"
#include "support/casework.h"
#include "support/source_file.h"
#include "value/result.h"

#include <gtest/gtest.h>

#include <ostream>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace comity::record {
namespace {

using codec::Json;
using testing_support::json_of;
using testing_support::tables;

constexpr std::string_view small_casework = R"({
  "code_lists": {"cl_a": [{"code": "x"}, {"code": "y", "note": "n"}], "cl_b": [{"code": "z"}],
                 "cl_ab": {"union_of": ["cl_a", "cl_b"]}},
  "objects": {"thing": [{"name": "size", "type": "int", "required": "R", "rule": ""}]},
  "common": {"case": [{"name": "stage", "type": "enum", "required": "R", "rule": "cl_ab"},
                      {"name": "offences", "type": "obj offence[]", "required": "R", "rule": ""},
                      {"name": "offence.life", "type": "bool", "required": "R", "rule": ""}],
             "identifier": [{"name": "id", "type": "str<=8", "required": "R", "rule": ""}]},
  "kinds": {"small": {"title": "Small", "machine": "M1", "uses": [{"block": "case"}], "requires": [],
            "fields": [{"name": "thing", "type": "obj thing", "required": "O", "rule": ""}]}}})";
constexpr std::string_view small_documents = R"({"enabled_kinds": ["small"], "code_lists": {},
  "objects": {}, "documents": {"note": {"title": "Note",
    "fields": [{"name": "text", "type": "text", "required": "R", "rule": ""}]}}})";

struct Malformed {
  std::string name;
  std::string from;
  std::string to;
  std::string place;

  friend void PrintTo(const Malformed& each, std::ostream* out) { *out << each.name; }
};

class MalformedTables : public testing::TestWithParam<Malformed> {};

TEST_P(MalformedTables, AreRefusedWithTheirPlace) {
  std::string text(small_casework);
  const auto at = text.find(GetParam().from);
  ASSERT_NE(at, std::string::npos);
  text.replace(at, GetParam().from.size(), GetParam().to);
  const auto read = Tables::parse(text, small_documents);
  ASSERT_FALSE(read.has_value());
  EXPECT_EQ(read.error().code, value::Code("REC-01"));
  EXPECT_NE(read.error().detail.find(GetParam().place), std::string::npos) << read.error().detail;
}

INSTANTIATE_TEST_SUITE_P(
    Tables, MalformedTables,
    testing::Values(
        Malformed{"unknown type", "\"type\": \"int\"", "\"type\": \"float\"", "objects.thing.size"},
        Malformed{"unknown requirement", "\"int\", \"required\": \"R\"",
                  "\"int\", \"required\": \"X\"", "objects.thing.size"},
        Malformed{"unknown object", "obj thing", "obj nothing", "small.thing"},
        Malformed{"unknown list", "\"rule\": \"cl_ab\"", "\"rule\": \"cl_c\"", "stage"},
        Malformed{"no list", "\"rule\": \"cl_ab\"", "\"rule\": \"\"", "stage"},
        Malformed{"unknown block", "\"block\": \"case\"", "\"block\": \"cases\"", "kinds.small"},
        Malformed{"unknown block field", "\"block\": \"case\"",
                  "\"block\": \"case\", \"fields\": [\"none\"]", "kinds.small"},
        Malformed{"unknown union part", "\"cl_a\", \"cl_b\"", "\"cl_a\", \"cl_q\"", "cl_q"},
        Malformed{"unknown required field", "\"requires\": []", "\"requires\": [\"none\"]", "none"},
        Malformed{"no title", "\"title\": \"Small\", ", "", "kinds.small"},
        Malformed{"no kinds", "\"kinds\"", "\"kind\"", "kinds"},
        Malformed{"field twice", "\"name\": \"id\"",
                  "\"name\": \"id\", \"type\": \"int\", \"required\": \"R\", \"rule\": \"\"}, "
                  "{\"name\": \"id\"",
                  "common.identifier.id"},
        Malformed{"no JSON", "{", "", "casework.json"}));

TEST(Tables, ReadASmallSpecification) {
  const auto read = Tables::parse(small_casework, small_documents);
  ASSERT_TRUE(read.has_value()) << read.error().detail;
  EXPECT_TRUE(read->has_code("cl_ab", "z"));
  EXPECT_TRUE(read->has_code("cl_ab", "x"));
  EXPECT_FALSE(read->has_code("cl_b", "x"));
  ASSERT_NE(read->object("offence"), nullptr);
  EXPECT_EQ(read->object("offence")->front().name, "life");
  EXPECT_EQ(read->find("small")->fields.size(), 3U);
}

TEST(Tables, HaveAllEighteenKindsAndEnableFive) {
  EXPECT_EQ(tables().names(true).size(), 18U);
  EXPECT_EQ(tables().enabled_kinds().size(), 5U);
  EXPECT_TRUE(tables().enabled("mla_content").has_value());
  EXPECT_TRUE(tables().enabled("preservation_request").has_value());
}

TEST(Tables, NameTheEnabledKindsWhenAnotherIsAsked) {
  for (const char* kind : {"extradition_request", "nonsense", "acknowledgement"}) {
    const auto refused = tables().enabled(kind);
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().code, value::Code("REC-02"));
    EXPECT_NE(refused.error().detail.find("mla_subscriber, mla_content"), std::string::npos);
  }
}

TEST(Tables, TakeAnExtensionsFieldsFromItsKindWithoutBlocks) {
  const FieldTable* extension = tables().find("extension");
  ASSERT_NE(extension, nullptr);
  EXPECT_FALSE(extension->request);
  EXPECT_NE(extension->find("extension_days"), nullptr);
  EXPECT_EQ(extension->find("sender"), nullptr);
}

TEST(Tables, LeaveOutAndInheritFields) {
  EXPECT_EQ(tables().find("provider_order")->find("cooperation_basis"), nullptr);
  EXPECT_NE(tables().find("content_interception")->find("collect_from"), nullptr);
  EXPECT_EQ(tables().find("realtime_traffic")->find("data_sets"), nullptr);
}

TEST(Tables, RequireWhatAKindRequires) {
  const Field* authorisation = tables().find("mla_content")->find("authorisation");
  ASSERT_NE(authorisation, nullptr);
  EXPECT_EQ(authorisation->requirement, Requirement::required);
  EXPECT_EQ(tables().find("preservation_request")->find("authorisation"), nullptr);
  EXPECT_TRUE(tables().find("mla_content")->location_for_provider);
}

TEST(Tables, KnowWhoSetsAField) {
  const FieldTable* table = tables().find("preservation_request");
  EXPECT_EQ(table->find("message_id")->set_at, SetAt::signing);
  EXPECT_EQ(table->find("cooperation_basis")->set_at, SetAt::computed);
  EXPECT_EQ(table->find("case_ref_requested")->set_at, SetAt::acknowledgement);
  EXPECT_EQ(table->find("necessity")->set_at, SetAt::draft);
}

TEST(Tables, HaveTheDocumentsOfTheOfferedMachines) {
  const Json casework = json_of(testing_support::source_file("data/casework.json"));
  std::set<std::string> joining;
  for (const std::string& kind : tables().names(true)) {
    joining.insert(View(&casework).at("kinds." + kind + ".joins.as").text().value_or(""));
  }
  for (const std::string& machine : View(&casework).at("offered_machines").texts()) {
    const View rows = View(&casework).at("state_machines." + machine);
    for (const View& row : rows.at("transitions").items()) {
      for (const std::string& document : row.at("documents").texts()) {
        EXPECT_TRUE(document == "request" || joining.contains(document) ||
                    tables().find(document) != nullptr)
            << document;
      }
    }
  }
}

TEST(Tables, SayWhichCategoriesOfDataAKindOpens) {
  EXPECT_EQ(tables().kind("mla_subscriber")->categories,
            (std::vector<std::string>{"subscriber", "identification_only"}));
  EXPECT_TRUE(tables().kind("mla_content")->categories.empty());
}

TEST(Tables, AreDocumentedWithEveryFieldOfEveryDocument) {
  const std::string page = testing_support::source_file("docs/protocol/records.md");
  for (const std::string& name : tables().names(false)) {
    const auto start = page.find("\n| `" + name + "` |");
    ASSERT_NE(start, std::string::npos) << name;
    const std::string row = page.substr(start, page.find('\n', start + 1) - start);
    for (const Field& field : tables().find(name)->fields) {
      const char* mark = field.requirement == Requirement::required   ? ""
                         : field.requirement == Requirement::optional ? "?"
                                                                      : " (C)";
      EXPECT_NE(row.find("`" + field.name + "`" + mark), std::string::npos) << name << field.name;
    }
  }
}

class EveryKind : public testing::TestWithParam<std::string> {};

TEST_P(EveryKind, AcceptsTheExampleOfTheSpecification) {
  const auto findings =
      check(tables(), *tables().find(GetParam()), testing_support::example(GetParam()));
  for (const Finding& finding : findings) {
    ADD_FAILURE() << finding.code.text() << " " << finding.path << " " << finding.sentence;
  }
}

INSTANTIATE_TEST_SUITE_P(Tables, EveryKind, testing::ValuesIn(tables().names(true)));

TEST(Type, ReadsLimitsListsAndObjects) {
  const auto limited = parse_type("text <= 6000 chars", "");
  ASSERT_TRUE(limited.has_value());
  EXPECT_EQ(limited->form, Form::text);
  EXPECT_EQ(limited->max_chars, 6000U);
  const auto list = parse_type("obj hop[]", "");
  ASSERT_TRUE(list.has_value());
  EXPECT_TRUE(list->list);
  EXPECT_EQ(list->object, "hop");
  EXPECT_EQ(parse_type("str<=8", "")->max_chars, 8U);
}

TEST(Type, TakesTheListsThatTheRuleNamesFirst) {
  EXPECT_EQ(parse_type("enum", "cl_kind: kinds; see cl_other")->codes,
            std::vector<std::string>{"cl_kind"});
  EXPECT_EQ(parse_type("enum", "cl_refusal_ground or cl_postponement; only")->codes.size(), 2U);
  EXPECT_FALSE(parse_type("enum[]", "no list").has_value());
  EXPECT_FALSE(parse_type("", "").has_value());
}

}  // namespace
}  // namespace comity::record
