#include "record/check.h"

#include "codec/json.h"
#include "record/tables.h"
#include "support/casework.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

namespace comity::record {
namespace {

using codec::Json;
using testing_support::example;
using testing_support::json_of;
using testing_support::tables;
using testing_support::with;

std::string first_of(std::string_view kind, const Json& json) {
  const auto findings = check(tables(), *tables().find(kind), json);
  if (findings.empty()) {
    return "good";
  }
  return std::string(findings.front().code.text()) + " " + findings.front().path;
}

struct Mutation {
  std::string path;
  std::string to;  // JSON; "null" takes the member out
  std::string expected;

  friend void PrintTo(const Mutation& each, std::ostream* out) {
    *out << each.path << " = " << each.to;
  }
};

class PreservationMutation : public testing::TestWithParam<Mutation> {};

TEST_P(PreservationMutation, GivesItsFinding) {
  const auto& [path, to, expected] = GetParam();
  const std::string kind = "preservation_request";
  EXPECT_EQ(first_of(kind, with(example(kind), path, json_of(to))), expected);
}

INSTANTIATE_TEST_SUITE_P(
    Check, PreservationMutation,
    testing::Values(
        Mutation{"case_ref_requesting", "null", "REC-05 case_ref_requesting"},
        Mutation{"case_ref_requesting", "\"  \"", "REC-05 case_ref_requesting"},
        Mutation{"case_ref_requesting", '"' + std::string(65, 'a') + '"',
                 "REC-07 case_ref_requesting"},
        Mutation{"case_ref_requesting", "\"two\\nlines\"", "REC-06 case_ref_requesting"},
        Mutation{"case_ref_requesting", "7", "REC-03 case_ref_requesting"},
        Mutation{"kind", "\"mla_content\"", "REC-10 kind"},
        Mutation{"surprise", "1", "REC-04 surprise"},
        Mutation{"provider.colour", "\"red\"", "REC-04 provider.colour"},
        Mutation{"sender", "\"XA 24/7\"", "REC-06 sender"},
        Mutation{"language", "\"english\"", "REC-06 language"},
        Mutation{"urgency", "\"soon\"", "REC-08 urgency"},
        Mutation{"intends_mla", "\"yes\"", "REC-03 intends_mla"},
        Mutation{"period_days", "\"90\"", "REC-03 period_days"},
        Mutation{"period_days", "-1", "REC-03 period_days"},
        Mutation{"acts_from", "\"2026-11-03T01:10:00\"", "REC-06 acts_from"},
        Mutation{"acts_from", "\"2026-11-03T01:10:00CST\"", "REC-06 acts_from"},
        Mutation{"expected_mla_date", "\"2026-13-01\"", "REC-06 expected_mla_date"},
        Mutation{"offences", "[]", "REC-05 offences"},
        Mutation{"offences", "{}", "REC-03 offences"},
        Mutation{"offences.0.life", "null", "REC-05 offences[0].life"},
        Mutation{"offences.0.convention_article.0", "\"art_99\"",
                 "REC-08 offences[0].convention_article[0]"},
        Mutation{"identifiers.1.source_port", "0", "REC-03 identifiers[1].source_port"},
        Mutation{"identifiers.1.source_port", "65536", "REC-03 identifiers[1].source_port"},
        Mutation{"identifiers.1.source_port", "\"unknown\"", "good"},
        Mutation{"identifiers.1.source_port", "\"none\"", "REC-06 identifiers[1].source_port"},
        Mutation{"identifiers.1.id", "\"i1\"", "REC-09 identifiers[1].id"},
        Mutation{"data_sets.0.identifier_refs.0", "\"i9\"", "REC-09 data_sets[0].identifier_refs"},
        Mutation{"data_sets.0.relation_to_offence", "null",
                 "REC-05 data_sets[0].relation_to_offence"},
        Mutation{"provider.state", "\"Belmora\"", "REC-06 provider.state"},
        Mutation{"provider", "[]", "REC-03 provider"},
        Mutation{"harm_estimate", R"({"amount":"1200.50","currency":"EUR"})", "good"},
        Mutation{"harm_estimate", R"({"amount":"01.5","currency":"EUR"})",
                 "REC-06 harm_estimate.amount"},
        Mutation{"harm_estimate", R"({"amount":"1","currency":"euro"})",
                 "REC-06 harm_estimate.currency"},
        Mutation{"message_id", "\"0190a1b2-0000-4000-8000-000000000001\"", "REC-06 message_id"},
        Mutation{"facts_summary", '"' + std::string(6001, 'x') + '"', "REC-07 facts_summary"},
        Mutation{"purpose_statement", "\"not in this kind\"", "REC-04 purpose_statement"}));

TEST(Check, CountsCharactersNotBytes) {
  std::string text;
  for (int i = 0; i < 6000; ++i) {
    text += "\xD8\xA7";  // U+0627
  }
  const auto json = with(example("preservation_request"), "facts_summary", Json(text));
  EXPECT_EQ(first_of("preservation_request", json), "good");
}

TEST(Check, TakesNullOnlyWhereAValueIsConditional) {
  std::string text = codec::write_json(example("preservation_request"));
  const std::string months = "\"max_penalty_months\":120";
  text.replace(text.find(months), months.size(), "\"max_penalty_months\":null");
  EXPECT_EQ(first_of("preservation_request", json_of(text)), "good");
  const std::string life = "\"life\":false";
  text.replace(text.find(life), life.size(), life + ",\"other_treaty_offence\":null");
  const auto refused = json_of(text);
  EXPECT_EQ(first_of("preservation_request", refused), "REC-03 offences[0].other_treaty_offence");
}

TEST(Check, LetsALocationStandForTheProvider) {
  const auto none = with(example("mla_content"), "provider", Json());
  EXPECT_EQ(first_of("mla_content", none), "REC-05 provider");
  const auto located =
      with(none, "custodian_or_location", json_of(R"({"type":"system_ip","ip":"203.0.113.9"})"));
  EXPECT_EQ(first_of("mla_content", located), "good");
  const auto wrong =
      with(none, "custodian_or_location", json_of(R"({"type":"system_ip","ip":"203.0.113.999"})"));
  EXPECT_EQ(first_of("mla_content", wrong), "REC-06 custodian_or_location.ip");
}

TEST(Check, ReportsEverythingThatIsWrong) {
  const auto findings = check(tables(), *tables().find("mla_content"), Json(Json::Object()));
  EXPECT_GT(findings.size(), 20U);
  EXPECT_TRUE(std::all_of(findings.begin(), findings.end(), [](const Finding& finding) {
    return finding.code == value::Code("REC-05");
  }));
}

TEST(Check, RefusesWhatIsNoObject) {
  EXPECT_EQ(first_of("mla_content", Json(Json::Array())), "REC-03 ");
  EXPECT_EQ(first_of("key_set", Json("text")), "REC-03 ");
}

struct Document {
  std::string name;
  std::string json;
  std::string expected;

