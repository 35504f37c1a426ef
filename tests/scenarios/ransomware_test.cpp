// Scenario S1 of the casework text, between three States: a preservation, the disclosure that shows
// where the communication came from, the preservation there, the requests for the data, and what
// Belmora tells Cassonia unasked. Then what each side refuses on the way.
#include "codec/json.h"
#include "data/data.h"
#include "desk/case_file.h"
#include "desk/follow_on.h"
#include "desk/law.h"
#include "desk/matter.h"
#include "desk/send.h"
#include "exchange/mail_store.h"
#include "record/view.h"
#include "scenarios/house.h"
#include "scenarios/wire.h"
#include "statement/statement.h"
#include "support/casework.h"
#include "value/bytes.h"
#include "value/digest.h"
#include "value/uuid.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace comity::scenarios {
namespace {

using codec::Json;
using testing_support::with;
using Persons = std::vector<std::string>;

class Ransomware : public Wire {
 protected:
  Ransomware()
      : xc({"xc",
            {"xc.247", "xc.ca"},
            {{"xc.sand", {"duty_officer", "approver"}}, {"xc.vane", {"duty_officer"}}}},
           clock) {
    for (House* one : {&xa, &xb}) {
      one->join(xc);
      xc.join(*one);
    }
  }

  void rest() {
    const std::array<House*, 3> all{&xa, &xb, &xc};
    for (int turn = 0; turn < 12; ++turn) {
      bool idle = true;
      for (House* each : all) {
        idle = each->round().idle() && idle;
      }
      for (House* each : all) {
        idle = each->post() == 0 && idle;
      }
      if (idle) {
        return;
      }
    }
    FAIL() << "the three nodes never came to rest";
  }

  static std::string state(House& house, const value::Uuid& in) {
    return must(desk::load_case(house.context(), in)).state.state;
  }

  /// Everything has arrived, and both sides of the case compute the same.
  void expect_agreement(House& one, House& other, const value::Uuid& in) {
    rest();
    const auto here = must(desk::load_case(one.context(), in)).state;
    const auto there = must(desk::load_case(other.context(), in)).state;
    EXPECT_EQ(here, there) << here.state << " and " << there.state;
  }

  void say(House& who, House& to, const value::Uuid& in, const std::string& document,
           Json::Object record, const Persons& persons) {
    for (const auto& field : law().tables().find(document)->fields) {
      if (field.only.size() == 1) {
        record.emplace(field.name, field.only.front());
      }
    }
    who.answer({in, document, Json(std::move(record)), {}, {}}, persons);
    expect_agreement(who, to, in);
  }

  value::Uuid open(House& who, House& to, const Json& record, const Persons& persons) {
    const auto id = who.open_case(record, persons).head.case_id;
    expect_agreement(who, to, id);
    return id;
  }

  void preserve(House& who, const value::Uuid& in, const Persons& persons) {
    say(who, xa, in, "acknowledgement", Json::Object{{"case_ref_requested", who.name() + "-77"}},
        persons);
    say(who, xa, in, "preservation_notice",
        Json::Object{{"outcome", "in_force"}, {"frozen", "it"}, {"latest_end", "2027-02-18"}},
        persons);
  }

  value::Uuid preserved() {
    const auto id = open(xa, xb, draft("preservation_request"), {"xa.idris", "xa.okafor"});
    preserve(xb, id, {"xb.lind"});
    return id;
  }

  /// What Belmora's officer fills in beside what the draft takes from the case.
  Json disclosure(const value::Uuid& in) {
    Json record =
        must(desk::draft_follow_on(xb.context(), "traffic_partial_disclosure", in)).record;
    const Json example = draft("traffic_partial_disclosure");
    for (const char* field : {"upstream_provider", "upstream_state", "path", "data_limited_to_path",
                              "follow_on_suggested"}) {
      record = with(record, field, *example.member(field));
    }
    return with(record, "case_ref_requesting", "XB-77");
  }

  void disclose(const value::Uuid& in) {
    xb.open_case(disclosure(in), {"xb.lind"});
    expect_agreement(xb, xa, in);
  }

