// Letters that are not what they say: unknown desks, keys not in force, altered bytes, replays and
// wrong addresses. Each is refused at the edge or settled by the desk, never twice and never both.
#include "codec/json.h"
#include "crypto/age_recipient.h"
#include "crypto/sha256.h"
#include "desk/send.h"
#include "desk/work.h"
#include "exchange/enclosure.h"
#include "exchange/letter.h"
#include "exchange/mail_store.h"
#include "scenarios/house.h"
#include "scenarios/wire.h"
#include "signed/envelope.h"
#include "statement/statement.h"
#include "support/casework.h"
#include "value/bytes.h"
#include "value/uuid.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace comity::scenarios {
namespace {

using exchange::OutboxState;
using testing_support::with;
using value::Bytes;

class RefusedLetters : public Wire {
 protected:
  exchange::LetterHeader header() {
    exchange::LetterHeader header;
    header.letter_id = value::make_uuid(clock.now(), xa.context().random);
    header.from_node = "xa";
    header.to_node = "xb";
    header.from_desk = "xa.247";
    header.to_desk = "xb.247";
    header.made_at = clock.now();
    header.expires = clock.now() + std::chrono::hours(24);
    header.checkpoint = must(xa.store.ledger().checkpoint());
    return header;
  }

  static crypto::Recipient key_of(const House& house, const std::string& desk) {
    return crypto::Recipient::parse(house.keys.desk(desk)->recipient).value();
  }

