#include "request/follow_on.h"

#include "codec/json.h"
#include "record/check.h"
#include "record/tables.h"
#include "record/view.h"
#include "support/casework.h"
#include "support/check_case.h"
#include "value/result.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

namespace comity::request {
namespace {

using codec::Json;
using testing_support::example;
using testing_support::reference;
using testing_support::tables;
using testing_support::with;

const std::string first_case = "0192f3a1-0000-7000-8000-000000000001";

struct Followed {
  Json opening = example("preservation_request");
  Json disclosure = example("traffic_partial_disclosure");
  bool disclosed = true;

  value::Result<FollowOn> draft(std::string_view kind) {
    return follow_on(
        reference(), kind,
        {first_case, "preservation_request", &opening, disclosed ? &disclosure : nullptr, {}},
        {"xa.247", "xc.247", "hosting"});
  }
};

std::string origin(const FollowOn& draft, const std::string& field) {
  const auto found = std::find_if(draft.origins.begin(), draft.origins.end(),
                                  [&](const Origin& each) { return each.field == field; });
  return found == draft.origins.end() ? "none" : found->from;
}

TEST(FollowOn, OfADisclosureIsAWholeRequestToTheUpstreamState) {
  const auto draft = Followed().draft("preservation_request");
  ASSERT_TRUE(draft.has_value());
  EXPECT_TRUE(draft->open.empty());
  const record::View record(&draft->record);
  EXPECT_EQ(record.at("kind").text(), "preservation_request");
  EXPECT_EQ(record.at("recipient").text(), "xc.247");
  EXPECT_EQ(record.at("request_status").text(), "follow_up_to_preservation");
  EXPECT_EQ(record.at("case_ref_requesting").text(), "XA-CYB-2026-0417");
  EXPECT_EQ(record.at("provider.directory_id").text(), "prov-exemple-relay");
  EXPECT_EQ(record.at("provider.state").text(), "XC");
  EXPECT_EQ(record.at("identifiers[0].value").text(), "198.51.100.24");
  EXPECT_EQ(record.at("identifiers[0].use").text(), "host");
  EXPECT_EQ(record.at("data_sets[0].identifier_refs").texts(), std::vector<std::string>{"h1"});
  EXPECT_EQ(record.at("data_sets[0].period_from").text(), "2026-10-20T00:00:00Z");
  EXPECT_NE(record.at("facts_summary").text()->find("Exemple Relay SARL"), std::string::npos);
  EXPECT_EQ(origin(*draft, "provider"), "upstream_provider of the partial disclosure");
  EXPECT_EQ(origin(*draft, "offences"), "offences of the preservation_request");
}

TEST(FollowOn, AsksAboutNobodyTheFirstRequestNamed) {
  const auto draft = Followed().draft("preservation_request").value();
  const std::string text = codec::write_json(draft.record);
  EXPECT_EQ(text.find("restore-desk@mail.example.org"), std::string::npos);
  EXPECT_EQ(text.find("203.0.113.77"), std::string::npos);
}

TEST(FollowOn, BlocksNoRuleBetweenTheStatesConcerned) {
  auto draft = Followed().draft("preservation_request").value();
  testing_support::CheckCase one("preservation_request");
  auto& input = one.input();
  input.record = record::View(&draft.record);
  input.requested = &testing_support::profile("XC");
  for (const Finding& finding : run_checklist(input)) {
    EXPECT_NE(finding.result, RuleResult::block) << finding.rule << " " << finding.sentence;
  }
}

TEST(FollowOn, NamesOneOriginForEachField) {
  for (const char* kind : {"preservation_request", "mla_subscriber", "mla_content"}) {
    const auto draft = Followed().draft(kind).value();
    std::set<std::string> fields;
    for (const Origin& each : draft.origins) {
      EXPECT_TRUE(fields.insert(each.field).second) << each.field;
      EXPECT_FALSE(each.from.empty()) << each.field;
      EXPECT_NE(draft.record.member(each.field), nullptr) << each.field;
    }
  }
}

TEST(FollowOn, LeavesOpenWhatOnlyAPersonCanSay) {
  const auto draft = Followed().draft("mla_content").value();
  const std::set<std::string> open(draft.open.begin(), draft.open.end());
  for (const char* field : {"necessity", "proportionality", "purpose_statement"}) {
    EXPECT_TRUE(open.contains(field)) << field;
  }
  EXPECT_TRUE(std::any_of(open.begin(), open.end(),
                          [](const auto& each) { return each.starts_with("authorisation"); }));
  EXPECT_EQ(origin(draft, "authorisation"), "none");
}

TEST(FollowOn, TakesOnlyTheRowsThatItsKindOpens) {
  const auto subscriber = Followed().draft("mla_subscriber").value();
  const record::View rows = record::View(&subscriber.record).at("data_sets");
  ASSERT_EQ(rows.items().size(), 1U);
  EXPECT_EQ(rows.items().front().at("category").text(), "subscriber");
  EXPECT_EQ(record::View(&subscriber.record).at("identifiers").items().size(), 1U);
  EXPECT_EQ(record::View(&subscriber.record).at("preservation_refs").texts(),
            std::vector<std::string>{first_case});
}

TEST(FollowOn, TellsNothingInALanguageItDoesNotWrite) {
  Followed from;
  from.opening = with(from.opening, "language", "fr");
  const auto draft = from.draft("preservation_request").value();
  EXPECT_EQ(record::View(&draft.record).at("facts_summary").text(),
            record::View(&from.opening).at("facts_summary").text());
  EXPECT_NE(std::find(draft.open.begin(), draft.open.end(), "necessity"), draft.open.end());
}

TEST(FollowOn, KeepsFactsWithinTheirLimit) {
  Followed from;
  from.opening = with(from.opening, "facts_summary", std::string(5990, 'f'));
  const auto draft = from.draft("preservation_request").value();
  EXPECT_EQ(record::View(&draft.record).at("facts_summary").text(), std::string(5990, 'f'));
}

TEST(FollowOn, ReadsEachHopWhateverItsAddress) {
  Followed from;
  from.disclosure =
      with(from.disclosure, "path",
           testing_support::json_of(
               R"([{"ip":"198.51.100.24","time":"2026-11-03T01:14:10Z","direction":"inbound"},
              {"ip":"2001:db8::7","time":"2026-11-03T01:14:11Z","direction":"inbound"}])"));
  const auto draft = from.draft("preservation_request").value();
  EXPECT_EQ(record::View(&draft.record).at("identifiers[1].id_type").text(), "ipv6");
  EXPECT_EQ(record::View(&draft.record).at("data_sets[0].identifier_refs").texts(),
            (std::vector<std::string>{"h1", "h2"}));
}

TEST(FollowOn, AnswersInTheCaseItself) {
  const Followed from;
  FollowedCase preserved{first_case, "preservation_request", &from.opening, nullptr, "XB-77"};
  const auto draft =
      follow_on(reference(), "traffic_partial_disclosure", preserved, {"xb.247", "xa.247", {}});
  ASSERT_TRUE(draft.has_value());
  const record::View record(&draft->record);
  EXPECT_EQ(record.at("preservation_ref").text(), first_case);
  EXPECT_EQ(record.at("case_ref_requesting").text(), "XB-77");
  EXPECT_EQ(record.at("legal_basis[0].article").text(), "43");
  EXPECT_EQ(record.at("data_limited_to_path").boolean(), false) << "a person says so, not a draft";
  EXPECT_NE(std::find(draft->open.begin(), draft->open.end(), "upstream_state"), draft->open.end());
}

TEST(FollowOn, IsRefusedWhereNothingFollows) {
  Followed from;
  EXPECT_EQ(from.draft("spontaneous_information").error().code, value::Code("REQ-02"));
  EXPECT_EQ(from.draft("extradition_request").error().code, value::Code("REC-02"));
  from.disclosed = false;
  EXPECT_EQ(from.draft("preservation_request").error().code, value::Code("REQ-02"));
  const FollowedCase other{first_case, "mla_content", &from.opening, nullptr, {}};
  EXPECT_EQ(follow_on(reference(), "mla_subscriber", other, {}).error().code,
            value::Code("REQ-02"));
}

}  // namespace
}  // namespace comity::request
