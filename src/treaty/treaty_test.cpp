#include "support/casework.h"
#include "support/source_file.h"
#include "treaty/articles.h"
#include "treaty/cooperation.h"
#include "treaty/grounds.h"
#include "treaty/offences.h"
#include "treaty/seriousness.h"
#include "value/result.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace comity::treaty {
namespace {

using testing_support::json_of;
using testing_support::source_file;

const Offences& offences() {
  static const Offences read =
      Offences::read(json_of(source_file("data/convention/offences.json"))).value();
  return read;
}

const Grounds& grounds() {
  static const Grounds read =
      Grounds::read(json_of(source_file("data/convention/grounds.json"))).value();
  return read;
}

const Articles& articles() {
  static const Articles read =
      Articles::read(json_of(source_file("data/convention/request-content.json"))).value();
  return read;
}

TEST(FourYearTest, CountsTheMaximumInMonths) {
  EXPECT_EQ(four_year_test({.max_months = 47}), Seriousness::not_serious);
  EXPECT_EQ(four_year_test({.max_months = 48}), Seriousness::serious);
  EXPECT_EQ(four_year_test({.max_months = 0}), Seriousness::not_serious);
}

TEST(FourYearTest, TakesLifeAsSeriousWhateverElseIsSaid) {
  EXPECT_EQ(four_year_test({.max_months = {}, .life = true}), Seriousness::serious);
  EXPECT_EQ(four_year_test({.max_months = 12, .life = true}), Seriousness::serious);
}

TEST(FourYearTest, LeavesLawWithoutMaximumToAPerson) {
  EXPECT_EQ(four_year_test({.max_months = 60, .life = false, .no_statutory_cap = true}),
            Seriousness::for_a_person);
  EXPECT_EQ(four_year_test({}), Seriousness::for_a_person);
}

TEST(Offences, AreTheConventionsFromArticle7To17And19) {
  for (int article = 7; article <= 17; ++article) {
    EXPECT_TRUE(offences().of_the_convention("art_" + std::to_string(article)));
  }
  EXPECT_TRUE(offences().of_the_convention("art_19_participation_attempt"));
  EXPECT_FALSE(offences().of_the_convention("serious_crime_only"));
  EXPECT_FALSE(offences().of_the_convention("other_un_treaty"));
  EXPECT_FALSE(offences().of_the_convention("art_18"));
}

TEST(Offences, CoverEveryCodeOfTheCodeList) {
  for (const auto& entry : *testing_support::tables().codes("cl_offence")) {
    EXPECT_NE(offences().find(entry.code), nullptr) << entry.code;
  }
}

TEST(Offences, HaveTitlesInSixLanguages) {
  ASSERT_NE(offences().find("art_10"), nullptr);
  EXPECT_EQ(offences().find("art_10")->titles.size(), 6U);
  EXPECT_EQ(offences().find("art_10")->article, 10);
}

TEST(Offences, RefuseMalformedData) {
  EXPECT_EQ(Offences::read(json_of("{}")).error().code, value::Code("TREATY-01"));
  EXPECT_EQ(Offences::read(json_of(R"({"offences":[{"article":7}]})")).error().code,
            value::Code("TREATY-01"));
}

TEST(CooperationBasis, FollowsFromClassAndOffences) {
  EXPECT_EQ(cooperation_basis("proceedings", {{"art_10"}}, offences()), "35.1.a");
  EXPECT_EQ(cooperation_basis("evidence", {{"art_10"}}, offences()), "35.1.b");
  EXPECT_EQ(cooperation_basis("evidence", {{"serious_crime_only"}}, offences()), "35.1.c");
  EXPECT_EQ(cooperation_basis("evidence", {{"other_un_treaty"}}, offences()), "35.1.c");
}

TEST(CooperationBasis, IsTheNarrowestOfAllRows) {
  EXPECT_EQ(cooperation_basis("evidence", {{"art_10"}, {"serious_crime_only"}}, offences()),
            "35.1.c");
  EXPECT_EQ(cooperation_basis("evidence", {{"art_10", "other_un_treaty"}}, offences()), "35.1.b");
}

TEST(CooperationBasis, IsNothingForDomesticOrdersOrWithoutOffences) {
  EXPECT_FALSE(cooperation_basis("domestic", {{"art_10"}}, offences()).has_value());
  EXPECT_FALSE(cooperation_basis("evidence", {}, offences()).has_value());
}

TEST(Grounds, ForPreservationAreOnlyThoseOfArticle42) {
  std::vector<std::string> codes;
  for (const Ground& ground : grounds().for_kind("preservation")) {
    codes.push_back(ground.code);
  }
  const std::vector<std::string> expected = {"sovereignty_security_ordre_public",
                                             "domestic_law_prohibits", "discrimination_purpose",
                                             "preservation_dual_crim_reserved"};
  EXPECT_EQ(codes, expected);  // Art. 42(6) with 40(21)(b), (c), 40(22); Art. 42(5)
}

TEST(Grounds, SayWhetherConsultationComesFirst) {
  EXPECT_TRUE(grounds()
                  .find("sovereignty_security_ordre_public", "stored_data")
                  ->prior_consultation);  // Art. 40(28)
  EXPECT_FALSE(grounds().find("discrimination_purpose", "stored_data")->prior_consultation);
  EXPECT_TRUE(grounds().find("ongoing_domestic_proceedings", "mla")->prior_consultation);
}

TEST(Grounds, CarryTheirArticle) {
  EXPECT_EQ(grounds().find("sovereignty_security_ordre_public", "mla")->article, "40(21)(b)");
  EXPECT_EQ(grounds().find("discrimination_purpose", "mla")->article, "40(22)");
}

TEST(Grounds, DoNotApplyOutsideTheirKinds) {
  EXPECT_EQ(grounds().find("dual_criminality", "preservation"), nullptr);  // Art. 42(4)
  EXPECT_NE(grounds().find("dual_criminality", "stored_data"), nullptr);
  EXPECT_EQ(grounds().find("immunity_privilege", "stored_data"), nullptr);
  EXPECT_EQ(grounds().find("", "none"), nullptr);
}

TEST(Grounds, PairDetailCodesWithTreatyGrounds) {
  ASSERT_NE(grounds().detail("incomplete_after_supplement"), nullptr);
  EXPECT_EQ(grounds().detail("incomplete_after_supplement")->pair_with.front(), "NOT_CONFORM");
  EXPECT_TRUE(grounds().detail("no_such_data")->pair_with.empty());
  EXPECT_EQ(grounds().detail("not_conform"), nullptr);
}

TEST(Grounds, RefuseMalformedData) {
  EXPECT_EQ(Grounds::read(json_of("{}")).error().code, value::Code("TREATY-02"));
  EXPECT_EQ(Grounds::read(json_of(R"({"grounds":[{"id":"A"}]})")).error().code,
            value::Code("TREATY-02"));
  EXPECT_EQ(
      Grounds::read(
          json_of(R"({"grounds":[{"id":"A","article":40,"paragraph":"8","applies_to":["mla"]}],
                      "detail_codes":[{"casework_code":"x","pair_with":["B"]}]})"))
          .error()
          .code,
      value::Code("TREATY-02"));
}

TEST(Articles, AreWrittenAsLawyersDo) {
  EXPECT_EQ(article_text(40, "21(b)"), "40(21)(b)");
  EXPECT_EQ(article_text(40, "8"), "40(8)");
  EXPECT_EQ(article_text(44, ""), "44");
  EXPECT_EQ(article_text(0, "1"), "");
}

TEST(Articles, OfAKindBeginWithItsOwn) {
  const auto preservation = articles().of_kind("preservation");
  ASSERT_FALSE(preservation.empty());
  EXPECT_EQ(preservation.front(), "42");
  EXPECT_NE(std::find(preservation.begin(), preservation.end(), "42(3)(f)"), preservation.end());
  EXPECT_EQ(articles().of_kind("stored_data").front(), "44");
  EXPECT_TRUE(articles().of_kind("tea").empty());
}

TEST(Articles, RefuseMalformedData) {
  EXPECT_EQ(Articles::read(json_of("{}")).error().code, value::Code("TREATY-03"));
  EXPECT_EQ(Articles::read(json_of(R"({"kinds":[{"kind":"mla"}]})")).error().code,
            value::Code("TREATY-03"));
}

}  // namespace
}  // namespace comity::treaty