  Bytes empty_letter(const exchange::LetterHeader& header) {
    return letter_of(xa, header, value::bytes_of("slip\nenvelope"), key_of(xb, "xb.247"));
  }
};

TEST_F(RefusedLetters, ADeskThatDoesNotExistIsRefusedByItsSender) {
  const codec::Json record = with(draft("preservation_request"), "recipient", "xb.none");
  EXPECT_EQ(code(desk::prepare_request(xa.context(), record)), "DESK-03");
}

TEST_F(RefusedLetters, ADeskThatDoesNotExistIsRefusedAtTheEdge) {
  auto wrong = header();
  wrong.to_desk = "xb.none";
  EXPECT_EQ(hand_over(empty_letter(wrong), xa, xb), "EDGE-02");
  expect_untouched(xb);
}

TEST_F(RefusedLetters, ALetterForAnotherNodeIsRefusedAtTheEdge) {
  auto wrong = header();
  wrong.to_node = "xc";
  EXPECT_EQ(hand_over(empty_letter(wrong), xa, xb), "EDGE-01");
  auto borrowed = header();
  borrowed.from_node = "xc";
  EXPECT_EQ(hand_over(empty_letter(borrowed), xa, xb), "EDGE-01");
  expect_untouched(xb);
}

TEST_F(RefusedLetters, AnExpiredLetterIsRefusedAtTheEdge) {
  auto late = header();
  late.expires = clock.now();
  EXPECT_EQ(hand_over(empty_letter(late), xa, xb), "EDGE-03");
  expect_untouched(xb);
}

TEST_F(RefusedLetters, AKeyThatNobodyListedIsRefusedAtTheEdge) {
  const auto sent = request();
  // Arvandia's folder has a new desk key, but Belmora knows no key set that lists it.
  const auto old = xa.replace_desk_key("xa.247");
  const auto letter = released(xa, sent.digest);
  EXPECT_EQ(hand_over(letter.letter, xa, xb), "EDGE-04");
  expect_untouched(xb);
}

TEST_F(RefusedLetters, AKeyThatWasWithdrawnIsRefusedAtTheEdge) {
  const auto sent = request();
  const auto letter = released(xa, sent.digest);
  const auto old = xa.replace_desk_key("xa.247");
  xa.publish();
  xb.trust(xa);
  EXPECT_EQ(hand_over(letter.letter, xa, xb), "EDGE-04");
  expect_untouched(xb);
}

TEST_F(RefusedLetters, AStatementLoggedAfterItsKeyWasWithdrawnIsRefused) {
  const auto old = xa.replace_desk_key("xa.247");
  xa.publish();
  xb.trust(xa);
  const Bytes payload = request_payload();
  const Bytes envelope =
      signed_::make_envelope(payload, two_authorisations(payload), {*old, &xa.root()}).value();
  expect_refused(xa.commit_envelope(payload, envelope, "xb.247", "xb"), "SIGN-16");
}

TEST_F(RefusedLetters, AStatementLoggedBeforeItsKeyWasWithdrawnStands) {
  const auto sent = request();
  released(xa, sent.digest);
  const auto first = xa.store.outbox().of_statement(sent.digest).value().front();
  const auto old = xa.replace_desk_key("xa.247");
  // The letter that was made is of the old key; the desk half is asked about the statement alone.
  ASSERT_EQ(hand_over(first.letter, xa, xb), "accepted");
  xa.publish();
  xb.trust(xa);
  settle();
  EXPECT_EQ(xa.store.outbox().of_statement(sent.digest).value().front().state,
            OutboxState::receipted);
}

TEST_F(RefusedLetters, AlteredBytesAreFoundWhereverTheyAre) {
  const auto letter = released(xa, request().digest).letter;
  const auto line = static_cast<std::size_t>(
      std::find(letter.begin(), letter.end(), std::uint8_t{'\n'}) - letter.begin());
  for (const std::size_t at : {line + 1, line + 200, letter.size() - 1}) {
    Bytes altered = letter;
    altered[at] ^= 1U;
    EXPECT_EQ(hand_over(altered, xa, xb), "EXCH-04") << at;
  }
  Bytes cut = letter;
  cut.resize(cut.size() - 1);
  EXPECT_EQ(hand_over(cut, xa, xb), "EXCH-04");
  Bytes signature = letter;
  signature[line - 10] = signature[line - 10] == 'A' ? 'B' : 'A';
  EXPECT_EQ(hand_over(signature, xa, xb), "EXCH-03");
  expect_untouched(xb);
}

TEST_F(RefusedLetters, AReplayHasOneEffectAndTheSameReceipt) {
  const auto sent = request();
  const auto letter = released(xa, sent.digest);
  settle();
  const auto receipts = [&] {
    std::vector<Bytes> found;
    const auto rows = xb.store.outbox().list(100).value();
    for (const auto& row : rows) {
      const auto ones = xb.store.outbox().of_statement(row.statement).value();
      for (const auto& one : ones) {
        found.push_back(one.letter);
      }
    }
    return found;
  };
  const auto before = receipts();
  const auto entries = xb.round().tree_size;
  const auto statements = xb.store.cases().of_case(sent.head.case_id).value().size();
  ASSERT_EQ(before.size(), 1U);
  ASSERT_EQ(hand_over(letter.letter, xa, xb), "accepted");
  ASSERT_EQ(xb.round().admissions.size(), 1U);
  const auto due = xb.store.outbox().due(clock.now(), 10).value();
  ASSERT_EQ(due.size(), 1U) << "the stored receipt leaves once more";
  EXPECT_EQ(due.front().letter, before.front());
  settle();
  EXPECT_EQ(receipts(), before);
  EXPECT_EQ(xb.round().tree_size, entries);
  EXPECT_EQ(xb.store.cases().of_case(sent.head.case_id).value().size(), statements);
  expect_equal_states(sent.head.case_id);
}

TEST_F(RefusedLetters, ARefusedLetterThatComesAgainStaysRefused) {
  const auto sealed =
      letter_of(xa, header(), value::bytes_of("slip\nenvelope"), key_of(xb, "xb.ca"));
  for (int turn = 0; turn < 2; ++turn) {
    ASSERT_EQ(hand_over(sealed, xa, xb), "accepted");
    static_cast<void>(xb.round());
    const auto quarantined = must(xb.store.inbox().quarantine(10));
    ASSERT_EQ(quarantined.size(), 1U) << turn;
    EXPECT_EQ(quarantined.front().reason, "AGE-04");
  }
}

TEST_F(RefusedLetters, AnotherLetterUnderTheSameIdIsRefusedAndTheFirstStands) {
  const auto sent = request();
  const auto first = released(xa, sent.digest);
  settle();
  auto second = header();
  second.letter_id = first.letter_id;
  clock.advance(std::chrono::seconds(1));
  const Bytes other =
      letter_of(xa, second, value::bytes_of("slip\nenvelope"), key_of(xb, "xb.247"));
  ASSERT_EQ(hand_over(other, xa, xb), "accepted");
  const auto round = xb.round();
  ASSERT_EQ(round.admissions.size(), 1U);
  EXPECT_EQ(round.admissions.front().codes, std::vector<std::string>{"DESK-34"});
  // Both may come again, in any order, and nothing changes.
  ASSERT_EQ(hand_over(first.letter, xa, xb), "accepted");
  ASSERT_EQ(hand_over(other, xa, xb), "accepted");
  static_cast<void>(xb.round());
  EXPECT_EQ(must(xb.store.inbox().settled(first.letter_id)).verdict,
            exchange::InboxVerdict::admitted);
  const auto quarantined = must(xb.store.inbox().quarantine(10));
  ASSERT_EQ(quarantined.size(), 1U);
  EXPECT_EQ(quarantined.front().reason, "DESK-34");
  expect_equal_states(sent.head.case_id);
}

TEST_F(RefusedLetters, TwoLettersUnderOneIdInOneRoundAreNotBothAdmitted) {
  auto one = header();
  auto two = header();
  two.letter_id = one.letter_id;
  ASSERT_EQ(hand_over(empty_letter(one), xa, xb), "accepted");
  ASSERT_EQ(hand_over(empty_letter(two), xa, xb), "accepted");
  const auto round = xb.round();
  ASSERT_EQ(round.admissions.size(), 2U);
  EXPECT_NE(round.admissions[0].codes, std::vector<std::string>{"DESK-34"});
  EXPECT_EQ(round.admissions[1].codes, std::vector<std::string>{"DESK-34"});
}

TEST_F(RefusedLetters, AStatementInASecondLetterChangesNothingAndIsReceiptedAgain) {
  const auto sent = request();
  settle();
  const auto before = must(xb.store.cases().of_case(sent.head.case_id)).size();
  auto second = xa.store.outbox().of_statement(sent.digest).value().front();
  second.letter_id = value::make_uuid(clock.now(), xa.context().random);
  second.state = OutboxState::held;
  second.letter.clear();
  second.next_try = clock.now();
  must(xa.store.work().run(
      [&](desk::Transaction& transaction) { return transaction.hold_letter(second); }));
  settle();
  const auto statements = must(xb.store.cases().of_case(sent.head.case_id));
  ASSERT_EQ(statements.size(), before + 1);
  EXPECT_EQ(statements.back().schema, "technical_receipt/1");
  const auto envelope = must(signed_::read_envelope(statements.back().envelope));
  const auto receipt = must(statement::read_payload(envelope.payload));
  EXPECT_EQ(*receipt.record.member("letter_id")->text(), second.letter_id.text());
  expect_equal_states(sent.head.case_id);
}

TEST_F(RefusedLetters, ALetterSealedToAnotherDeskCannotBeOpenedAndItsSenderIsTold) {
  const auto sent = request();
  const auto honest = released(xa, sent.digest);
  auto sealed = exchange::read_letter(honest.letter).value().header;
  const Bytes letter =
      letter_of(xa, sealed, value::bytes_of("slip\nenvelope"), key_of(xb, "xb.ca"));
  ASSERT_EQ(hand_over(letter, xa, xb), "accepted");
  static_cast<void>(xb.round());
  const auto quarantined = xb.store.inbox().quarantine(10).value();
  ASSERT_EQ(quarantined.size(), 1U);
  EXPECT_EQ(quarantined.front().reason, "AGE-04");
  EXPECT_TRUE(xb.store.cases().cases(false, {}, 10).value().empty());
}

TEST_F(RefusedLetters, AReceiptForALetterThatWentElsewhereChangesNothing) {
  const auto sent = request();
  const auto ours = released(xa, sent.digest);
  // Belmora receipts, as refused, a letter that Arvandia holds for somebody else.
  auto elsewhere = ours;
  elsewhere.letter_id = value::make_uuid(clock.now(), xa.context().random);
  elsewhere.to_node = "xc";
  elsewhere.state = OutboxState::held;
  elsewhere.letter.clear();
  must(xa.store.work().run(
      [&](desk::Transaction& transaction) { return transaction.hold_letter(elsewhere); }));
  statement::Statement receipt;
  receipt.head.document = "technical_receipt";
  receipt.head.statement_id = value::make_uuid(clock.now(), xb.context().random);
  receipt.head.case_id = receipt.head.statement_id;
  receipt.head.from_desk = "xb.247";
  receipt.head.to_desks = {"xa.247"};
  receipt.head.made_at = clock.now();
  receipt.record = codec::Json::Object{{"letter_id", elsewhere.letter_id.text()},
                                       {"verdict", "refused"},
                                       {"codes", codec::Json::Array{codec::Json("AGE-04")}},
                                       {"received_at", clock.now().text()}};
  xb.commit(statement::write_payload(receipt).value(), {});
  static_cast<void>(xb.round());
  ASSERT_EQ(xb.post(), 1U);
  static_cast<void>(xa.round());
  EXPECT_TRUE(xa.store.inbox().quarantine(10).value().empty()) << "a receipt is logged, not judged";
  const auto letters = xa.store.outbox().of_statement(sent.digest).value();
  for (const auto& letter : letters) {
    EXPECT_NE(letter.state, OutboxState::receipted);
    EXPECT_NE(letter.last_error, "AGE-04") << letter.to_node;
  }
}

TEST_F(RefusedLetters, AReceiptCountsOnlyForTheLetterThatCarriedItsStatement) {
  const auto one = request();
  const auto other = request();
  static_cast<void>(released(xa, one.digest));
  const auto named = xa.store.outbox().of_statement(other.digest).value().front();
  for (const char* desk : {"xb.247", "xb.ca"}) {
    const auto letter = xa.store.outbox().of_statement(one.digest).value().front();
    const auto& letter_id = std::string(desk) == "xb.247" ? named.letter_id : letter.letter_id;
    const auto envelope = must(xa.store.cases().by_digest(one.digest)).envelope;
    statement::Statement receipt;
    receipt.head.document = "technical_receipt";
    receipt.head.statement_id = value::make_uuid(clock.now(), xb.context().random);
    receipt.head.case_id = one.head.case_id;
    receipt.head.after = {one.digest};
    receipt.head.from_desk = desk;
    receipt.head.to_desks = {"xa.247"};
    receipt.head.made_at = clock.now();
    const Bytes act = std::string(desk) == "xb.247" ? envelope : value::to_bytes("unused");
    const auto slip = xb.log_act(crypto::sha256(act), act);
    receipt.record = codec::Json::Object{
        {"letter_id", letter_id.text()},
        {"statement_id", one.head.statement_id.text()},
        {"payload_digest", one.digest.hex()},
        {"verdict", "accepted"},
        {"received_at", clock.now().text()},
        {"slip", codec::parse_json(value::bytes_of(slip), {slip.size(), 8}).value()}};
    xb.commit(statement::write_payload(receipt).value(), {});
    static_cast<void>(xb.round());
    ASSERT_EQ(xb.post(), 1U) << desk;
    static_cast<void>(xa.round());
    EXPECT_EQ(must(xa.store.inbox().quarantine(10)).front().reason, "DESK-10") << desk;
    EXPECT_NE(xa.store.outbox().of_statement(other.digest).value().front().state,
              OutboxState::receipted);
  }
  EXPECT_EQ(must(xa.store.inbox().quarantine(10)).size(), 2U);
}

TEST_F(RefusedLetters, ALetterAndItsStatementAreOfTheSameDesks) {
  const auto sent = request();
  const auto envelope = must(xa.store.cases().by_digest(sent.digest)).envelope;
  auto elsewhere = header();
  elsewhere.to_desk = "xb.ca";
  const Bytes letter = letter_of(xa, elsewhere, exchange::write_enclosure({"{}", envelope}).value(),
                                 key_of(xb, "xb.ca"));
  ASSERT_EQ(hand_over(letter, xa, xb), "accepted");
  const auto round = xb.round();
  ASSERT_EQ(round.admissions.size(), 1U);
  EXPECT_EQ(round.admissions.front().codes, std::vector<std::string>{"DESK-08"});
  EXPECT_TRUE(must(xb.store.cases().cases(false, {}, 10)).empty());
}

TEST_F(RefusedLetters, AStatementThatNoSlipShowsIsRefused) {
  const auto sent = request();
  const auto envelope = must(xa.store.cases().by_digest(sent.digest)).envelope;
  const auto other = xa.log_act(crypto::sha256(envelope), value::to_bytes("another act"));
  for (const auto& [slip, reason] : {std::pair<std::string, std::string>{"{}", "LEDGER-18"},
                                     std::pair<std::string, std::string>{other, "LEDGER-19"}}) {
    const Bytes letter = letter_of(
        xa, header(), exchange::write_enclosure({slip, envelope}).value(), key_of(xb, "xb.247"));
    ASSERT_EQ(hand_over(letter, xa, xb), "accepted");
    const auto round = xb.round();
    ASSERT_EQ(round.admissions.size(), 1U);
    EXPECT_EQ(round.admissions.front().codes, std::vector<std::string>{reason});
    EXPECT_TRUE(must(xb.store.cases().cases(false, {}, 10)).empty());
  }
}

TEST_F(RefusedLetters, AnIdUsedForTwoTextsIsRefusedAndBothAreKept) {
  const auto sent = request();
  settle();
  const auto stored = must(xb.store.cases().by_digest(sent.digest));
  auto read =
      statement::read_payload(signed_::read_envelope(stored.envelope).value().payload).value();
  read.record = with(read.record, "facts_summary", "Another text under the same id.");
  const Bytes other = statement::write_payload(read).value();
  const Bytes envelope = signed_::make_envelope(other, two_authorisations(other),
                                                {xa.desk_signer("xa.247"), &xa.root()})
                             .value();
  const auto slip = xa.log_act(crypto::sha256(other), envelope);
  const Bytes letter = letter_of(xa, header(), exchange::write_enclosure({slip, envelope}).value(),
                                 key_of(xb, "xb.247"));
  ASSERT_EQ(hand_over(letter, xa, xb), "accepted");
  const auto round = xb.round();
  ASSERT_EQ(round.admissions.size(), 1U);
  EXPECT_EQ(round.admissions.front().codes, std::vector<std::string>{"DESK-12"});
  const auto proof = xb.store.cases().conflicts(read.head.statement_id).value();
  ASSERT_EQ(proof.size(), 1U);
  EXPECT_EQ(proof.front().envelope, envelope);
  EXPECT_EQ(must(xb.store.cases().by_id(read.head.statement_id)).digest, sent.digest);
  expect_equal_states(sent.head.case_id);
}

}  // namespace
}  // namespace comity::scenarios
