#include "request/checklist.h"

#include "codec/json.h"
#include "request/finding.h"
#include "request/lifecycle.h"
#include "request/rule_book.h"
#include "support/casework.h"
#include "support/check_case.h"
#include "value/result.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace comity::request {
namespace {

using testing_support::CheckCase;
using testing_support::json_of;
using testing_support::reference;

class EnabledKind : public testing::TestWithParam<std::string> {};

TEST_P(EnabledKind, HasAnExampleWithoutBlockers) {
  for (const Side side : {Side::sender, Side::recipient}) {
    CheckCase one(GetParam());
    one.input().side = side;
    for (const Finding& finding : one.run()) {
      EXPECT_NE(finding.result, RuleResult::block)
          << finding.rule << " " << finding.path << " " << finding.sentence;
    }
    EXPECT_FALSE(blocked(one.run()));
  }
}

TEST_P(EnabledKind, IsAnsweredByEveryRuleWithItsArticle) {
  CheckCase one(GetParam());
  std::set<std::string> seen;
  for (const Finding& finding : one.run()) {
    seen.insert(finding.rule);
    EXPECT_FALSE(finding.articles.empty()) << finding.rule;
    EXPECT_FALSE(finding.sentence.empty()) << finding.rule;
  }
  for (const std::string_view id : checklist_ids()) {
    EXPECT_TRUE(seen.contains(std::string(id))) << id;
  }
}

TEST_P(EnabledKind, DoesNotFallOverWithoutAnyFieldOrProfile) {
  CheckCase one(GetParam());
  const codec::Json nothing = codec::Json::Object();
  CheckInput& input = one.input();
  input.requesting = nullptr;
  input.requested = nullptr;
  EXPECT_FALSE(run_checklist(input).empty());
  input.record = record::View(&nothing);
  EXPECT_FALSE(run_checklist(input).empty());
  input.record = record::View();
  EXPECT_FALSE(run_checklist(input).empty());
}

INSTANTIATE_TEST_SUITE_P(Checklist, EnabledKind,
                         testing::ValuesIn(reference().tables.enabled_kinds()));

TEST(Checklist, HasEveryRuleThatTheEnabledKindsTouch) {
  const auto ids = checklist_ids();
  const std::set<std::string_view> other = {"LG-10", "EM-01", "EM-02", "PO-01"};
  for (const RuleFacts& facts : reference().rules.all()) {
    const bool here = std::find(ids.begin(), ids.end(), facts.id) != ids.end();
    EXPECT_NE(here, other.contains(facts.id)) << facts.id;
  }
}

TEST(Checklist, RunsEachRuleOnceInTheOrderOfTheData) {
  const auto ids = checklist_ids();
  EXPECT_EQ(std::set<std::string_view>(ids.begin(), ids.end()).size(), ids.size());
  CheckCase one("mla_content");
  const auto findings = one.run();
  ASSERT_FALSE(findings.empty());
  EXPECT_EQ(findings.front().rule, "ID-01");
  EXPECT_EQ(findings.back().rule, "TD-03");
}

TEST(Checklist, GivesOnlyResultsThatTheDataAllows) {
  CheckCase one("mla_content");
  one.set("identifiers.0.value", "\"no mail\"").set("data_sets.0.period_from", "null");
  one.set("legal_basis.0.instrument", "\"reciprocity\"").set("protected_persons", "[]");
  for (const Finding& finding : one.run()) {
    const auto& levels = reference().rules.find(finding.rule)->levels;
    const bool softer =
        finding.result == RuleResult::pass || finding.result == RuleResult::not_checked;
    EXPECT_TRUE(softer || std::find(levels.begin(), levels.end(), result_text(finding.result)) !=
                              levels.end())
        << finding.rule << " " << result_text(finding.result);
  }
}

TEST(Checklist, OffersTheFixOfTheData) {
  CheckCase one("preservation_request");
  const auto found = one.set("period_days", "120").run("PR-01");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found.front().fix, "60 to 90 days; extend later");
  EXPECT_EQ(found.front().articles, "42(8)");
}

TEST(Checklist, KnowsNoOtherRules) {
  EXPECT_EQ(CheckCase("mla_content").first("XX-99"), "no such rule");
}

TEST(RuleBook, RefusesMalformedData) {
  EXPECT_EQ(RuleBook::read(json_of("{}")).error().code, value::Code("REQ-01"));
  EXPECT_EQ(RuleBook::read(json_of(R"({"checklist_rules":[{"id":"ID-01"}]})")).error().code,
            value::Code("REQ-01"));
  EXPECT_EQ(read_reference("{", "{}", "{}").error().code, value::Code("REQ-01"));
  EXPECT_EQ(read_reference("{}", "{}", "{}").error().code, value::Code("REC-01"));
}

TEST(RuleBook, KnowsWhatARecipientEnforces) {
  EXPECT_TRUE(reference().rules.find("DS-02")->recipient_enforces);
  EXPECT_FALSE(reference().rules.find("FM-01")->recipient_enforces);
  EXPECT_EQ(reference().rules.find("nothing"), nullptr);
  EXPECT_EQ(reference().rules.authorisations("traffic")->front(), "prosecutor");
  EXPECT_EQ(reference().rules.authorisations("tea"), nullptr);
}

}  // namespace
}  // namespace comity::request
