// Statements that a modified sender signs, logs and sends although they are not well formed, not of
// this time, or outside the Convention's terms: the recipient's own reading is the safeguard.
#include "codec/json.h"
#include "desk/send.h"
#include "exchange/mail_store.h"
#include "scenarios/wire.h"
#include "signed/envelope.h"
#include "statement/statement.h"
#include "support/casework.h"
#include "value/bytes.h"
#include "value/digest.h"
#include "value/instant.h"
#include "value/uuid.h"

#include <chrono>
#include <string>
#include <vector>

namespace comity::scenarios {
namespace {

using testing_support::with;
using value::Bytes;

class RefusedStatements : public Wire {
 protected:
  /// Signed, logged and on its way, whatever it is.
  value::Digest forced(const Bytes& payload, const std::vector<std::string>& authorisations) {
    const Bytes envelope =
        signed_::make_envelope(payload, authorisations, {xa.desk_signer("xa.247"), &xa.root()})
            .value();
    return xa.commit_envelope(payload, envelope, "xb.247", "xb");
  }

  /// The honest payload with one piece of its text replaced.
  Bytes edited(const std::string& from, const std::string& to) {
    std::string text(value::text_of(request_payload()));
    const auto at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    return value::to_bytes(text.replace(at, from.size(), to));
  }

  Bytes payload_of(const codec::Json& record, value::Instant made_at) {
    statement::Statement request = statement::read_payload(request_payload()).value();
    request.record = record;
    request.head.made_at = made_at;
    return statement::write_payload(request).value();
  }

  void expect_record_refused(const codec::Json& record, const std::string& codes) {
    const Bytes payload = payload_of(record, clock.now());
    expect_refused(xa.commit(payload, two_authorisations(payload)), codes);
  }
};

TEST_F(RefusedStatements, AMemberTwice) {
  expect_refused(
      forced(edited(R"("intends_mla":true)", R"("intends_mla":true,"intends_mla":true)"), {}),
      "JSON-03");
}

TEST_F(RefusedStatements, ANumberOutOfRange) {
  expect_refused(
      forced(edited(R"("period_days":90)", R"("period_days":9007199254740993000000)"), {}),
      "JSON-04");
}

TEST_F(RefusedStatements, AnUnknownMemberOfTheHead) {
  expect_refused(forced(edited(R"("schema":)", R"("priority":"high","schema":)"), {}), "JSON-09");
}

TEST_F(RefusedStatements, ANewerVersion) {
  expect_refused(forced(edited("preservation_request/1", "preservation_request/2"), {}), "STMT-02");
}

TEST_F(RefusedStatements, ATimeWithoutZone) {
  const std::string made_at = R"("made_at":")" + clock.now().text();
  expect_refused(forced(edited(made_at, made_at.substr(0, made_at.size() - 1)), {}), "VAL-02");
}

TEST_F(RefusedStatements, MoreThanSixtyFourKiB) {
  const Bytes payload =
      edited(R"("facts_summary":")", R"("facts_summary":")" + std::string(66'000, 'x'));
  expect_refused(forced(payload, {}), "SIGN-04");
}

TEST_F(RefusedStatements, AnUnknownFieldOfTheRecord) {
  expect_record_refused(with(draft("preservation_request"), "discount", true), "REC-04");
}

TEST_F(RefusedStatements, AFieldTimeWithoutZone) {
  expect_record_refused(with(draft("preservation_request"), "acts_from", "2026-11-03T01:10:00"),
                        "REC-06");
}

TEST_F(RefusedStatements, AWrittenTimeTwoHoursAhead) {
  const Bytes ahead =
      payload_of(draft("preservation_request"), clock.now() + std::chrono::hours(2));
  expect_refused(xa.commit(ahead, two_authorisations(ahead)), "STMT-05");
}

TEST_F(RefusedStatements, AWrittenTimeOfYesterdayIsAccepted) {
  const Bytes late =
      payload_of(draft("preservation_request"), clock.now() + std::chrono::hours(-24));
  const auto digest = xa.commit(late, two_authorisations(late));
  settle();
  EXPECT_EQ(xa.store.outbox().of_statement(digest).value().front().state,
            exchange::OutboxState::receipted);
}

TEST_F(RefusedStatements, WhatTheChecklistBlocksIsBlockedAtTheRecipientToo) {
  // A preservation that no request for the data is to follow is void: Art. 42(3)(f).
  const codec::Json record = with(draft("preservation_request"), "intends_mla", false);
  const Bytes payload = payload_of(record, clock.now());
  const auto authorisations = two_authorisations(payload);
  EXPECT_EQ(code(desk::send(xa.context(), payload, authorisations)), "DESK-23");
  expect_refused(xa.commit(payload, authorisations), "REQ-LG-08");
}

TEST_F(RefusedStatements, AnotherDeskThanTheCaseNamesAddsNothing) {
  const auto sent = request();
  settle();
  statement::Statement withdrawal;
  withdrawal.head.document = "withdrawal";
  withdrawal.head.statement_id = value::make_uuid(clock.now(), xa.context().random);
  withdrawal.head.case_id = sent.head.case_id;
  withdrawal.head.after = {sent.digest};
  withdrawal.head.from_desk = "xa.ca";
  withdrawal.head.to_desks = {"xb.247"};
  withdrawal.head.made_at = clock.now();
  withdrawal.record = codec::Json::Object{{"reason", "not theirs to withdraw"}};
  const Bytes payload = statement::write_payload(withdrawal).value();
  expect_refused(xa.commit(payload, {xa.authorise(payload, "xa.okafor", "signing_officer")}),
                 "DESK-09");
}

}  // namespace
}  // namespace comity::scenarios
