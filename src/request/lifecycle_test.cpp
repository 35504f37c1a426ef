#include "request/lifecycle.h"

#include "codec/json.h"
#include "request/clock_rule.h"
#include "request/lifecycle_crossing.h"
#include "support/lifecycle_data.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace comity::request {
namespace {

using codec::Json;

const Row* find_row(const Machine& machine, std::string_view from, std::string_view document,
                    const Condition& when = {}) {
  const auto row = std::find_if(machine.rows.begin(), machine.rows.end(), [&](const Row& each) {
    return each.from == from && each.carries(document) && each.when == when;
  });
  return row == machine.rows.end() ? nullptr : &*row;
}

const Json::Object& members_of(const Json& json) {
  static const Json::Object none;
  const auto* object = json.object();
  return object == nullptr ? none : *object;
}

const Json::Array& elements_of(const Json& json) {
  static const Json::Array none;
  const auto* array = json.array();
  return array == nullptr ? none : *array;
}

TEST(Lifecycles, OffersTheMachinesOfTheDataWithEveryRowAndClock) {
  const auto data = testing::casework_data();
  const auto& lifecycles = testing::lifecycles();
  ASSERT_EQ(lifecycles.machines.size(), 3U);
  for (const auto& machine : lifecycles.machines) {
    auto machines = members_of(members_of(data).at("state_machines"));
    auto table = members_of(machines[machine.id]);
    EXPECT_EQ(machine.rows.size(), elements_of(table["transitions"]).size()) << machine.id;
    EXPECT_EQ(machine.clocks.size(), elements_of(table["clocks"]).size()) << machine.id;
  }
  EXPECT_EQ(lifecycles.crossings.size(), 7U);
}

TEST(Lifecycles, FindsTheMachineOfAKind) {
  const auto& lifecycles = testing::lifecycles();
  EXPECT_EQ(lifecycles.for_kind("mla_content")->id, "M1");
  EXPECT_EQ(lifecycles.for_kind("preservation_request")->id, "M2");
  EXPECT_EQ(lifecycles.for_kind("spontaneous_information")->id, "M5");
  EXPECT_EQ(lifecycles.for_kind("extradition_request"), nullptr);
  EXPECT_EQ(lifecycles.machine("M6"), nullptr);
}

TEST(Lifecycles, OpenNoCaseByAKindThatJoinsOne) {
  const auto& lifecycles = testing::lifecycles();
  EXPECT_EQ(lifecycles.for_kind("traffic_partial_disclosure"), nullptr);
  ASSERT_NE(lifecycles.joining("traffic_partial_disclosure"), nullptr);
  EXPECT_EQ(lifecycles.joining("traffic_partial_disclosure")->case_field, "preservation_ref");
  EXPECT_EQ(lifecycles.joining("preservation_request"), nullptr);
}

TEST(Lifecycles, KnowWithWhichRowsDataLeaves) {
  const auto& lifecycles = testing::lifecycles();
  EXPECT_TRUE(find_row(*lifecycles.machine("M1"), "executed", "evidence_manifest")->hands_over);
  EXPECT_TRUE(find_row(*lifecycles.machine("M2"), "in_force", "partial_disclosure")->hands_over);
  EXPECT_TRUE(find_row(*lifecycles.machine("M5"), "draft", "request")->hands_over);
  EXPECT_FALSE(find_row(*lifecycles.machine("M2"), "draft", "request")->hands_over);
}

TEST(Lifecycles, ReadTheClocksOfAMachine) {
  const auto& clocks = testing::lifecycles().machine("M2")->clocks;
  const auto preserved = std::find_if(clocks.begin(), clocks.end(),
                                      [](const auto& each) { return each.code == "T-PRES"; });
  ASSERT_NE(preserved, clocks.end());
  EXPECT_EQ(preserved->restarts, "extension_confirmation");
  EXPECT_EQ(preserved->span.kind, ClockSpan::Kind::latest_end);
  EXPECT_EQ(preserved->span.length, std::chrono::days(90));
  EXPECT_EQ(preserved->span.first_at_least, std::chrono::days(60));
  EXPECT_EQ(clocks.front().span.pressing, std::chrono::hours(1));
}

TEST(Lifecycles, CallsOpeningKindsRequestAndJoiningKindsByTheirDocument) {
  const auto& lifecycles = testing::lifecycles();
  EXPECT_EQ(document_of("mla_traffic", lifecycles), "request");
  EXPECT_EQ(document_of("preservation_request", lifecycles), "request");
  EXPECT_EQ(document_of("preservation_extension", lifecycles), "extension");
  EXPECT_EQ(document_of("traffic_partial_disclosure", lifecycles), "partial_disclosure");
  EXPECT_EQ(document_of("decision_grant", lifecycles), "decision_grant");
}

TEST(Lifecycles, ReadsConditionsSidesAndSecondRoles) {
  const auto& m1 = *testing::lifecycles().machine("M1");
  const auto* refusal = find_row(m1, "under_review", "decision_refusal",
                                 {Condition::Test::ground, "discrimination_purpose"});
  ASSERT_NE(refusal, nullptr);
  EXPECT_EQ(refusal->side, Side::recipient);
  EXPECT_EQ(refusal->role, "deciding_authority");
  EXPECT_EQ(refusal->second_role, "deciding_authority");
  const auto& m2 = *testing::lifecycles().machine("M2");
  const auto* late =
      find_row(m2, "released", "technical_receipt", {Condition::Test::receipts_citing_request, {}});
  ASSERT_NE(late, nullptr);
  EXPECT_TRUE(late->keeps_state);
  EXPECT_TRUE(late->starts_at("withdrawn"));
}

TEST(Lifecycles, ReachesPlacesOnlyByPrivateRowsOfTheSameSide) {
  const auto& m1 = *testing::lifecycles().machine("M1");
  using Places = std::vector<std::string>;
  EXPECT_EQ(m1.places("partial", Side::recipient), (Places{"partial", "granted", "executing"}));
  EXPECT_EQ(m1.places("partial", Side::sender), (Places{"partial"}));
  EXPECT_EQ(m1.places("draft", Side::sender), (Places{"draft", "checked", "approved"}));
  EXPECT_EQ(m1.places("acknowledged", Side::recipient), (Places{"acknowledged", "under_review"}));
}

TEST(Lifecycles, NotesDocumentsThatMoveNothing) {
  const auto& m1 = *testing::lifecycles().machine("M1");
  for (const auto* document : {"status_query", "status_report", "correction", "escalation",
                               "breach_notice", "deletion_certificate", "use_release_request"}) {
    EXPECT_TRUE(m1.noted.contains(document)) << document;
  }
  EXPECT_FALSE(m1.noted.contains("withdrawal"));
  EXPECT_FALSE(m1.noted.contains("emergency_answer"));
  EXPECT_FALSE(testing::lifecycles().machine("M2")->noted.contains("deletion_certificate"));
}

// Everything below alters the table in one way and expects one refusal.

using Edit = std::function<void(Json::Object&)>;

Json with(const Json& json, const std::string& name, const Edit& edit) {
  auto object = members_of(json);
  auto inner = members_of(object[name]);
  edit(inner);
  object[name] = Json(std::move(inner));
  return Json(std::move(object));
}

Json with_machine(const std::string& id, const Edit& edit) {
  return with(testing::casework_data(), "state_machines", [&](Json::Object& machines) {
    auto machine = members_of(machines[id]);
    edit(machine);
    machines[id] = Json(std::move(machine));
  });
}

Json with_row(const std::string& id, std::size_t number, const Edit& edit) {
  return with_machine(id, [&](Json::Object& machine) {
    auto rows = elements_of(machine["transitions"]);
    auto row = members_of(rows.at(number));
    edit(row);
    rows[number] = Json(std::move(row));
    machine["transitions"] = Json(std::move(rows));
  });
}

std::string refusal(const Json& casework) {
  const auto read = read_lifecycles(casework);
  return read ? "accepted" : std::string(read.error().code.text());
}

struct Damage {
  const char* name;
  const char* code;
  Edit edit;
};

class DamagedRow : public ::testing::TestWithParam<Damage> {};

// Row 1 of M2 (counting from 0): sent -> forwarded by acknowledgement, when forwarded_to is set.
TEST_P(DamagedRow, IsRefused) {
  EXPECT_EQ(refusal(with_row("M2", 1, GetParam().edit)), GetParam().code);
}

INSTANTIATE_TEST_SUITE_P(
    Lifecycles, DamagedRow,
    ::testing::Values(
        Damage{"UnknownMember", "REQ-LIFE-01", [](auto& row) { row["colour"] = Json("red"); }},
        Damage{"NoFrom", "REQ-LIFE-01", [](auto& row) { row.erase("from"); }},
        Damage{"NoSide", "REQ-LIFE-01", [](auto& row) { row.erase("side"); }},
        Damage{"DocumentsText", "REQ-LIFE-01", [](auto& row) { row["documents"] = Json("x"); }},
        Damage{"DocumentNumber", "REQ-LIFE-01",
               [](auto& row) { row["documents"] = Json(Json::Array{Json(7)}); }},
        Damage{"UnknownWhen", "REQ-LIFE-02", [](auto& row) { row["when"] = Json("it rains"); }},
        Damage{"UnknownSide", "REQ-LIFE-03", [](auto& row) { row["side"] = Json("third"); }},
        Damage{"UnknownRole", "REQ-LIFE-03", [](auto& row) { row["role"] = Json("clerk"); }},
        Damage{"UnknownSecondRole", "REQ-LIFE-03",
               [](auto& row) { row["second_role"] = Json("clerk"); }},
        Damage{"UnreachableFrom", "REQ-LIFE-04", [](auto& row) { row["from"] = Json("limbo"); }},
        Damage{"OutOfFinal", "REQ-LIFE-04", [](auto& row) { row["from"] = Json("released"); }},
        Damage{"NothingTellsApart", "REQ-LIFE-05", [](auto& row) { row.erase("when"); }},
        Damage{"NoDocument", "REQ-LIFE-07",
               [](auto& row) { row["documents"] = Json(Json::Array{}); }},
        Damage{"PrivateToTheOther", "REQ-LIFE-07",
               [](auto& row) { row["private"] = Json("sender"); }},
        Damage{"PrivateWithDocument", "REQ-LIFE-07",
               [](auto& row) { row["private"] = Json("recipient"); }}),
    [](const auto& param) { return std::string(param.param.name); });

TEST(Lifecycles, RefusesAMissingMachineAndAKindOfTwoMachines) {
  EXPECT_EQ(refusal(with(testing::casework_data(), "state_machines",
                         [](Json::Object& machines) { machines.erase("M2"); })),
            "REQ-LIFE-08");
  EXPECT_EQ(refusal(with_machine("M2",
                                 [](Json::Object& machine) {
                                   machine["kinds"] = Json(Json::Array{Json("mla_traffic")});
                                 })),
            "REQ-LIFE-08");
}

TEST(Lifecycles, RefusesAMachineOfferedThatIsNotThere) {
  auto casework = members_of(testing::casework_data());
  casework["offered_machines"] = Json(Json::Array{Json("M99")});
  EXPECT_EQ(refusal(Json(casework)), "REQ-LIFE-08");
  casework.erase("offered_machines");
  EXPECT_EQ(refusal(Json(casework)), "REQ-LIFE-01");
}

TEST(Lifecycles, RefusesAJoinThatSaysNoCase) {
  EXPECT_EQ(refusal(with(testing::casework_data(), "kinds",
                         [](Json::Object& kinds) {
                           auto kind = members_of(kinds["traffic_partial_disclosure"]);
                           kind["joins"] = Json(Json::Object{{"as", "partial_disclosure"}});
                           kinds["traffic_partial_disclosure"] = Json(std::move(kind));
                         })),
            "REQ-LIFE-01");
}

class DamagedClock : public ::testing::TestWithParam<Damage> {};

TEST_P(DamagedClock, IsRefused) {
  EXPECT_EQ(refusal(with_machine("M2",
                                 [](Json::Object& machine) {
                                   auto clocks = elements_of(machine["clocks"]);
                                   auto clock = members_of(clocks.at(0));
                                   GetParam().edit(clock);
                                   clocks[0] = Json(std::move(clock));
                                   machine["clocks"] = Json(std::move(clocks));
                                 })),
            GetParam().code);
}

INSTANTIATE_TEST_SUITE_P(
    Lifecycles, DamagedClock,
    ::testing::Values(
        Damage{"NoName", "REQ-LIFE-01", [](auto& clock) { clock.erase("clock"); }},
        Damage{"UnknownMember", "REQ-LIFE-01", [](auto& clock) { clock["colour"] = Json("red"); }},
        Damage{"NoStart", "REQ-LIFE-01", [](auto& clock) { clock.erase("starts"); }},
        Damage{"StartsText", "REQ-LIFE-01", [](auto& clock) { clock["starts"] = Json("x"); }},
        Damage{"NeverDue", "REQ-LIFE-01", [](auto& clock) { clock["due"] = Json(Json::Object{}); }},
        Damage{"DueTwice", "REQ-LIFE-01",
               [](auto& clock) { clock["due"] = Json(Json::Object{{"days", 1}, {"hours", 2}}); }},
        Damage{"DueUnknown", "REQ-LIFE-01",
               [](auto& clock) { clock["due"] = Json(Json::Object{{"asked_or", "luck"}}); }}),
    [](const auto& param) { return std::string(param.param.name); });

TEST(Lifecycles, RefusesAClockListThatIsNone) {
  EXPECT_EQ(refusal(with_machine("M5", [](auto& machine) { machine["clocks"] = Json("none"); })),
            "REQ-LIFE-01");
}

TEST(Lifecycles, RefusesAFinalStateNothingReaches) {
  EXPECT_EQ(refusal(with_machine("M2",
                                 [](Json::Object& machine) {
                                   machine["terminal"] = Json(Json::Array{Json("limbo")});
                                 })),
            "REQ-LIFE-04");
}

TEST(Lifecycles, RefusesAnythingThatIsNoTable) {
  EXPECT_EQ(refusal(Json()), "REQ-LIFE-01");
  EXPECT_EQ(refusal(Json(Json::Object{})), "REQ-LIFE-01");
  EXPECT_EQ(refusal(with_machine("M1", [](Json::Object& machine) { machine.erase("initial"); })),
            "REQ-LIFE-01");
}

Json with_crossings(const std::function<void(Json::Array&)>& edit) {
  const auto data = testing::casework_data();
  auto object = members_of(data);
  auto rows = elements_of(object["crossings"]);
  edit(rows);
  object["crossings"] = Json(std::move(rows));
  return Json(std::move(object));
}

TEST(Crossings, AreRefusedWhenOneIsMissingDoubledOrAnotherPair) {
  EXPECT_EQ(refusal(with_crossings([](auto& rows) { rows.pop_back(); })), "REQ-LIFE-06");
  EXPECT_EQ(refusal(with_crossings([](auto& rows) { rows.push_back(rows.front()); })),
            "REQ-LIFE-06");
  EXPECT_EQ(refusal(with_crossings([](auto& rows) { rows[1] = rows[0]; })), "REQ-LIFE-06");
  EXPECT_EQ(refusal(with_crossings([](auto& rows) {
              auto row = members_of(rows.at(0));
              row["pair"] = Json(Json::Array{Json("decision_grant"), Json("withdrawal")});
              rows[0] = Json(std::move(row));
            })),
            "REQ-LIFE-06");
}

TEST(Crossings, SayWhoStandsAndWhoYields) {
  EXPECT_TRUE(stands(CrossingRule::withdrawal_over_grant, "withdrawal"));
  EXPECT_TRUE(yields(CrossingRule::withdrawal_over_grant, "decision_grant"));
  EXPECT_FALSE(yields(CrossingRule::withdrawal_over_decision, "decision_grant"));
  EXPECT_TRUE(yields(CrossingRule::withdrawal_over_decision, "decision_partial"));
  EXPECT_TRUE(yields(CrossingRule::delivery_over_withdrawal, "withdrawal"));
  EXPECT_TRUE(stands(CrossingRule::extension_over_lapse, "extension"));
  EXPECT_TRUE(yields(CrossingRule::decision_over_extension, "extension"));
  EXPECT_FALSE(stands(CrossingRule::neither_decision, "decision_grant"));
  EXPECT_TRUE(yields(CrossingRule::neither_decision, "decision_grant"));
  EXPECT_FALSE(is_decision("withdrawal"));
}

TEST(Crossings, KeepTheWordsAndTheStateOfTheTable) {
  for (const auto& crossing : testing::lifecycles().crossings) {
    EXPECT_FALSE(crossing.outcome.empty()) << crossing.id;
    const bool open = crossing.id == "X-6" || crossing.id == "X-7";
    EXPECT_EQ(crossing.state.empty(), open) << crossing.id;
  }
}

}  // namespace
}  // namespace comity::request