  friend void PrintTo(const Document& each, std::ostream* out) {
    *out << each.name << " " << each.json;
  }
};

class DocumentRecord : public testing::TestWithParam<Document> {};

TEST_P(DocumentRecord, IsChecked) {
  EXPECT_EQ(first_of(GetParam().name, json_of(GetParam().json)), GetParam().expected);
}

constexpr const char* package = "0190a1b2-0000-7000-8000-000000000001";

std::string with_package(const std::string& rest) {
  return std::string(R"({"package_id":")") + package + "\"" + rest + "}";
}

INSTANTIATE_TEST_SUITE_P(
    Check, DocumentRecord,
    testing::Values(
        Document{"acknowledgement", R"({"case_ref_requested":"XB-1"})", "good"},
        Document{"acknowledgement", R"({"case_ref_requested":"XB-1","forwarded_to":"xb.other"})",
                 "good"},
        Document{"acknowledgement", "{}", "REC-05 case_ref_requested"},
        Document{"decision_grant", R"({"outcome":"granted"})", "good"},
        Document{"decision_grant", R"({"outcome":"refused"})", "REC-08 outcome"},
        Document{"decision_refusal",
                 R"({"outcome":"refused","ground":"not_conform","reasons_to_sender":"Reasons."})",
                 "good"},
        Document{"decision_refusal", R"({"outcome":"refused","ground":"not_conform"})",
                 "REC-05 reasons_to_sender"},
        Document{"decision_refusal",
                 R"({"outcome":"refused","ground":"whim","reasons_to_sender":"Reasons."})",
                 "REC-08 ground"},
        Document{"decision_postponement",
                 R"({"outcome":"postponed","ground":"safety_of_person","reasons_to_sender":"R"})",
                 "REC-05 review_date"},
        Document{"decision_partial",
                 R"({"outcome":"partial","reasons_to_sender":"R",
                     "row_decisions":[{"row":"ds1","outcome":"granted"}]})",
                 "good"},
        Document{"preservation_notice", R"({"outcome":"no_data"})", "good"},
        Document{"preservation_notice", R"({"outcome":"in_force","frozen":"Mailbox"})",
                 "REC-05 latest_end"},
        Document{"preservation_notice",
                 R"({"outcome":"in_force","frozen":"Mailbox","latest_end":"2027-02-19"})", "good"},
        Document{"delivery_notice", with_package(R"(,"rows":["ds1"],"objects":3,"bytes":9)"),
                 "good"},
        Document{"delivery_notice", with_package(R"(,"rows":[],"objects":3,"bytes":9)"),
                 "REC-05 rows"},
        Document{"integrity_dispute", with_package(R"(,"reason":"hash_mismatch","text":"t")"),
                 "good"},
        Document{"technical_receipt",
                 R"({"letter_id":"0190a1b2-0000-7000-8000-000000000001","verdict":"refused",
                     "codes":["SIGNED-03"],"received_at":"2026-11-21T10:00:00Z"})",
                 "good"},
        Document{"technical_receipt",
                 R"({"letter_id":"0190a1b2-0000-7000-8000-000000000001","verdict":"accepted",
                     "codes":[],"received_at":"2026-11-21T10:00:00Z"})",
                 "REC-05 statement_id"},
        Document{"correction", R"({"text":"The date was wrong."})", "good"},
        Document{"breach_notice", R"({"text":"A laptop was lost.","found_at":"2026-11-21"})",
                 "REC-06 found_at"},
        Document{"supplement",
                 R"({"text":"Rows.","data_sets":[{"category":"subscriber","subtypes":["name"],
                     "identifier_refs":["i1"],"relation_to_offence":"It proves who."}]})",
                 "good"},
        Document{"extension",
                 R"({"preservation_ref":"0190a1b2-0000-7000-8000-000000000001",
                     "current_expiry":"2027-02-19","extension_days":60,
                     "reason":"mla_in_preparation","mla_sent":false})",
                 "good"},
        Document{"withdrawal", R"({"reason":"The suspect confessed."})", "good"},
        Document{"withdrawal", R"({"reason":"x","more":"y"})", "REC-04 more"},
        Document{"key_set", R"({"node":"xa","serial":1,"anything":[1,2]})", "good"}));

}  // namespace
}  // namespace comity::record
