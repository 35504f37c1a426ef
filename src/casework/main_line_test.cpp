// Walks the main lines of M1 and M2 and their refusals, one statement after another.
#include "casework/case_state.h"
#include "casework/case_statement.h"
#include "casework/fold.h"
#include "request/lifecycle.h"
#include "support/case_story.h"
#include "support/lifecycle_data.h"
#include "support/must.h"
#include "value/uuid.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace comity::casework {
namespace {

using testing::outcome;
using testing::recipient;
using testing::sender;
using testing::Story;

CaseState fold_of(const Story& story) {
  return fold(story.told(), testing::lifecycles(), testing::story_start);
}

std::string state_of(const Story& story) { return fold_of(story).state; }

Standing standing(const Story& story, const std::string& name) {
  const auto state = fold_of(story);
  const auto* disposition = state.of(story.digest(name));
  return disposition == nullptr ? Standing::waiting : disposition->standing;
}

std::string code(const Story& story, const std::string& name) {
  const auto state = fold_of(story);
  const auto* disposition = state.of(story.digest(name));
  return disposition == nullptr || !disposition->code ? std::string()
                                                      : std::string(disposition->code->text());
}

Facts forwarded() {
  Facts facts;
  facts.forwarded = true;
  return facts;
}

Facts ground(const std::string& text) {
  Facts facts;
  facts.ground = text;
  return facts;
}

Facts accepted(const Story& story, const std::string& name) {
  Facts facts;
  facts.receipt = {story.digest(name), true, testing::story_start};
  return facts;
}

Story preservation() { return Story().opens("request", "preservation_request"); }

Story in_force() {
  auto story = preservation();
  story.then("ack", recipient, "acknowledgement");
  story.then("notice", recipient, "preservation_notice", outcome("in_force"));
  return story;
}

Story assistance() {
  auto story = Story().opens("request", "mla_content");
  story.then("receipt", recipient, "technical_receipt", accepted(story, "request"));
  return story;
}

Story reviewed() { return assistance().then("ack", recipient, "acknowledgement"); }

Story granted() { return reviewed().then("grant", recipient, "decision_grant"); }

Story executed() {
  return granted().then("report", recipient, "execution_report", outcome("executed"));
}

Story delivered() {
  return executed()
      .then("notice", recipient, "delivery_notice")
      .then("manifest", recipient, "evidence_manifest");
}

TEST(Preservation, GoesFromRequestToInForce) {
  EXPECT_EQ(state_of(preservation()), "sent");
  EXPECT_EQ(state_of(preservation().then("ack", recipient, "acknowledgement")), "acknowledged");
  const auto state = fold_of(in_force());
  EXPECT_EQ(state.state, "in_force");
  EXPECT_EQ(state.machine, "M2");
  EXPECT_FALSE(state.ended);
  EXPECT_TRUE(state.alerts.empty());
}

TEST(Preservation, IsForwardedAndThenAcknowledgedByTheCompetentDesk) {
  auto story = preservation().then("sent_on", recipient, "acknowledgement", forwarded());
  EXPECT_EQ(state_of(story), "forwarded");
  EXPECT_EQ(state_of(story.then("ack", recipient, "acknowledgement")), "acknowledged");
}

TEST(Preservation, EndsWhereThereIsNoData) {
  auto story = preservation()
                   .then("ack", recipient, "acknowledgement")
                   .then("notice", recipient, "preservation_notice", outcome("no_data"));
  EXPECT_EQ(state_of(story), "no_data");
  const auto state = fold_of(story.then("end", recipient, "closure_note"));
  EXPECT_EQ(state.state, "released");
  EXPECT_TRUE(state.ended);
}

TEST(Preservation, IsClarifiedBySupplement) {
  auto story = preservation()
                   .then("ack", recipient, "acknowledgement")
                   .then("ask", recipient, "supplement_request");
  EXPECT_EQ(state_of(story), "clarify");
  EXPECT_EQ(state_of(Story(story).then("more", sender, "supplement")), "acknowledged");
  EXPECT_EQ(
      state_of(Story(story).then("some", recipient, "preservation_notice", outcome("in_force"))),
      "in_force");
  EXPECT_EQ(state_of(Story(story).then("none", recipient, "closure_note")), "out_of_scope");
}

TEST(Preservation, AtRiskIsForTheSenderToDecide) {
  const auto story = preservation()
                         .then("ack", recipient, "acknowledgement")
                         .then("risk", recipient, "preservation_impossible_notice");
  EXPECT_EQ(state_of(story), "at_risk");
  EXPECT_EQ(state_of(Story(story).then("go_on", sender, "supplement")), "acknowledged");
  EXPECT_EQ(state_of(Story(story).then("stop", sender, "withdrawal")), "withdrawn");
}

TEST(Preservation, IsExtendedConfirmedAndRefused) {
  auto story = in_force().then("longer", sender, "extension");
  EXPECT_EQ(state_of(story), "extended");
  EXPECT_EQ(state_of(Story(story).then("yes", recipient, "extension_confirmation")), "in_force");
  EXPECT_EQ(state_of(Story(story).then("no", recipient, "decision_refusal")), "in_force");
}

TEST(Preservation, LapsesAndIsReleasedOnlyByACertificate) {
  auto story = in_force().then("lapse", recipient, "lapse_notice");
  EXPECT_EQ(state_of(story), "expired");
  EXPECT_EQ(state_of(Story(story).then("longer", sender, "extension")), "extended");
  EXPECT_EQ(state_of(story.then("deleted", recipient, "deletion_certificate")), "released");
}

TEST(Preservation, StaysInForceThroughFurtherNoticesAndDisclosures) {
  auto story = in_force()
                   .then("rows", sender, "supplement")
                   .then("further", recipient, "preservation_notice", outcome("in_force"))
                   .then("upstream", recipient, "partial_disclosure")
                   .then("announced", sender, "mla_announced");
  const auto state = fold_of(story);
  EXPECT_EQ(state.state, "in_force");
  EXPECT_EQ(state.of(story.digest("announced"))->standing, Standing::applied);
}

Facts cites(const value::Uuid& case_id) {
  Facts facts;
  facts.receipt = {Story::digest_of(99), true, testing::story_start};
  facts.cites = {case_id};
  return facts;
}

TEST(Preservation, WaitsForTheDecisionOnceARequestCitesIt) {
  auto story =
      in_force().then("cited", recipient, "technical_receipt", cites(testing::story_case()));
  EXPECT_EQ(state_of(story), "pending_decision");
  EXPECT_EQ(state_of(Story(story).then("handed", recipient, "evidence_manifest")), "consumed");
  EXPECT_EQ(state_of(Story(story).then("no", recipient, "decision_refusal")), "expired");
  EXPECT_EQ(state_of(Story(story).then("end", recipient, "closure_note")), "expired");
}

TEST(Preservation, IgnoresAReceiptThatCitesAnotherCase) {
  auto story = in_force().then("other", recipient, "technical_receipt", cites(value::Uuid{}));
  EXPECT_EQ(state_of(story), "in_force");
  EXPECT_EQ(standing(story, "other"), Standing::noted);
}

TEST(Preservation, KeepsItsFinalStateWhenCitedTooLate) {
  auto story = in_force().then("stop", sender, "withdrawal");
  story.then("cited", recipient, "technical_receipt", cites(testing::story_case()));
  const auto state = fold_of(story);
  EXPECT_EQ(state.state, "withdrawn");
  EXPECT_EQ(state.of(story.digest("cited"))->standing, Standing::applied);
  EXPECT_TRUE(state.alerts.empty());
}

TEST(Assistance, GoesFromRequestToClosure) {
  EXPECT_EQ(state_of(assistance()), "received");
  EXPECT_EQ(state_of(reviewed()), "acknowledged");
  EXPECT_EQ(state_of(granted()), "granted");
  EXPECT_EQ(state_of(executed()), "executed");
  EXPECT_EQ(state_of(delivered()), "delivered");
  auto story = delivered().then("confirmed", sender, "receipt_confirmation");
  EXPECT_EQ(state_of(story), "received_ok");
  const auto state = fold_of(story.then("closed", sender, "closure_note"));
  EXPECT_EQ(state.state, "closed");
  EXPECT_TRUE(state.ended);
  EXPECT_TRUE(state.alerts.empty());
}

TEST(Assistance, IsNotReceivedByANegativeReceiptOrOneOfSomethingElse) {
  auto story = Story().opens("request", "mla_content");
  auto refused = accepted(story, "request");
  auto no = testing_support::must(refused.receipt);
  no.accepted = false;
  refused.receipt = no;
  EXPECT_EQ(state_of(Story(story).then("receipt", recipient, "technical_receipt", refused)),
            "sent");
  Facts other;
  other.receipt = {Story::digest_of(7), true, testing::story_start};
  EXPECT_EQ(state_of(story.then("receipt", recipient, "technical_receipt", other)), "sent");
}

TEST(Assistance, ReceiptsOfLaterStatementsAreNoted) {
  auto story = granted();
  story.receipt("seen", "grant", testing::story_start);
  EXPECT_EQ(state_of(story), "granted");
  EXPECT_EQ(standing(story, "seen"), Standing::noted);
}

TEST(Assistance, DeliversOnlyWhenBothDocumentsAreThere) {
  auto story = executed().then("notice", recipient, "delivery_notice");
  const auto half = fold_of(story);
  EXPECT_EQ(half.state, "executed");
  EXPECT_EQ(half.held, std::vector<std::string>{"delivery_notice"});
  EXPECT_EQ(standing(story, "notice"), Standing::awaiting_companion);
  story.then("manifest", recipient, "evidence_manifest");
  EXPECT_EQ(state_of(story), "delivered");
  EXPECT_EQ(standing(story, "notice"), Standing::applied);
  EXPECT_EQ(standing(story, "manifest"), Standing::applied);
}

TEST(Assistance, DeliversInEitherOrderOfTheTwoDocuments) {
  auto story = executed()
                   .then("manifest", recipient, "evidence_manifest")
                   .then("notice", recipient, "delivery_notice");
  EXPECT_EQ(state_of(story), "delivered");
}

TEST(Assistance, ASecondNoticeDoesNotReplaceTheManifest) {
  auto story = executed()
                   .then("notice", recipient, "delivery_notice")
                   .then("again", recipient, "delivery_notice");
  EXPECT_EQ(state_of(story), "executed");
  EXPECT_EQ(code(story, "again"), "CASE-05");
}

TEST(Assistance, AHalfDeliveryEndsWhenTheCaseMovesOn) {
  auto story = executed()
                   .then("notice", recipient, "delivery_notice")
                   .then("stop", recipient, "stop_order")
                   .then("manifest", recipient, "evidence_manifest");
  EXPECT_EQ(state_of(story), "suspended_by_court");
  EXPECT_EQ(code(story, "notice"), "CASE-10");
  EXPECT_EQ(code(story, "manifest"), "CASE-05");
}

TEST(Assistance, IsDisputedAndDeliveredAgain) {
  auto story = delivered().then("dispute", sender, "integrity_dispute");
  EXPECT_EQ(state_of(story), "disputed");
  story.then("notice2", recipient, "delivery_notice")
      .then("manifest2", recipient, "evidence_manifest");
  EXPECT_EQ(state_of(story), "delivered");
}

TEST(Assistance, AsksForASupplement) {
  auto story = reviewed().then("ask", recipient, "supplement_request");
  EXPECT_EQ(state_of(story), "supplement_wait");
  EXPECT_EQ(state_of(Story(story).then("more", sender, "supplement")), "under_review");
  EXPECT_EQ(state_of(Story(story).then("lapse", recipient, "lapse_notice")), "lapsed");
}

TEST(Assistance, RefusesOnlyAfterConsultation) {
  auto at_once = reviewed().then("no", recipient, "decision_refusal", ground("40.21.c"));
  EXPECT_EQ(state_of(at_once), "acknowledged");
  EXPECT_EQ(code(at_once, "no"), "CASE-06");
  auto consulted = reviewed()
                       .then("consult", recipient, "consultation_note")
                       .then("no", recipient, "decision_refusal", ground("40.21.c"));
  EXPECT_EQ(state_of(consulted), "refused");
}

// Art. 40(22): no contact is forced where a person would be persecuted.
TEST(Assistance, RefusesWithoutConsultationForDiscrimination) {
  auto story =
      reviewed().then("no", recipient, "decision_refusal", ground("discrimination_purpose"));
  EXPECT_EQ(state_of(story), "refused");
}

TEST(Assistance, IsPostponedOnlyAfterConsultationAndTakenUpAgain) {
  EXPECT_EQ(state_of(reviewed().then("later", recipient, "decision_postponement")), "acknowledged");
  auto story = reviewed()
                   .then("consult", recipient, "consultation_note")
                   .then("later", recipient, "decision_postponement");
  EXPECT_EQ(state_of(story), "postponed");
  EXPECT_EQ(state_of(story.then("later2", recipient, "decision_postponement")), "postponed");
  EXPECT_EQ(state_of(story.then("grant", recipient, "decision_grant")), "granted");
}

TEST(Assistance, ConsultationIsAnsweredBackToReview) {
  auto story = reviewed()
                   .then("consult", recipient, "consultation_note")
                   .then("answer", sender, "consultation_note");
  EXPECT_EQ(state_of(story), "under_review");
}

TEST(Assistance, ConditionsAreAcceptedOrRejected) {
  const auto story = reviewed().then("if", recipient, "decision_grant_conditions");
  EXPECT_EQ(state_of(story), "conditional");
  EXPECT_EQ(state_of(Story(story).then("yes", sender, "condition_acceptance")), "granted");
  EXPECT_EQ(state_of(Story(story).then("no", sender, "closure_note")), "closed");
}

TEST(Assistance, IsSuspendedRevokedAndClosed) {
  const auto story = executed().then("halt", recipient, "decision_postponement");
  EXPECT_EQ(state_of(story), "suspended");
  EXPECT_EQ(state_of(Story(story).then("go", recipient, "decision_grant")), "granted");
  EXPECT_EQ(state_of(Story(story).then("court", recipient, "stop_order")), "suspended_by_court");
  auto revoked = Story(story).then("no", recipient, "decision_refusal");
  EXPECT_EQ(state_of(revoked), "revoked");
  EXPECT_EQ(state_of(revoked.then("end", recipient, "closure_note")), "closed");
}

TEST(Assistance, PartialGrantIsExecutedFromItsPrivatePlace) {
  auto story = reviewed()
                   .then("some", recipient, "decision_partial")
                   .then("report", recipient, "execution_report", outcome("executed"));
  EXPECT_EQ(state_of(story), "executed");
}

TEST(Assistance, ImpossibleExecutionIsClosed) {
  auto story = granted().then("report", recipient, "execution_report", outcome("impossible"));
  EXPECT_EQ(state_of(story), "impossible");
  EXPECT_EQ(state_of(story.then("end", recipient, "closure_note")), "closed");
}

TEST(Assistance, CannotBeWithdrawnOnceDelivered) {
  auto story = delivered().then("stop", sender, "withdrawal");
  EXPECT_EQ(state_of(story), "delivered");
  EXPECT_EQ(code(story, "stop"), "CASE-05");
}

TEST(Disposition, NamesTheWrongSideTheWrongStateAndTheForeignDocument) {
  auto side = preservation().then("ack", sender, "acknowledgement");
  EXPECT_EQ(code(side, "ack"), "CASE-04");
  auto early = preservation().then("notice", recipient, "preservation_notice", outcome("in_force"));
  EXPECT_EQ(code(early, "notice"), "CASE-05");
  auto foreign = preservation().then("answer", recipient, "emergency_answer");
  EXPECT_EQ(code(foreign, "answer"), "CASE-03");
  auto second = preservation().then("again", sender, "request");
  EXPECT_EQ(code(second, "again"), "CASE-07");
  auto content = reviewed().then("report", recipient, "preservation_notice");
  EXPECT_EQ(code(content, "report"), "CASE-03");
  EXPECT_EQ(standing(foreign, "answer"), Standing::crossed);
  EXPECT_EQ(fold_of(foreign).alerts.size(), 1U);
}

TEST(Disposition, NotesQueriesReportsAndCorrectionsInEveryStateAfterSent) {
  for (const auto* document : {"status_query", "status_report", "correction", "escalation"}) {
    auto story = preservation().then("aside", sender, document);
    EXPECT_EQ(standing(story, "aside"), Standing::noted) << document;
    EXPECT_EQ(state_of(story), "sent") << document;
  }
}

TEST(Disposition, ABreachNoticeNeedsADelivery) {
  EXPECT_EQ(code(executed().then("breach", sender, "breach_notice"), "breach"), "CASE-09");
  EXPECT_EQ(standing(delivered().then("breach", sender, "breach_notice"), "breach"),
            Standing::noted);
}

TEST(Disposition, WaitsForMissingParentsAndAsksForThem) {
  const auto story = in_force();
  const std::vector<CaseStatement> received{story["request"], story["notice"]};
  const auto state = fold(received, testing::lifecycles(), testing::story_start);
  EXPECT_EQ(state.state, "sent");
  EXPECT_EQ(state.of(story.digest("notice"))->standing, Standing::waiting);
  EXPECT_EQ(state.awaited, std::vector{story.digest("ack")});
  EXPECT_EQ(state.heads, std::vector{story.digest("request")});
}

TEST(Disposition, AWaitingParentIsNotAskedForTwice) {
  const auto story = in_force().then("longer", sender, "extension");
  const std::vector<CaseStatement> received{story["request"], story["longer"], story["notice"]};
  const auto state = fold(received, testing::lifecycles(), testing::story_start);
  EXPECT_EQ(state.awaited, std::vector{story.digest("ack")});
  EXPECT_TRUE(state.of(story.digest("longer"))->missing.empty());
}

TEST(Disposition, WithoutARequestThereIsNoCase) {
  const auto story = in_force();
  const auto state =
      fold({story["ack"], story["notice"]}, testing::lifecycles(), testing::story_start);
  EXPECT_TRUE(state.machine.empty());
  EXPECT_EQ(state.statements.size(), 2U);
  EXPECT_EQ(fold({}, testing::lifecycles(), testing::story_start), CaseState{});
}

TEST(Disposition, AKindWithoutAMachineOpensNothing) {
  const auto story = Story().opens("request", "extradition_request");
  const auto state = fold_of(story);
  EXPECT_TRUE(state.machine.empty());
  ASSERT_EQ(state.alerts.size(), 1U);
  EXPECT_EQ(state.alerts[0].code.text(), "CASE-01");
}

TEST(Disposition, TheSameStatementTwiceCountsOnce) {
  const auto story = in_force();
  auto twice = story.told();
  twice.insert(twice.end(), story.told().begin(), story.told().end());
  EXPECT_EQ(fold(twice, testing::lifecycles(), testing::story_start), fold_of(story));
}

TEST(NextDocuments, AreThoseOfTheStateAndOfOwnPrivatePlaces) {
  const auto names = [](const Story& story, Side side) {
    std::vector<std::string> found;
    for (const auto& next : next_documents(fold_of(story), testing::lifecycles(), side)) {
      found.push_back(next.document);
    }
    std::sort(found.begin(), found.end());
    found.erase(std::unique(found.begin(), found.end()), found.end());
    return found;
  };
  using Names = std::vector<std::string>;
  EXPECT_EQ(names(reviewed(), sender), Names{"withdrawal"});
  EXPECT_EQ(names(reviewed(), recipient),
            (Names{"consultation_note", "decision_grant", "decision_grant_conditions",
                   "decision_partial", "decision_refusal", "supplement_request"}));
  EXPECT_EQ(names(assistance(), recipient), Names{"acknowledgement"});
  EXPECT_EQ(names(in_force(), sender),
            (Names{"extension", "mla_announced", "supplement", "withdrawal"}));
  EXPECT_TRUE(names(in_force().then("stop", sender, "withdrawal"), recipient).empty());
}

TEST(NextDocuments, SayRolesCompanionsAndConditions) {
  const auto state = fold_of(executed());
  const auto steps = next_documents(state, testing::lifecycles(), recipient);
  const auto notice = std::find_if(steps.begin(), steps.end(), [](const NextStep& next) {
    return next.document == "delivery_notice";
  });
  ASSERT_NE(notice, steps.end());
  EXPECT_EQ(notice->role, "delivery_officer");
  EXPECT_EQ(notice->companions, std::vector<std::string>{"evidence_manifest"});
  EXPECT_EQ(notice->to, "delivered");
}

TEST(NextDocuments, LeaveOutWhatIsAlreadyHeld) {
  const auto state = fold_of(executed().then("notice", recipient, "delivery_notice"));
  const auto steps = next_documents(state, testing::lifecycles(), recipient);
  const auto manifest = std::find_if(steps.begin(), steps.end(), [](const NextStep& next) {
    return next.document == "evidence_manifest";
  });
  ASSERT_NE(manifest, steps.end());
  EXPECT_TRUE(manifest->companions.empty());
}

Facts that_meet(const request::Condition& when) {
  Facts facts;
  facts.forwarded = when.test == request::Condition::Test::forwarded_set;
  facts.outcome = when.test == request::Condition::Test::outcome ? when.code : "impossible";
  facts.ground = "discrimination_purpose";
  return facts;
}

void expect_it_applies(const Story& story, request::Side side, const NextStep& next) {
  auto told = Story(story).then("next", side, next.document, that_meet(next.when));
  const auto after = fold_of(told);
  const bool alone = next.companions.empty();
  EXPECT_EQ(after.of(told.digest("next"))->standing,
            alone ? Standing::applied : Standing::awaiting_companion)
      << next.document;
  if (alone) {
    EXPECT_EQ(after.state, next.to) << next.document;
  }
}

TEST(NextDocuments, EveryOneOfferedAppliesWhenItsConditionIsMet) {
  for (const auto& story : {preservation(), in_force(), reviewed(), granted(), executed()}) {
    const auto before = fold_of(story);
    for (const auto side : {sender, recipient}) {
      for (const auto& next : next_documents(before, testing::lifecycles(), side)) {
        expect_it_applies(story, side, next);
      }
    }
  }
}

TEST(NotedDocuments, AreOfferedOnceTheRequestIsSent) {
  const auto offered = noted_documents(fold_of(preservation()), testing::lifecycles());
  EXPECT_NE(std::find(offered.begin(), offered.end(), "status_query"), offered.end());
  EXPECT_TRUE(noted_documents(CaseState{}, testing::lifecycles()).empty());
}

TEST(Explanation, NamesTheStatementBehindEachPart) {
  const auto story = in_force().then("wrong", sender, "acknowledgement");
  const auto explanations = explain(fold_of(story));
  ASSERT_GE(explanations.size(), 4U);
  EXPECT_EQ(explanations[0].part, "state");
  EXPECT_EQ(explanations[0].because, story.digest("request"));
  EXPECT_EQ(explanations[2].words,
            "preservation_notice of the recipient: acknowledged -> in_force");
  EXPECT_EQ(explanations[3].part, "crossed");
  EXPECT_NE(explanations[3].words.find("CASE-0"), std::string::npos);
}

}  // namespace
}  // namespace comity::casework
