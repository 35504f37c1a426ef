#include "casework/case_clock.h"

#include "casework/case_state.h"
#include "casework/case_statement.h"
#include "casework/fold.h"
#include "support/case_story.h"
#include "support/lifecycle_data.h"
#include "value/instant.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace comity::casework {
namespace {

using std::chrono::days;
using std::chrono::hours;
using testing::outcome;
using testing::recipient;
using testing::sender;
using testing::Story;
using value::Instant;

// A Tuesday, 08:00 UTC.
constexpr Instant t0 = testing::story_start;

CaseState at(const Story& story, Instant now, const ClockSettings& settings = {}) {
  return fold(story.told(), testing::lifecycles(), now, settings);
}

CaseClock clock_of(const CaseState& state, const std::string& code) {
  const auto found = std::find_if(state.clocks.rbegin(), state.clocks.rend(),
                                  [&](const CaseClock& clock) { return clock.code == code; });
  EXPECT_NE(found, state.clocks.rend()) << code;
  return found == state.clocks.rend() ? CaseClock{} : *found;
}

Facts pressing() {
  Facts facts;
  facts.pressing = true;
  return facts;
}

Facts in_force(std::optional<Instant> end = std::nullopt) {
  auto facts = outcome("in_force");
  facts.latest_end = end;
  return facts;
}

Story preserved(std::optional<Instant> end = std::nullopt) {
  Story story;
  story.opens("request", "preservation_request");
  story.receipt("r1", "request", t0);
  story.then("ack", recipient, "acknowledgement");
  story.then("notice", recipient, "preservation_notice", in_force(end));
  story.receipt("r2", "notice", t0);
  return story;
}

TEST(AcknowledgementClock, WaitsForTheReceiptToStart) {
  Story story;
  story.opens("request", "preservation_request");
  const auto waiting = clock_of(at(story, t0 + days(9)), "T-ACK");
  EXPECT_EQ(waiting.phase, ClockPhase::awaiting_receipt);
  EXPECT_FALSE(waiting.due);
  story.receipt("r", "request", t0 + hours(2));
  EXPECT_EQ(clock_of(at(story, t0), "T-ACK").started_at, t0 + hours(2));
}

TEST(AcknowledgementClock, TakesOnlyTheOtherSidesReceipt) {
  Story story;
  story.opens("request", "preservation_request");
  Facts own;
  own.receipt = {story.digest("request"), true, t0};
  story.then("own", sender, "technical_receipt", own);
  EXPECT_EQ(clock_of(at(story, t0), "T-ACK").phase, ClockPhase::awaiting_receipt);
}

TEST(AcknowledgementClock, OfAPreservationIsADayOrAnHour) {
  Story routine;
  routine.opens("request", "preservation_request").receipt("r", "request", t0);
  EXPECT_EQ(clock_of(at(routine, t0), "T-ACK").due, t0 + hours(24));
  Story critical;
  critical.opens("request", "preservation_request", pressing()).receipt("r", "request", t0);
  EXPECT_EQ(clock_of(at(critical, t0), "T-ACK").due, t0 + hours(1));
}

TEST(AcknowledgementClock, OfAssistanceIsFiveWorkingDaysOrADay) {
  Story routine;
  routine.opens("request", "mla_content").receipt("r", "request", t0);
  EXPECT_EQ(clock_of(at(routine, t0), "T-ACK").due, t0 + days(7));
  Story urgent;
  urgent.opens("request", "mla_content", pressing()).receipt("r", "request", t0);
  EXPECT_EQ(clock_of(at(urgent, t0), "T-ACK").due, t0 + hours(24));
}

TEST(AcknowledgementClock, CountsTheHolidaysOfTheRecipient) {
  Story story;
  story.opens("request", "mla_content").receipt("r", "request", t0);
  ClockSettings settings;
  settings.calendar.holidays = {std::chrono::floor<days>(
      std::chrono::sys_time<value::Duration>(value::Duration(t0.unix_ms) + days(1)))};
  EXPECT_EQ(clock_of(at(story, t0, settings), "T-ACK").due, t0 + days(8));
}

TEST(AcknowledgementClock, RunsOutAndGoesOnWhenForwarded) {
  Story story;
  story.opens("request", "preservation_request").receipt("r", "request", t0);
  EXPECT_EQ(clock_of(at(story, t0 + hours(23)), "T-ACK").phase, ClockPhase::running);
  EXPECT_EQ(clock_of(at(story, t0 + hours(24)), "T-ACK").phase, ClockPhase::run_out);
  Facts forwarded;
  forwarded.forwarded = true;
  story.then("on", recipient, "acknowledgement", forwarded);
  EXPECT_EQ(clock_of(at(story, t0 + hours(1)), "T-ACK").phase, ClockPhase::running);
}

TEST(AcknowledgementClock, StopsInTimeOrLate) {
  Story story;
  story.opens("request", "preservation_request").receipt("r", "request", t0);
  story.then("ack", recipient, "acknowledgement");
  auto late = story;
  story.receipt("ra", "ack", t0 + hours(3));
  const auto stopped = clock_of(at(story, t0 + days(3)), "T-ACK");
  EXPECT_EQ(stopped.phase, ClockPhase::stopped);
  EXPECT_EQ(stopped.ended_by, story.digest("ack"));
  EXPECT_EQ(stopped.ended_at, t0 + hours(3));
  EXPECT_FALSE(stopped.late);
  late.receipt("ra", "ack", t0 + hours(30));
  EXPECT_TRUE(clock_of(at(late, t0), "T-ACK").late);
}

TEST(PreservationClock, RunsNinetyDaysFromTheReceiptOfTheNotice) {
  const auto clock = clock_of(at(preserved(), t0 + days(89)), "T-PRES");
  EXPECT_EQ(clock.phase, ClockPhase::running);
  EXPECT_EQ(clock.due, t0 + days(90));
  EXPECT_EQ(clock_of(at(preserved(), t0 + days(90)), "T-PRES").phase, ClockPhase::run_out);
}

// Art. 42(9): at least 60 days.
TEST(PreservationClock, KeepsTheNamedEndButNeverLessThanSixtyDays) {
  EXPECT_EQ(clock_of(at(preserved(t0 + days(75)), t0), "T-PRES").due, t0 + days(75));
  EXPECT_EQ(clock_of(at(preserved(t0 + days(20)), t0), "T-PRES").due, t0 + days(60));
}

TEST(PreservationClock, DoesNotEndTheStateByItself) {
  EXPECT_EQ(at(preserved(), t0 + days(400)).state, "in_force");
}

TEST(PreservationClock, StartsAnewWithAConfirmedExtension) {
  auto story = preserved();
  story.then("more", sender, "extension").then("yes", recipient, "extension_confirmation");
  story.receipt("r3", "yes", t0 + days(80));
  const auto state = at(story, t0 + days(100));
  const auto clock = clock_of(state, "T-PRES");
  EXPECT_EQ(clock.due, t0 + days(170));
  EXPECT_EQ(clock.phase, ClockPhase::running);
  EXPECT_EQ(std::count_if(state.clocks.begin(), state.clocks.end(),
                          [](const CaseClock& each) { return each.code == "T-PRES"; }),
            2);
}

TEST(PreservationClock, KeepsTheEarlierEndWhenTheExtensionIsRefused) {
  auto story = preserved();
  story.then("more", sender, "extension").then("no", recipient, "decision_refusal");
  EXPECT_EQ(clock_of(at(story, t0), "T-PRES").due, t0 + days(90));
}

TEST(PreservationClock, IsSuspendedWhileARequestThatCitesItIsDecided) {
  auto story = preserved();
  Facts cited;
  cited.receipt = {Story::digest_of(77), true, t0};
  cited.cites = {testing::story_case()};
  story.then("cited", recipient, "technical_receipt", cited);
  EXPECT_EQ(clock_of(at(story, t0 + days(400)), "T-PRES").phase, ClockPhase::paused);
}

TEST(GraceClock, RunsThirtyDaysAfterTheLapseAndShowsALateExtension) {
  auto story = preserved();
  story.then("lapse", recipient, "lapse_notice").receipt("rl", "lapse", t0 + days(91));
  EXPECT_EQ(clock_of(at(story, t0 + days(92)), "T-GRACE").due, t0 + days(121));
  story.then("late", sender, "extension").receipt("re", "late", t0 + days(130));
  const auto state = at(story, t0 + days(131));
  EXPECT_EQ(state.state, "extended");
  EXPECT_TRUE(clock_of(state, "T-GRACE").late);
  EXPECT_TRUE(std::any_of(state.alerts.begin(), state.alerts.end(),
                          [](const Alert& alert) { return alert.code.text() == "CASE-15"; }));
}

TEST(GraceClock, OfACrossedLapseStillShowsTheExtensionAsLate) {
  auto story = preserved();
  story.branch("lapse", recipient, "lapse_notice", {"r2"})
      .receipt("rl", "lapse", t0 + days(91))
      .branch("late", sender, "extension", {"r2"})
      .receipt("re", "late", t0 + days(130));
  const auto state = at(story, t0 + days(131));
  EXPECT_EQ(state.state, "extended");
  ASSERT_EQ(state.alerts.size(), 1U);
  EXPECT_EQ(state.alerts[0].code.text(), "CASE-15");
}

Story reviewed(const Facts& facts = {}) {
  Story story;
  story.opens("request", "mla_content", facts);
  story.receipt("r", "request", t0);
  story.then("ack", recipient, "acknowledgement");
  story.receipt("ra", "ack", t0 + days(1));
  return story;
}

TEST(DecisionClock, HasNoDueTimeUnlessProfileOrRequestSetOne) {
  const auto open = clock_of(at(reviewed(), t0 + days(900)), "T-DEC");
  EXPECT_EQ(open.phase, ClockPhase::running);
  EXPECT_FALSE(open.due);
  ClockSettings settings;
  settings.decision = days(30);
  EXPECT_EQ(clock_of(at(reviewed(), t0, settings), "T-DEC").due, t0 + days(31));
  Facts asked;
  asked.answer_by = t0 + days(12);
  EXPECT_EQ(clock_of(at(reviewed(asked), t0, settings), "T-DEC").due, t0 + days(12));
}

TEST(DecisionClock, PausesWhileASupplementIsAwaited) {
  ClockSettings settings;
  settings.decision = days(30);
  auto story = reviewed();
  story.then("ask", recipient, "supplement_request").receipt("rq", "ask", t0 + days(5));
  EXPECT_EQ(clock_of(at(story, t0 + days(90), settings), "T-DEC").phase, ClockPhase::paused);
  EXPECT_EQ(clock_of(at(story, t0 + days(10), settings), "T-SUP").due, t0 + days(35));
  story.then("more", sender, "supplement").receipt("rm", "more", t0 + days(12));
  const auto resumed = at(story, t0 + days(20), settings);
  EXPECT_EQ(clock_of(resumed, "T-DEC").due, t0 + days(38));
  EXPECT_EQ(clock_of(resumed, "T-SUP").phase, ClockPhase::stopped);
}

TEST(DecisionClock, StopsWithTheGrantAndExecutionStarts) {
  ClockSettings settings;
  settings.execution = days(90);
  auto story = reviewed();
  story.then("grant", recipient, "decision_grant").receipt("rg", "grant", t0 + days(3));
  const auto state = at(story, t0 + days(4), settings);
  EXPECT_EQ(clock_of(state, "T-DEC").phase, ClockPhase::stopped);
  EXPECT_EQ(clock_of(state, "T-EXEC").due, t0 + days(93));
  story.then("halt", recipient, "stop_order").receipt("rh", "halt", t0 + days(10));
  EXPECT_EQ(clock_of(at(story, t0 + days(11), settings), "T-EXEC").phase, ClockPhase::paused);
  story.then("go", recipient, "decision_grant").receipt("ro", "go", t0 + days(20));
  EXPECT_EQ(clock_of(at(story, t0 + days(21), settings), "T-EXEC").due, t0 + days(103));
}

TEST(AdmissibilityClock, IsTheRecipientsOwnAndRunsFromTheAct) {
  const auto story = reviewed();
  EXPECT_EQ(clock_of(at(story, t0), "T-ADM").due, story["ack"].made_at + days(10));
}

TEST(ConsultationClock, RunsFifteenDays) {
  auto story = reviewed();
  story.then("consult", recipient, "consultation_note").receipt("rc", "consult", t0 + days(2));
  EXPECT_EQ(clock_of(at(story, t0), "T-CONS").due, t0 + days(17));
}

TEST(ReceiptClock, RunsFourteenDaysFromTheReceiptOfTheDelivery) {
  auto story = reviewed();
  story.then("grant", recipient, "decision_grant")
      .then("report", recipient, "execution_report", outcome("executed"))
      .then("manifest", recipient, "evidence_manifest")
      .then("data", recipient, "delivery_notice")
      .receipt("rd", "data", t0 + days(6));
  EXPECT_EQ(clock_of(at(story, t0), "T-RCV").due, t0 + days(20));
  story.then("ok", sender, "receipt_confirmation");
  EXPECT_EQ(clock_of(at(story, t0), "T-RCV").phase, ClockPhase::stopped);
}

TEST(MissedClocks, TwoAllowAnEscalation) {
  ClockSettings settings;
  settings.decision = days(5);
  const auto state = at(reviewed(), t0 + days(60), settings);
  ASSERT_EQ(state.alerts.size(), 1U);
  EXPECT_EQ(state.alerts[0].code.text(), "CASE-17");
}

TEST(Alarms, AreAtHalfFourFifthsAndTheEnd) {
  Story story;
  story.opens("request", "preservation_request").receipt("r", "request", t0);
  const auto times = alarms(clock_of(at(story, t0), "T-ACK"));
  EXPECT_EQ(times,
            (std::vector<Instant>{t0 + hours(12), t0 + value::Duration(24L * 3'600'000 * 80 / 100),
                                  t0 + hours(24)}));
}

TEST(Alarms, OfAPreservationAreThirtyFourteenSevenAndTwoDaysBefore) {
  const auto times = alarms(clock_of(at(preserved(), t0), "T-PRES"));
  EXPECT_EQ(times,
            (std::vector<Instant>{t0 + days(60), t0 + days(76), t0 + days(83), t0 + days(88)}));
  EXPECT_TRUE(alarms(CaseClock{}).empty());
}

TEST(WorkingDays, SkipWeekendsHolidaysAndRespectTheOffset) {
  WorkingDays calendar;
  const auto friday = t0 + days(3);
  EXPECT_EQ(calendar.after(friday, 1), t0 + days(6));
  EXPECT_EQ(calendar.after(friday + days(1), 1), t0 + days(6));
  // 23:30 UTC on Friday is Saturday in UTC+1: Monday is the first working day either way, but the
  // second from Sunday evening is not.
  calendar.utc_offset = std::chrono::minutes(60);
  const auto sunday_night = *value::parse_instant("2026-11-08T23:30:00Z");
  EXPECT_EQ(calendar.after(sunday_night, 1).text(), "2026-11-09T23:30:00Z");
  const WorkingDays utc;
  EXPECT_EQ(utc.after(sunday_night, 1).text(), "2026-11-09T23:30:00Z");
  const auto friday_night = *value::parse_instant("2026-11-06T23:30:00Z");
  EXPECT_EQ(utc.after(friday_night, 1).text(), "2026-11-09T23:30:00Z");
  EXPECT_EQ(calendar.after(friday_night, 1).text(), "2026-11-08T23:30:00Z");
}

TEST(WorkingDays, AWeekWithoutWorkIsReadAsEveryDay) {
  WorkingDays calendar;
  calendar.week.fill(false);
  EXPECT_EQ(calendar.after(t0, 5), t0 + days(5));
}

TEST(Phases, HaveNames) {
  EXPECT_EQ(phase_text(ClockPhase::awaiting_receipt), "awaiting_receipt");
  EXPECT_EQ(phase_text(ClockPhase::run_out), "run_out");
}

}  // namespace
}  // namespace comity::casework
