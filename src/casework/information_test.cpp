// Spontaneous information (Art. 40(4)-(5)): from the note to its use, and the exculpatory part.
#include "casework/case_clock.h"
#include "casework/case_state.h"
#include "casework/fold.h"
#include "support/case_story.h"
#include "support/lifecycle_data.h"
#include "value/instant.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <string>

namespace comity::casework {
namespace {

using testing::outcome;
using testing::recipient;
using testing::sender;
using testing::Story;
using testing::story_start;

CaseState fold_of(const Story& story, value::Instant now = story_start) {
  return fold(story.told(), testing::lifecycles(), now);
}

Story received() {
  return Story()
      .opens("note", "spontaneous_information")
      .receipt("receipt", "note", story_start + std::chrono::minutes(2));
}

Story in_use() { return received().then("accepts", recipient, "condition_acceptance"); }

std::string code_of(const CaseState& state, const Story& story, const std::string& name) {
  const auto* found = state.of(story.digest(name));
  return found != nullptr && found->code ? std::string(found->code->text()) : std::string();
}

TEST(Information, IsReceivedByTheReceiptOfTheOtherSide) {
  EXPECT_EQ(fold_of(Story().opens("note", "spontaneous_information")).state, "sent");
  const auto state = fold_of(received());
  EXPECT_EQ(state.state, "received");
  EXPECT_EQ(state.machine, "M5");
}

TEST(Information, IsUsedOnceItsConditionsAreAccepted) {
  const auto story = in_use().then("report", recipient, "usage_report");
  const auto state = fold_of(story);
  EXPECT_EQ(state.state, "closed");
  EXPECT_TRUE(state.ended);
}

TEST(Information, IsNotUsedBeforeItsConditionsAreAccepted) {
  const auto story = received().then("report", recipient, "usage_report");
  const auto state = fold_of(story);
  EXPECT_EQ(state.state, "received");
  EXPECT_EQ(code_of(state, story, "report"), "CASE-05");
}

TEST(Information, IsGivenBackWhereItsConditionsAreNotAccepted) {
  EXPECT_EQ(fold_of(received().then("back", recipient, "return_certificate")).state, "returned");
}

TEST(Information, MayBeDisclosedToTheAccusedAfterNotice) {
  auto story = in_use().then("notice", recipient, "consultation_note", outcome("gives_notice"));
  EXPECT_EQ(fold_of(story).state, "disclosure_notice");
  story.receipt("notice came", "notice", story_start + std::chrono::hours(1));
  const auto waiting = fold_of(story, story_start + std::chrono::days(16));
  ASSERT_EQ(waiting.clocks.size(), 1U);
  EXPECT_EQ(waiting.clocks.front().code, "T-CONS");
  EXPECT_EQ(waiting.clocks.front().phase, ClockPhase::run_out);
  story.then("answer", sender, "consultation_note", outcome("answers_notice"));
  EXPECT_EQ(fold_of(story).state, "in_use");
}

TEST(Information, TellsANoticeFromAnAnswer) {
  const auto story =
      in_use().then("notice", recipient, "consultation_note", outcome("answers_notice"));
  EXPECT_EQ(code_of(fold_of(story), story, "notice"), "CASE-06");
}

TEST(Information, HasLeftWithTheNoteItself) {
  // Something was handed over, so a breach can be told (72 hours).
  const auto story = received().then("breach", recipient, "breach_notice");
  EXPECT_EQ(fold_of(story).of(story.digest("breach"))->standing, Standing::noted);
}

TEST(Information, AsksForNoDecision) {
  const auto steps = next_documents(fold_of(received()), testing::lifecycles(), recipient);
  EXPECT_TRUE(std::none_of(steps.begin(), steps.end(), [](const NextStep& step) {
    return step.document.starts_with("decision_");
  }));
}

TEST(JoiningKinds, OpenNoCase) {
  const auto state = fold_of(Story().opens("disclosure", "traffic_partial_disclosure"));
  EXPECT_TRUE(state.machine.empty());
  ASSERT_EQ(state.alerts.size(), 1U);
  EXPECT_EQ(state.alerts.front().code, value::Code("CASE-01"));
}

TEST(Disclosure, MovesNothingAndNeedsAPreservationInForce) {
  auto story =
      Story().opens("ask", "preservation_request").then("ack", recipient, "acknowledgement");
  story.then("early", recipient, "partial_disclosure");
  EXPECT_EQ(code_of(fold_of(story), story, "early"), "CASE-05");
  story.then("frozen", recipient, "preservation_notice", outcome("in_force"));
  story.then("disclosed", recipient, "partial_disclosure");
  const auto state = fold_of(story);
  EXPECT_EQ(state.state, "in_force");
  EXPECT_EQ(state.of(story.digest("disclosed"))->standing, Standing::applied);
}

TEST(Disclosure, IsTheRequestedStatesToMake) {
  auto story = Story()
                   .opens("ask", "preservation_request")
                   .then("ack", recipient, "acknowledgement")
                   .then("frozen", recipient, "preservation_notice", outcome("in_force"));
  story.then("disclosed", sender, "partial_disclosure");
  EXPECT_EQ(code_of(fold_of(story), story, "disclosed"), "CASE-04");
}

}  // namespace
}  // namespace comity::casework
