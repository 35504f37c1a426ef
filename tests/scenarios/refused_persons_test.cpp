// Persons who may not: a modified sender signs and sends what its own check would have refused, and
// the recipient finds it.
#include "codec/json.h"
#include "desk/send.h"
#include "exchange/mail_store.h"
#include "scenarios/wire.h"
#include "signed/authorisation.h"
#include "signed/envelope.h"
#include "statement/statement.h"
#include "support/casework.h"
#include "value/bytes.h"
#include "value/digest.h"

#include <algorithm>
#include <functional>
#include <utility>
#include <vector>

namespace comity::scenarios {
namespace {

using testing_support::with;
using value::Bytes;

class RefusedPersons : public Wire {};

TEST_F(RefusedPersons, AnHonestRequestIsAdmitted) {
  const auto sent = request();
  settle();
  EXPECT_TRUE(xb.store.inbox().quarantine(10).value().empty());
  EXPECT_EQ(xa.store.outbox().of_statement(sent.digest).value().front().state,
            exchange::OutboxState::receipted);
  expect_equal_states(sent.head.case_id);
}

TEST_F(RefusedPersons, TheSamePersonTwiceIsOnePerson) {
  const Bytes payload = request_payload();
  const auto digest = xa.commit(payload, {xa.authorise(payload, "xa.idris", "duty_officer"),
                                          xa.authorise(payload, "xa.idris", "duty_officer")});
  expect_refused(digest, "CASE-32");
}

TEST_F(RefusedPersons, TheDrafterMayNotApprove) {
  const codec::Json record = with(draft("mla_content"), "drafted_by", "xa.idris");
  const Bytes payload = desk::prepare_request(xa.context(), record).value();
  expect_refused(xa.commit(payload, two_authorisations(payload)), "CASE-33");
}

TEST_F(RefusedPersons, ARoleThePersonDoesNotHoldDoesNotCount) {
  const Bytes payload = request_payload();
  const auto digest = xa.commit(payload, {xa.authorise(payload, "xa.okafor", "approver"),
                                          xa.authorise(payload, "xa.idris", "duty_officer")});
  expect_refused(digest, "CASE-34 CASE-31");
}

TEST_F(RefusedPersons, NobodyAuthorised) {
  const Bytes payload = request_payload();
  expect_refused(xa.commit(payload, {}), "CASE-31 CASE-31");
}

TEST_F(RefusedPersons, AWithdrawnPersonSignsNothingMore) {
  std::erase_if(xa.keys.persons, [](const auto& person) { return person.person == "xa.okafor"; });
  xa.publish();
  xb.trust(xa);
  const Bytes payload = request_payload();
  expect_refused(xa.commit(payload, two_authorisations(payload)), "CASE-35");
}

TEST_F(RefusedPersons, WhatAPersonSignedBeforeTheWithdrawalStands) {
  const auto sent = request();
  static_cast<void>(xa.round());
  std::erase_if(xa.keys.persons, [](const auto& person) { return person.person == "xa.okafor"; });
  xa.publish();
  xb.trust(xa);
  settle();
  EXPECT_EQ(xa.store.outbox().of_statement(sent.digest).value().front().state,
            exchange::OutboxState::receipted);
}

TEST_F(RefusedPersons, AnAuthorisationOfAnotherTextDoesNotCount) {
  const Bytes shown = request_payload();
  const Bytes sent = request_payload();
  ASSERT_NE(shown, sent);
  auto authorisations = two_authorisations(sent);
  authorisations.front() = xa.authorise(shown, "xa.idris", "approver");
  expect_refused(xa.commit(sent, authorisations), "DESK-07");
}

TEST_F(RefusedPersons, ASignatureOfAnotherKeyInAPersonsNameIsFound) {
  const Bytes payload = request_payload();
  const auto read = statement::read_payload(payload).value();
  auto authorisations = two_authorisations(payload);
  const auto claim = signed_::read_authorisation(authorisations.front()).value();
  authorisations.front() = signed_::authorise(claim, xa.person("xa.okafor")).value();
  expect_refused(xa.commit(payload, authorisations), "SIGN-02");
}

/// The desk signs an envelope over other authorisations than those it carries.
class ChangedAuthorisations : public RefusedPersons {
 protected:
  value::Digest sent_with(const std::function<void(std::vector<std::string>&)>& change) {
    const Bytes payload = request_payload();
    auto carried = two_authorisations(payload);
    const Bytes envelope =
        signed_::make_envelope(payload, carried, {xa.desk_signer("xa.247"), &xa.root()}).value();
    auto json = codec::parse_json(envelope, {signed_::max_envelope_bytes, 8}).value();
    change(carried);
    json = with(json, "authorisations", codec::Json::Array(carried.begin(), carried.end()));
    return xa.commit_envelope(payload, value::to_bytes(codec::write_json(json)), "xb.247", "xb");
  }
};

TEST_F(ChangedAuthorisations, OneStripped) {
  expect_refused(sent_with([](auto& carried) { carried.pop_back(); }), "SIGN-07");
}

TEST_F(ChangedAuthorisations, OneAdded) {
  expect_refused(sent_with([](auto& carried) { carried.push_back(carried.front()); }), "SIGN-07");
}

TEST_F(ChangedAuthorisations, Reordered) {
  expect_refused(sent_with([](auto& carried) { std::swap(carried[0], carried[1]); }), "SIGN-07");
}

}  // namespace
}  // namespace comity::scenarios