  /// The draft with what a person has to add, as the example of the kind has it.
  Json request_for(const std::string& kind, const value::Uuid& preservation) {
    const auto begun = must(desk::draft_follow_on(xa.context(), kind, preservation));
    const Json example = draft(kind);
    Json record = begun.record;
    for (const std::string& path : begun.open) {
      const std::string field = path.substr(0, path.find_first_of(".["));
      if (const Json* given = example.member(field)) {
        record = with(record, field, *given);
      }
    }
    for (const char* field : {"attachments", "as_of", "ip_assignment_lookup", "assurances"}) {
      if (const Json* given = example.member(field)) {
        record = with(record, field, *given);
      }
    }
    return record;
  }

  value::Uuid executed(const Json& request) {
    const auto id = open(xa, xb, request, {"xa.idris", "xa.okafor"});
    say(xb, xa, id, "acknowledgement", Json::Object{{"case_ref_requested", "XB-78"}}, {"xb.lind"});
    say(xb, xa, id, "decision_grant", Json::Object{}, {"xb.moreau"});
    say(xb, xa, id, "execution_report", Json::Object{{"outcome", "executed"}, {"text", "Done."}},
        {"xb.lind"});
    return id;
  }

  /// A modified node sends it all the same; the other refuses it for exactly these codes.
  void expect_refused_at(House& to, House& from, const value::Bytes& payload,
                         const Persons& persons, const std::string& codes) {
    const auto digest = from.commit(payload, from.authorise_all(payload, persons));
    rest();
    const auto letters = from.store.outbox().of_statement(digest).value();
    ASSERT_EQ(letters.size(), 1U);
    EXPECT_EQ(letters.front().state, exchange::OutboxState::refused);
    EXPECT_EQ(letters.front().last_error, codes);
    EXPECT_FALSE(to.store.cases().by_digest(digest).value()) << "stored although refused";
  }

