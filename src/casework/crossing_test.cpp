// Every pair of the crossing table, signed without knowledge of each other: the outcome is that of
// the table whichever way ties fall, in whatever order the letters come, on both sides.
#include "casework/case_state.h"
#include "casework/case_statement.h"
#include "casework/fold.h"
#include "support/case_story.h"
#include "support/lifecycle_data.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <iterator>
#include <numeric>
#include <string>
#include <vector>

namespace comity::casework {
namespace {

using testing::outcome;
using testing::recipient;
using testing::sender;
using testing::Story;

constexpr std::uint8_t salts = 16;

CaseState fold_of(const std::vector<CaseStatement>& statements) {
  return fold(statements, testing::lifecycles(), testing::story_start);
}

Facts discrimination() {
  Facts facts;
  facts.ground = "discrimination_purpose";
  return facts;
}

Story in_force(std::uint8_t salt) {
  Story story(salt);
  story.opens("request", "preservation_request")
      .then("ack", recipient, "acknowledgement")
      .then("base", recipient, "preservation_notice", outcome("in_force"));
  return story;
}

Story reviewed(std::uint8_t salt) {
  Story story(salt);
  story.opens("request", "mla_content");
  story.receipt("receipt", "request", testing::story_start);
  story.then("base", recipient, "acknowledgement");
  return story;
}

Story executed(std::uint8_t salt) {
  Story story = reviewed(salt);
  story.then("grant", recipient, "decision_grant")
      .then("base2", recipient, "execution_report", outcome("executed"));
  return story;
}

struct Pair {
  const char* name;
  const char* crossing;
  const char* state;
  std::function<Story(std::uint8_t)> story;
  std::vector<std::string> stand;
  std::vector<std::string> crossed;
};

std::vector<Pair> of_grants_and_extensions() {
  return {{"WithdrawalAndGrant",
           "X-1",
           "withdrawn",
           [](auto salt) {
             return reviewed(salt)
                 .branch("stop", sender, "withdrawal", {"base"})
                 .branch("yes", recipient, "decision_grant", {"base"});
           },
           {"stop"},
           {"yes"}},
          {"WithdrawalAndGrantWithExecution",
           "X-1",
           "withdrawn",
           [](auto salt) {
             return reviewed(salt)
                 .branch("stop", sender, "withdrawal", {"base"})
                 .branch("yes", recipient, "decision_grant", {"base"})
                 .branch("report", recipient, "execution_report", {"yes"}, outcome("executed"));
           },
           {"stop"},
           {"yes"}},
          {"ExtensionAndLapse",
           "X-2",
           "extended",
           [](auto salt) {
             return in_force(salt)
                 .branch("longer", sender, "extension", {"base"})
                 .branch("lapse", recipient, "lapse_notice", {"base"});
           },
           {"longer"},
           {"lapse"}},
          {"ExtensionAndLapseAndCertificate",
           "X-2",
           "released",
           [](auto salt) {
             return in_force(salt)
                 .branch("longer", sender, "extension", {"base"})
                 .branch("lapse", recipient, "lapse_notice", {"base"})
                 .branch("deleted", recipient, "deletion_certificate", {"lapse"});
           },
           {"lapse", "deleted"},
           {"longer"}}};
}

std::vector<Pair> of_lapses_refusals_and_deliveries() {
  return {{"SupplementAndLapse",
           "X-3",
           "under_review",
           [](auto salt) {
             return reviewed(salt)
                 .branch("ask", recipient, "supplement_request", {"base"})
                 .branch("more", sender, "supplement", {"ask"})
                 .branch("lapse", recipient, "lapse_notice", {"ask"});
           },
           {"more"},
           {"lapse"}},
          {"RefusalAndWithdrawal",
           "X-4",
           "withdrawn",
           [](auto salt) {
             return reviewed(salt)
                 .branch("stop", sender, "withdrawal", {"base"})
                 .branch("no", recipient, "decision_refusal", {"base"}, discrimination());
           },
           {"stop"},
           {"no"}},
          {"PreservationRefusalAndWithdrawal",
           "X-4",
           "withdrawn",
           [](auto salt) {
             Story story(salt);
             return story.opens("request", "preservation_request")
                 .then("base", recipient, "acknowledgement")
                 .branch("stop", sender, "withdrawal", {"base"})
                 .branch("no", recipient, "decision_refusal", {"base"});
           },
           {"stop"},
           {"no"}},
          {"DeliveryAndWithdrawal",
           "X-5",
           "delivered",
           [](auto salt) {
             return executed(salt)
                 .branch("stop", sender, "withdrawal", {"base2"})
                 .branch("data", recipient, "delivery_notice", {"base2"})
                 .branch("manifest", recipient, "evidence_manifest", {"data"});
           },
           {"data", "manifest"},
           {"stop"}}};
}

std::vector<Pair> of_long_lines_and_decisions() {
  return {
      {"GrantToDeliveryAndWithdrawal",
       "X-5",
       "delivered",
       [](auto salt) {
         return executed(salt)
             .branch("stop", sender, "withdrawal", {"base"})
             .branch("data", recipient, "delivery_notice", {"base2"})
             .branch("manifest", recipient, "evidence_manifest", {"data"});
       },
       {"grant", "data", "manifest"},
       {"stop"}},
      {"ExtensionAndDecision",
       "X-6",
       "expired",
       [](auto salt) {
         auto story = in_force(salt);
         Facts cites;
         cites.receipt = {Story::digest_of(5), true, testing::story_start};
         cites.cites = {testing::story_case()};
         return story.branch("cited", recipient, "technical_receipt", {"base"}, cites)
             .branch("no", recipient, "decision_refusal", {"cited"})
             .branch("longer", sender, "extension", {"base"});
       },
       {"cited", "no"},
       {"longer"}},
      {"TwoDecisions",
       "X-7",
       "acknowledged",
       [](auto salt) {
         return reviewed(salt)
             .branch("yes", recipient, "decision_grant", {"base"})
             .branch("no", recipient, "decision_refusal", {"base"}, discrimination());
       },
       {},
       {"yes", "no"}},
      {"ThreeDecisions",
       "X-7",
       "acknowledged",
       [](auto salt) {
         return reviewed(salt)
             .branch("yes", recipient, "decision_grant", {"base"})
             .branch("part", recipient, "decision_partial", {"base"})
             .branch("no", recipient, "decision_refusal", {"base"}, discrimination());
       },
       {},
       {"yes", "part", "no"}},

  };
}

const std::vector<Pair>& pairs() {
  static const auto all = [] {
    auto made = of_grants_and_extensions();
    std::ranges::copy(of_lapses_refusals_and_deliveries(), std::back_inserter(made));
    std::ranges::copy(of_long_lines_and_decisions(), std::back_inserter(made));
    return made;
  }();
  return all;
}

class CrossingPair : public ::testing::TestWithParam<Pair> {};

TEST_P(CrossingPair, EndsAsTheTableSaysWhicheverWayTiesFall) {
  for (std::uint8_t salt = 0; salt < salts; ++salt) {
    const auto story = GetParam().story(salt);
    const auto state = fold_of(story.told());
    EXPECT_EQ(state.state, GetParam().state) << "salt " << int{salt};
    for (const auto& name : GetParam().stand) {
      EXPECT_EQ(state.of(story.digest(name))->standing, Standing::applied) << name;
    }
    for (const auto& name : GetParam().crossed) {
      const auto* crossed = state.of(story.digest(name));
      EXPECT_EQ(crossed->standing, Standing::crossed) << name;
      EXPECT_EQ(crossed->crossing, GetParam().crossing) << name;
    }
  }
}

TEST_P(CrossingPair, IsTheSameOnBothSidesInEveryOrderOfArrival) {
  const auto told = GetParam().story(3).told();
  const auto expected = fold_of(told);
  std::vector<std::size_t> order(told.size());
  std::iota(order.begin(), order.end(), 0);
  // Eight would take 40,320 orders: there the first statement stays first.
  const auto fixed = static_cast<std::ptrdiff_t>(told.size() > 7 ? told.size() - 7 : 0);
  do {
    std::vector<CaseStatement> here;
    std::vector<CaseStatement> there;
    for (const auto index : order) {
      here.push_back(told[index]);
      there.insert(there.begin(), told[index]);
    }
    ASSERT_EQ(fold_of(here), expected);
    ASSERT_EQ(fold_of(there), expected);
  } while (std::next_permutation(order.begin() + fixed, order.end()));
}

INSTANTIATE_TEST_SUITE_P(Table, CrossingPair, ::testing::ValuesIn(pairs()),
                         [](const auto& param) { return std::string(param.param.name); });

TEST(Crossing, EveryRowOfTheTableHasAPairHere) {
  for (const auto& crossing : testing::lifecycles().crossings) {
    EXPECT_TRUE(std::any_of(pairs().begin(), pairs().end(), [&](const Pair& pair) {
      return pair.crossing == crossing.id;
    })) << crossing.id;
  }
}

TEST(Crossing, DoesNotConcernStatementsThatKnowOfEachOther) {
  for (std::uint8_t salt = 0; salt < salts; ++salt) {
    auto story = in_force(salt);
    story.then("longer", sender, "extension").then("lapse", recipient, "lapse_notice");
    const auto state = fold_of(story.told());
    EXPECT_EQ(state.state, "expired");
    EXPECT_EQ(state.of(story.digest("lapse"))->standing, Standing::applied);
  }
}

TEST(Crossing, AWithdrawalWithoutEffectBeatsNothing) {
  for (std::uint8_t salt = 0; salt < salts; ++salt) {
    auto story = reviewed(salt);
    story.branch("stop", recipient, "withdrawal", {"base"})
        .branch("yes", recipient, "decision_grant", {"base"});
    EXPECT_EQ(fold_of(story.told()).state, "granted");
  }
}

TEST(Crossing, AHalfDeliveryYieldsToTheWithdrawal) {
  for (std::uint8_t salt = 0; salt < salts; ++salt) {
    auto story = executed(salt);
    story.branch("stop", sender, "withdrawal", {"base2"})
        .branch("data", recipient, "delivery_notice", {"base2"});
    EXPECT_EQ(fold_of(story.told()).state, "withdrawn");
  }
}

TEST(Crossing, UnlistedHasNoEffectAndAlertsTheDeskThatMadeIt) {
  std::size_t crossed = 0;
  for (std::uint8_t salt = 0; salt < salts; ++salt) {
    auto story = in_force(salt);
    story.branch("lapse", recipient, "lapse_notice", {"base"})
        .branch("more", sender, "supplement", {"base"});
    const auto state = fold_of(story.told());
    EXPECT_EQ(state.state, "expired");
    if (state.of(story.digest("more"))->standing == Standing::crossed) {
      ++crossed;
      ASSERT_EQ(state.alerts.size(), 1U);
      EXPECT_EQ(state.alerts[0].code.text(), "CASE-08");
      EXPECT_EQ(state.alerts[0].desk, "xa.247");
    }
  }
  EXPECT_GT(crossed, 0U);
  EXPECT_LT(crossed, salts);
}

// "Not preserved" must not be read as "not extended" because an extension came in between.
TEST(Crossing, ADecisionIsNeverGivenAnotherMeaning) {
  for (std::uint8_t salt = 0; salt < salts; ++salt) {
    Story story(salt);
    story.opens("request", "preservation_request")
        .then("ack", recipient, "acknowledgement")
        .branch("notice", recipient, "preservation_notice", {"ack"}, outcome("in_force"))
        .branch("longer", sender, "extension", {"notice"})
        .branch("no", recipient, "decision_refusal", {"ack"});
    const auto state = fold_of(story.told());
    const auto* refusal = state.of(story.digest("no"));
    EXPECT_NE(refusal->from, "extended");
    EXPECT_EQ(state.state, refusal->standing == Standing::applied ? "refused" : "extended");
  }
}

TEST(Crossing, AnAnswerThatKeepsTheCaseWhereItIsStillCounts) {
  for (std::uint8_t salt = 0; salt < salts; ++salt) {
    Story story(salt);
    story.opens("request", "preservation_request")
        .then("ack", recipient, "acknowledgement")
        .then("ask", recipient, "supplement_request")
        .branch("some", recipient, "preservation_notice", {"ask"}, outcome("in_force"))
        .branch("more", sender, "supplement", {"ask"});
    const auto state = fold_of(story.told());
    EXPECT_EQ(state.state, "in_force");
    EXPECT_EQ(state.of(story.digest("more"))->standing, Standing::applied);
  }
}

Facts counts(const Story& story, const std::string& name) {
  Facts facts;
  facts.counts = story.digest(name);
  return facts;
}

Story two_decisions(std::uint8_t salt) {
  return reviewed(salt)
      .branch("yes", recipient, "decision_grant", {"base"})
      .branch("no", recipient, "decision_refusal", {"base"}, discrimination());
}

TEST(Correction, NamesTheDecisionThatCounts) {
  for (std::uint8_t salt = 0; salt < salts; ++salt) {
    auto story = two_decisions(salt);
    story.branch("fix", recipient, "correction", {"yes", "no"}, counts(story, "yes"));
    EXPECT_EQ(fold_of(story.told()).state, "granted");
    EXPECT_EQ(fold_of(story.told()).of(story.digest("no"))->crossing, "X-7");
    story.then("report", recipient, "execution_report", outcome("executed"));
    EXPECT_EQ(fold_of(story.told()).state, "executed");
  }
}

TEST(Correction, IsForTheSideThatDecided) {
  auto story = two_decisions(1);
  story.branch("fix", sender, "correction", {"yes", "no"}, counts(story, "yes"));
  EXPECT_EQ(fold_of(story.told()).state, "acknowledged");
}

TEST(Correction, IsReplacedByALaterOne) {
  auto story = two_decisions(1);
  story.branch("fix", recipient, "correction", {"yes", "no"}, counts(story, "yes"));
  story.branch("fix2", recipient, "correction", {"fix"}, counts(story, "no"));
  EXPECT_EQ(fold_of(story.told()).state, "refused");
}

TEST(Correction, TwoThatContradictEachOtherNameNothing) {
  auto story = two_decisions(1);
  story.branch("fix", recipient, "correction", {"yes", "no"}, counts(story, "yes"));
  story.branch("fix2", recipient, "correction", {"yes", "no"}, counts(story, "no"));
  EXPECT_EQ(fold_of(story.told()).state, "acknowledged");
}

TEST(Alert, SaysWhatAPersonMustDoAboutACrossing) {
  const auto codes = [](const char* name) {
    const auto pair = std::find_if(pairs().begin(), pairs().end(), [&](const Pair& each) {
      return each.name == std::string(name);
    });
    std::vector<std::string> found;
    for (const auto& alert : fold_of(pair->story(2).told()).alerts) {
      found.emplace_back(alert.code.text());
    }
    return found;
  };
  using Codes = std::vector<std::string>;
  EXPECT_EQ(codes("TwoDecisions"), (Codes{"CASE-12", "CASE-12"}));
  EXPECT_EQ(codes("DeliveryAndWithdrawal"), Codes{"CASE-13"});
  EXPECT_EQ(codes("RefusalAndWithdrawal"), Codes{"CASE-14"});
  EXPECT_EQ(codes("ExtensionAndLapse"), Codes{});
}

TEST(Alert, ComesWithTheThirdExtension) {
  auto story = in_force(0);
  for (const auto* round : {"1", "2", "3"}) {
    const std::string number(round);
    story.then("ask" + number, sender, "extension")
        .then("yes" + number, recipient, "extension_confirmation");
  }
  const auto state = fold_of(story.told());
  ASSERT_EQ(state.alerts.size(), 1U);
  EXPECT_EQ(state.alerts[0].code.text(), "CASE-16");
  EXPECT_EQ(state.alerts[0].because, story.digest("ask3"));
}

}  // namespace
}  // namespace comity::casework
