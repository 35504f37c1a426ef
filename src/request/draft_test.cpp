#include "request/draft.h"

#include "codec/json.h"
#include "record/check.h"
#include "record/record.h"
#include "record/tables.h"
#include "record/view.h"
#include "request/checklist.h"
#include "support/casework.h"
#include "support/check_case.h"
#include "value/result.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace comity::request {
namespace {

using testing_support::CheckCase;
using testing_support::reference;
using testing_support::tables;

class DraftOf : public testing::TestWithParam<std::string> {};

TEST_P(DraftOf, IsTheExampleAndARecord) {
  const auto draft = draft_record(tables(), GetParam(), DraftFill::example);
  ASSERT_TRUE(draft.has_value());
  EXPECT_TRUE(record::Record::make(tables(), GetParam(), *draft).has_value());
}

TEST_P(DraftOf, AsASkeletonLacksOnlyValues) {
  const auto draft = draft_record(tables(), GetParam(), DraftFill::skeleton);
  ASSERT_TRUE(draft.has_value());
  const auto findings = record::check(tables(), *tables().find(GetParam()), *draft);
  EXPECT_FALSE(findings.empty());
  for (const record::Finding& finding : findings) {
    EXPECT_NE(finding.code, value::Code("REC-04")) << finding.path;
    EXPECT_NE(finding.sentence, "is required and missing")
        << finding.path << (finding.path == "provider" ? " may be a location" : "");
  }
}

TEST_P(DraftOf, HasAHintForEveryFieldItMayHave) {
  const auto hints = draft_hints(tables(), GetParam());
  ASSERT_TRUE(hints.has_value());
  const auto draft = draft_record(tables(), GetParam(), DraftFill::example);
  for (const std::string& name : record::View(&*draft).names()) {
    EXPECT_TRUE(std::any_of(hints->begin(), hints->end(), [&](const Hint& hint) {
      return hint.path == name || hint.path == name + "[]";
    })) << name;
  }
  for (const Hint& hint : *hints) {
    EXPECT_FALSE(hint.type.empty() || hint.requirement.empty()) << hint.path;
  }
}

INSTANTIATE_TEST_SUITE_P(Draft, DraftOf, testing::ValuesIn(tables().enabled_kinds()));

TEST(Draft, ExplainsRowsCodesAndWhoSetsAField) {
  const auto hints = draft_hints(tables(), "mla_content").value();
  const auto find = [&](const std::string& path) {
    const auto found = std::find_if(hints.begin(), hints.end(),
                                    [&](const Hint& hint) { return hint.path == path; });
    return found == hints.end() ? Hint{} : *found;
  };
  EXPECT_EQ(find("facts_summary").type, "text of at most 6000 characters");
  EXPECT_EQ(find("offences[].life").requirement, "required");
  EXPECT_EQ(find("message_id").requirement, "set at signing");
  EXPECT_EQ(find("cooperation_basis").requirement, "computed");
  EXPECT_EQ(find("urgency").codes.front(), "emergency");
  EXPECT_EQ(find("authorisation.type").codes.front(), "judge");
  EXPECT_EQ(find("data_sets[].subtypes[]").type, "list: one of cl_data_subtype");
  EXPECT_FALSE(find("necessity").source.empty() && find("necessity").rule.empty());
}

TEST(Draft, OfAKindNotEnabledNamesThoseThatAre) {
  const auto refused = draft_record(tables(), "extradition_request", DraftFill::example);
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code, value::Code("REC-02"));
  EXPECT_NE(refused.error().detail.find("mla_content"), std::string::npos);
  EXPECT_FALSE(draft_hints(tables(), "tea").has_value());
}

TEST(Draft, IsCompletedWithWhatIsComputedAndDeclared) {
  CheckCase one("preservation_request");
  const auto signed_record = completed(reference(), "preservation_request", one.json());
  const record::View view(&signed_record);
  EXPECT_EQ(view.at("cooperation_basis").text(), "35.1.b");
  EXPECT_EQ(view.at("political_nature_declaration.declared").boolean(), true);
  EXPECT_TRUE(record::Record::make(tables(), "preservation_request", signed_record).has_value());
  one.input().record = view;
  EXPECT_EQ(run_rule("LG-12", one.input()).size(), 1U);
}

TEST(Draft, KeepsADeclarationThatIsGiven) {
  CheckCase one("mla_content");
  one.set("political_nature_declaration", R"({"declared":false,"text":"Under review."})");
  const auto signed_record = completed(reference(), "mla_content", one.json());
  EXPECT_EQ(record::View(&signed_record).at("political_nature_declaration.declared").boolean(),
            false);
  const codec::Json no_object("text");
  EXPECT_EQ(completed(reference(), "mla_content", no_object), no_object);
}

}  // namespace
}  // namespace comity::request