  House xc;
};

std::string first_obstacle(House& house, const value::Bytes& payload, const Persons& persons) {
  const auto found =
      must(desk::obstacles(house.context(), payload, house.authorise_all(payload, persons)));
  return found.empty() ? "none" : found.front().detail.substr(0, found.front().detail.find(' '));
}

TEST_F(Ransomware, GoesFromOnePreservationToTheUpstreamStateAndToTheData) {
  const auto first = preserved();
  disclose(first);
  EXPECT_EQ(state(xa, first), "in_force");

  const auto next = must(desk::draft_follow_on(xa.context(), "preservation_request", first));
  EXPECT_TRUE(next.open.empty()) << next.open.front();
  EXPECT_EQ(record::View(&next.record).at("recipient").text(), "xc.247");
  EXPECT_EQ(record::View(&next.record).at("provider.state").text(), "XC");
  const auto second = open(xa, xc, next.record, {"xa.idris", "xa.okafor"});
  preserve(xc, second, {"xc.vane"});
  EXPECT_EQ(state(xa, second), "in_force");

  const auto subscriber = executed(request_for("mla_subscriber", first));
  EXPECT_EQ(state(xa, first), "pending_decision");
  const auto content = executed(request_for("mla_content", first));
  EXPECT_EQ(state(xb, content), "executed");
  EXPECT_EQ(state(xb, subscriber), "executed");
  EXPECT_EQ(state(xa, second), "in_force") << "the second preservation is another State's";
}

TEST_F(Ransomware, IsOneMatterAtArvandiaAndNowhereElse) {
  const auto first = preserved();
  disclose(first);
  const auto second =
      open(xa, xc, must(desk::draft_follow_on(xa.context(), "preservation_request", first)).record,
           {"xa.idris", "xa.okafor"});
  const auto subscriber =
      open(xa, xb, request_for("mla_subscriber", first), {"xa.idris", "xa.okafor"});
  const auto other =
      open(xa, xb, with(draft("preservation_request"), "case_ref_requesting", "XA-OTHER"),
           {"xa.idris", "xa.okafor"});
  const auto linked = must(desk::linked_cases(xa.context(), first));
  const auto holds = [&](const value::Uuid& id) {
    return std::any_of(linked.begin(), linked.end(),
                       [&](const desk::LinkedCase& each) { return each.case_id == id; });
  };
  EXPECT_EQ(linked.size(), 2U);
  EXPECT_TRUE(holds(second) && holds(subscriber));
  EXPECT_FALSE(holds(other));
  EXPECT_NE(linked.front().why.find("XA-CYB-2026-0417"), std::string::npos);
  EXPECT_EQ(must(desk::linked_cases(xb.context(), first)).size(), 1U);
  EXPECT_TRUE(must(desk::linked_cases(xc.context(), second)).empty());
  EXPECT_TRUE(must(desk::linked_cases(xc.context(), first)).empty());
}

TEST_F(Ransomware, LinksWhatCitesAPreservationUnderAnotherNumber) {
  const auto first = preserved();
  const auto content =
      open(xa, xb, with(request_for("mla_content", first), "case_ref_requesting", "XA-NEW-1"),
           {"xa.idris", "xa.okafor"});
  const auto linked = must(desk::linked_cases(xa.context(), first));
  ASSERT_EQ(linked.size(), 1U);
  EXPECT_EQ(linked.front().case_id, content);
  EXPECT_EQ(linked.front().why, "it cites " + first.text());
  EXPECT_EQ(must(desk::linked_cases(xa.context(), content)).front().why,
            "cited by " + content.text());
}

TEST_F(Ransomware, TellsCassoniaUnaskedOfItsVictims) {
  const auto told = open(xb, xc, draft("spontaneous_information"), {"xb.moreau"});
  EXPECT_EQ(state(xc, told), "received");
  say(xc, xb, told, "condition_acceptance",
      Json::Object{{"conditions", Json::Array{Json("consent_before_use")}}}, {"xc.sand"});
  say(xc, xb, told, "consultation_note",
      Json::Object{{"text", "One victim is an accused."}, {"outcome", "gives_notice"}},
      {"xc.sand"});
  EXPECT_EQ(state(xb, told), "disclosure_notice");
  say(xb, xc, told, "consultation_note",
      Json::Object{{"text", "No objection."}, {"outcome", "answers_notice"}}, {"xb.moreau"});
  say(xc, xb, told, "usage_report", Json::Object{{"text", "Fourteen were warned."}}, {"xc.sand"});
  EXPECT_EQ(state(xb, told), "closed");
}

TEST_F(Ransomware, TakesEachValueOfADraftFromWhereItSays) {
  const auto first = preserved();
  const auto begun = must(desk::draft_follow_on(xa.context(), "mla_content", first));
  const record::View record(&begun.record);
  EXPECT_EQ(record.at("preservation_refs").texts(), Persons{first.text()});
  EXPECT_EQ(record.at("sender").text(), "xa.ca");
  EXPECT_EQ(record.at("recipient").text(), "xb.ca");
  ASSERT_EQ(record.at("data_sets").items().size(), 1U);
  EXPECT_EQ(record.at("data_sets[0].category").text(), "content");
  EXPECT_EQ(record.at("identifiers").items().size(), 1U);
  EXPECT_TRUE(std::any_of(begun.origins.begin(), begun.origins.end(), [](const auto& each) {
    return each.field == "offences" && each.from == "offences of the preservation_request";
  }));
  EXPECT_NE(std::find(begun.open.begin(), begun.open.end(), "proportionality"), begun.open.end());
}

TEST_F(Ransomware, DisclosesNothingBeforeThePreservationIsInForce) {
  const auto id = open(xa, xb, draft("preservation_request"), {"xa.idris", "xa.okafor"});
  const auto early = desk::prepare_request(xb.context(), disclosure(id));
  EXPECT_EQ(code(early), "DESK-13");
  EXPECT_EQ(code(desk::draft_follow_on(xa.context(), "preservation_request", id)), "REQ-02");
}

TEST_F(Ransomware, GivesADisclosureBeforeItsTimeNoEffect) {
  const auto id = open(xa, xb, draft("preservation_request"), {"xa.idris", "xa.okafor"});
  const auto file = must(desk::load_case(xb.context(), id));
  statement::Statement early;
  early.head = {"traffic_partial_disclosure",
                1,
                value::make_uuid(clock.now(), xb.context().random),
                id,
                file.state.heads,
                "xb.247",
                {"xa.247"},
                clock.now()};
  early.record = disclosure(id);
  const auto payload = statement::write_payload(early).value();
  const auto digest = xb.commit(payload, xb.authorise_all(payload, {"xb.lind"}));
  expect_agreement(xb, xa, id);
  const auto seen = must(desk::load_case(xa.context(), id)).state;
  ASSERT_NE(seen.of(digest), nullptr);
  EXPECT_EQ(seen.of(digest)->standing, casework::Standing::crossed);
  EXPECT_EQ(seen.of(digest)->code, value::Code("CASE-05"));
  EXPECT_EQ(code(desk::draft_follow_on(xa.context(), "preservation_request", id)), "REQ-02");
}

TEST_F(Ransomware, LetsOnlyTheStateThatWasAskedDisclose) {
  const auto id = preserved();
  EXPECT_EQ(code(desk::draft_follow_on(xa.context(), "traffic_partial_disclosure", id)), "DESK-24");
  EXPECT_EQ(code(desk::draft_follow_on(xb.context(), "mla_content", id)), "DESK-24");
  EXPECT_EQ(code(desk::draft_follow_on(xa.context(), "spontaneous_information", id)), "REQ-02");
  EXPECT_EQ(code(desk::draft_follow_on(xa.context(), "extradition_request", id)), "REC-02");
  EXPECT_EQ(code(desk::prepare_request(xc.context(), disclosure(id))), "DESK-05");
}

TEST_F(Ransomware, OpensNoCaseWithADisclosure) {
  const auto id = preserved();
  statement::Statement opens;
  opens.head.document = "traffic_partial_disclosure";
  opens.head.statement_id = value::make_uuid(clock.now(), xb.context().random);
  opens.head.case_id = opens.head.statement_id;
  opens.head.from_desk = "xb.247";
  opens.head.to_desks = {"xa.247"};
  opens.head.made_at = clock.now();
  opens.record = disclosure(id);
  const auto payload = statement::write_payload(opens).value();
  expect_refused_at(xa, xb, payload, {}, "DESK-18");
}

/// A disclosure that Belmora's own node would not send, and Arvandia's does not take.
class BadDisclosure : public Ransomware {
 protected:
  void expect_blocked(const std::string& field, const Json& value, const std::string& rule) {
    const auto id = preserved();
    const auto payload =
        must(desk::prepare_request(xb.context(), with(disclosure(id), field, value)));
    EXPECT_EQ(first_obstacle(xb, payload, {"xb.lind"}), rule);
    expect_refused_at(xa, xb, payload, {"xb.lind"}, "REQ-" + rule);
    EXPECT_EQ(state(xa, id), "in_force");
  }
};

TEST_F(BadDisclosure, NamesTheDisclosingStateItself) {
  expect_blocked("upstream_state", "XB", "TD-03");
}

TEST_F(BadDisclosure, NamesAProviderOfAnotherState) {
  expect_blocked("upstream_provider.directory_id", "prov-exemple-mail", "TD-03");
}

TEST_F(BadDisclosure, SaysMoreThanThePath) {
  expect_blocked("data_limited_to_path", false, "TD-01");
}

TEST_F(BadDisclosure, IsWithheldForAnotherGround) {
  expect_blocked("withheld_ground", "dual_criminality", "TD-02");
}

TEST_F(BadDisclosure, NamesAnAddressThatLeadsNowhere) {
  expect_blocked("path.0.ip", "192.168.1.7", "ID-04");
}

TEST_F(BadDisclosure, StandsInAnotherCaseThanItNames) {
  const auto id = preserved();
  const auto other =
      open(xa, xb, with(draft("preservation_request"), "case_ref_requesting", "XA-OTHER"),
           {"xa.idris", "xa.okafor"});
  const auto payload = must(desk::prepare_request(xb.context(), disclosure(id)));
  auto moved = statement::read_payload(payload).value();
  moved.record = with(moved.record, "preservation_ref", other.text());
  expect_refused_at(xa, xb, statement::write_payload(moved).value(), {"xb.lind"}, "DESK-17");
}

TEST_F(Ransomware, AddressesNoStateWhoseDeskNobodyKnows) {
  const auto id = preserved();
  xb.open_case(with(with(disclosure(id), "upstream_state", "XE"), "upstream_provider",
                    Json::Object{{"name", "Exemple Transit (fictional)"}}),
               {"xb.lind"});
  expect_agreement(xb, xa, id);
  EXPECT_EQ(code(desk::draft_follow_on(xa.context(), "preservation_request", id)), "DESK-25");
}

TEST_F(Ransomware, SendsNothingToADeskWhoseNodeIsNotTrusted) {
  // Dorvania has a profile with desks, and no node that Arvandia trusts; nor is it bound yet.
  const auto id = preserved();
  xb.open_case(with(with(disclosure(id), "upstream_state", "XD"), "upstream_provider",
                    Json::Object{{"name", "Exemple Transit (fictional)"}}),
               {"xb.lind"});
  expect_agreement(xb, xa, id);
  const auto begun = desk::draft_follow_on(xa.context(), "preservation_request", id);
  const std::string refusal =
      begun ? code(desk::prepare_request(
                  xa.context(), with(with(begun->record, "provider.directory_id", "prov-unknown"),
                                     "provider.provider_type", "hosting")))
            : code(begun);
  EXPECT_TRUE(refusal == "DESK-03" || refusal == "DESK-25") << refusal;
}

TEST_F(Ransomware, AsksForNoContentWhereOnlySubscribersAreOpened) {
  const auto id = preserved();
  const Json bad = with(with(request_for("mla_subscriber", id), "data_sets.0.category", "content"),
                        "data_sets.0.subtypes", Json::Array{Json("mail_messages")});
  const Json record = with(with(bad, "data_sets.0.period_from", "2026-10-20T00:00:00Z"),
                           "data_sets.0.period_to", "2026-11-04T00:00:00Z");
  const auto payload = must(desk::prepare_request(xa.context(), record));
  EXPECT_EQ(first_obstacle(xa, payload, {"xa.idris", "xa.okafor"}), "DS-03");
  expect_refused_at(xb, xa, payload, {"xa.idris", "xa.okafor"}, "REQ-DS-03 REQ-DS-08");
}

TEST_F(Ransomware, AsksForNoContentOnAProsecutorsWord) {
  const auto id = preserved();
  const auto payload = must(desk::prepare_request(
      xa.context(), with(request_for("mla_content", id), "authorisation.type", "prosecutor")));
  EXPECT_EQ(first_obstacle(xa, payload, {"xa.idris", "xa.okafor"}), "DS-03");
  expect_refused_at(xb, xa, payload, {"xa.idris", "xa.okafor"}, "REQ-DS-03");
}

/// Belmora's profile under the code of a State that exists.
const desk::Law& law_of_a_real_state() {
  static const desk::Law read = [] {
    static std::string real(*data::file("state-profiles/XB.json"));
    const auto at = real.find("\"state\": \"XB\"");
    real.replace(at, 13, "\"state\": \"FR\"");
    return desk::read_law({[](std::string_view path) {
                             return path == "state-profiles/XB.json"
                                        ? std::optional<std::string_view>(real)
                                        : data::file(path);
                           },
                           data::paths_in("state-profiles/")})
        .value();
  }();
  return read;
}

TEST(RealStates, ExchangeNoDocumentationAddresses) {
  fakes::FixedClock clock(value::parse_instant("2026-11-20T10:00:00Z").value());
  House sender({"xa",
                {"xa.247"},
                {{"xa.one", {"duty_officer"}}, {"xa.two", {"duty_officer"}}},
                &law_of_a_real_state()},
               clock);
  House recipient({"xb", {"xb.247"}, {{"xb.one", {"duty_officer"}}}, &law_of_a_real_state()},
                  clock);
  sender.join(recipient);
  recipient.join(sender);
  const auto payload = must(desk::prepare_request(sender.context(), draft("preservation_request")));
  const auto given = sender.authorise_all(payload, {"xa.one", "xa.two"});
  const auto refused = desk::send(sender.context(), payload, given);
  ASSERT_EQ(code(refused), "DESK-23");
  EXPECT_EQ(refused.error().detail.substr(0, 5), "ID-04");
  const auto digest = sender.commit(payload, given);
  for (int turn = 0; turn < 6; ++turn) {
    static_cast<void>(sender.round());
    static_cast<void>(sender.post());
    static_cast<void>(recipient.round());
    static_cast<void>(recipient.post());
  }
  const auto letters = sender.store.outbox().of_statement(digest).value();
  ASSERT_EQ(letters.size(), 1U);
  EXPECT_EQ(letters.front().state, exchange::OutboxState::refused);
  EXPECT_EQ(letters.front().last_error, "REQ-ID-04");
}

}  // namespace
}  // namespace comity::scenarios
