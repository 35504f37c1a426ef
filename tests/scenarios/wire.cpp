#include "scenarios/wire.h"

#include "codec/json.h"
#include "crypto/age_recipient.h"
#include "desk/case_file.h"
#include "desk/send.h"
#include "edge/accept.h"
#include "exchange/letter.h"
#include "exchange/mail_store.h"
#include "scenarios/house.h"
#include "value/bytes.h"
#include "value/digest.h"
#include "value/instant.h"
#include "value/uuid.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

namespace comity::scenarios {
namespace {

using exchange::OutboxState;

/// Cases that a request opened: key sets and receipts of refusals stand apart from all others.
std::size_t cases_of(House& house) {
  std::size_t count = 0;
  for (const bool own : {true, false}) {
    const auto rows = house.store.cases().cases(own, {}, 100).value();
    count += static_cast<std::size_t>(std::count_if(rows.begin(), rows.end(), [](const auto& row) {
      return row.schema != "key_set/1" && row.schema != "technical_receipt/1";
    }));
  }
  return count;
}

}  // namespace

codec::Json draft(const std::string& kind) { return law().tables().kind(kind)->example; }

Wire::Wire(const exchange::InboxBounds& bounds)
    : clock(value::parse_instant("2026-11-20T10:00:00Z").value()),
      xa({"xa",
          {"xa.247", "xa.ca"},
          {{"xa.idris", {"duty_officer", "approver", "evidence_custodian"}},
           {"xa.okafor", {"duty_officer", "signing_officer"}}}},
         clock),
      xb({"xb",
          {"xb.247", "xb.ca"},
          {{"xb.lind",
            {"duty_officer", "intake", "legal_reviewer", "executing_authority",
             "delivery_officer"}},
           {"xb.moreau", {"deciding_authority", "duty_officer", "approver"}}},
          nullptr,
          bounds},
         clock) {
  xa.join(xb);
  xb.join(xa);
}

void Wire::settle() {
  for (int turn = 0; turn < 12; ++turn) {
    bool idle = xa.round().idle();
    idle = xb.round().idle() && idle;
    idle = xa.post() == 0 && idle;
    idle = xb.post() == 0 && idle;
    if (idle) {
      return;
    }
  }
  FAIL() << "the two nodes never came to rest";
}

exchange::OutboundLetter Wire::released(House& from, const value::Digest& statement) {
  static_cast<void>(from.round());
  const auto letters = from.store.outbox().of_statement(statement).value();
  for (const auto& letter : letters) {
    return letter;
  }
  ADD_FAILURE() << "no letter of " << statement.hex();
  return {};
}

std::string Wire::hand_over(value::BytesView letter, House& from, House& to) {
  return code(edge::accept(letter, from.name(), to.doorway()));
}

desk::Sent Wire::request() {
  return xa.open_case(draft("preservation_request"), {"xa.idris", "xa.okafor"});
}

value::Bytes Wire::request_payload() {
  return desk::prepare_request(xa.context(), draft("preservation_request")).value();
}

std::vector<std::string> Wire::two_authorisations(value::BytesView payload) {
  return xa.authorise_all(payload, {"xa.idris", "xa.okafor"});
}

value::Bytes Wire::letter_of(House& from, const exchange::LetterHeader& header,
                             value::BytesView enclosure, const crypto::Recipient& recipient) {
  return exchange::make_letter({header, enclosure, recipient}, from.desk_signer(header.from_desk),
                               from.root(), from.context().random)
      .value();
}

void Wire::expect_refused(const value::Digest& statement, const std::string& codes) {
  const std::size_t before = cases_of(xb);
  settle();
  const auto quarantined = xb.store.inbox().quarantine(10).value();
  ASSERT_FALSE(quarantined.empty()) << "nothing in quarantine";
  EXPECT_EQ(quarantined.front().reason, codes);
  EXPECT_EQ(cases_of(xb), before);
  EXPECT_FALSE(xb.store.cases().by_digest(statement).value()) << "stored although refused";
  const auto letters = xa.store.outbox().of_statement(statement).value();
  ASSERT_EQ(letters.size(), 1U);
  EXPECT_EQ(letters.front().state, OutboxState::refused);
  EXPECT_EQ(letters.front().last_error, codes);
}

void Wire::expect_untouched(House& house) {
  EXPECT_EQ(cases_of(house), 0U);
  EXPECT_TRUE(house.store.inbox().waiting(10).value().empty());
  EXPECT_TRUE(house.store.inbox().quarantine(10).value().empty());
}

void Wire::expect_equal_states(const value::Uuid& case_id) {
  const auto here = desk::load_case(xa.context(), case_id);
  const auto there = desk::load_case(xb.context(), case_id);
  ASSERT_TRUE(here && there) << code(here) << " " << code(there);
  EXPECT_EQ(here->state, there->state) << here->state.state << " and " << there->state.state;
}

}  // namespace comity::scenarios
