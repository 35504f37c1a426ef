// Belmora takes no more of a peer than the bounds say: what it refuses stays with the sender and
// comes later, nothing that lies there is taken away, and other peers notice nothing.
#include "crypto/age_recipient.h"
#include "exchange/letter.h"
#include "exchange/mail_store.h"
#include "scenarios/house.h"
#include "scenarios/wire.h"
#include "value/bytes.h"
#include "value/instant.h"
#include "value/uuid.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace comity::scenarios {
namespace {

using exchange::OutboundLetter;
using exchange::OutboxState;

exchange::InboxBounds few(std::uint64_t waiting, std::uint64_t quarantined) {
  exchange::InboxBounds bounds;
  bounds.waiting_letters = waiting;
  bounds.quarantined_letters = quarantined;
  return bounds;
}

class FullInbox : public Wire {
 protected:
  FullInbox() : Wire(few(2, 3)) {
    xc.join(xb);
    xb.join(xc);
  }

  /// A letter of which the desk can make nothing, well-formed for the edge.
  std::string bad_letter(House& from, const std::string& desk) {
    exchange::LetterHeader header;
    header.letter_id = value::make_uuid(clock.now(), from.context().random);
    header.from_node = from.name();
    header.to_node = "xb";
    header.from_desk = desk;
    header.to_desk = "xb.247";
    header.made_at = clock.now();
    header.expires = clock.now() + std::chrono::hours(24);
    header.checkpoint = must(from.store.ledger().checkpoint());
    const auto key = crypto::Recipient::parse(xb.keys.desk("xb.247")->recipient).value();
    return hand_over(letter_of(from, header, value::bytes_of("neither\nnor"), key), from, xb);
  }

  /// Refused letters of xa until no more are taken; how many were.
  std::size_t fill_quarantine() {
    std::size_t taken = 0;
    while (bad_letter(xa, "xa.247") == "accepted") {
      ++taken;
      static_cast<void>(xb.round());
    }
    return taken;
  }

  std::vector<OutboundLetter> outbox() { return must(xa.store.outbox().list(100)); }

  std::size_t in_state(OutboxState state) {
    const auto letters = outbox();
    return static_cast<std::size_t>(
        std::count_if(letters.begin(), letters.end(),
                      [&](const OutboundLetter& letter) { return letter.state == state; }));
  }

  House xc{{"xc", {"xc.247"}, {{"xc.novak", {"duty_officer"}}}}, clock};
};

TEST_F(FullInbox, WhatIsRefusedStaysWithTheSenderAndComesLater) {
  for (int i = 0; i < 5; ++i) {
    static_cast<void>(request());
  }
  static_cast<void>(xa.round());
  EXPECT_EQ(xa.post(), 2U);
  EXPECT_EQ(in_state(OutboxState::accepted), 2U);
  for (const OutboundLetter& letter : outbox()) {
    if (letter.state == OutboxState::ready) {
      EXPECT_EQ(letter.last_error.find("EXCH-09 503"), 0U) << letter.last_error;
      EXPECT_NE(letter.last_error.find("EDGE-45"), std::string::npos) << letter.last_error;
      EXPECT_EQ(letter.next_try, clock.now() + std::chrono::minutes(1));
    }
  }
  clock.advance(std::chrono::seconds(59));
  EXPECT_EQ(xa.post(), 0U);
  for (int later = 0; later < 3; ++later) {
    settle();
    clock.advance(std::chrono::minutes(2));
  }
  settle();
  EXPECT_EQ(in_state(OutboxState::receipted), 5U);
  EXPECT_EQ(xb.store.cases().cases(false, {}, 100).value().size(), 5U);
}

TEST_F(FullInbox, AFullQuarantineKeepsWhatItHasAndRefusesUntilAPersonLooked) {
  EXPECT_EQ(fill_quarantine(), 3U);
  EXPECT_EQ(bad_letter(xa, "xa.247"), "EDGE-46");
  static_cast<void>(request());
  settle();
  EXPECT_EQ(in_state(OutboxState::ready), 1U);
  EXPECT_EQ(xb.store.inbox().quarantine(100).value().size(), 3U);
  EXPECT_EQ(xb.store.inbox().review("xa").value(), 3U);
  settle();
  EXPECT_EQ(in_state(OutboxState::ready), 1U) << "before the time the peer asked for";
  clock.advance(std::chrono::minutes(1));
  settle();
  EXPECT_EQ(in_state(OutboxState::receipted), 1U);
  EXPECT_EQ(xb.store.inbox().quarantine(100).value().size(), 3U);
  EXPECT_EQ(fill_quarantine(), 3U);
  EXPECT_EQ(xb.store.inbox().quarantine(100).value().size(), 6U);
}

TEST_F(FullInbox, AnotherPeerNoticesNothing) {
  EXPECT_EQ(fill_quarantine(), 3U);
  EXPECT_EQ(bad_letter(xa, "xa.247"), "EDGE-46");
  EXPECT_EQ(bad_letter(xc, "xc.247"), "accepted");
  EXPECT_EQ(bad_letter(xc, "xc.247"), "accepted");
  EXPECT_EQ(bad_letter(xc, "xc.247"), "EDGE-45");
}

TEST_F(FullInbox, ALetterThatWasTakenIsAnsweredAgainWhateverTheBounds) {
  const auto sent = request();
  const OutboundLetter first = released(xa, sent.digest);
  EXPECT_EQ(hand_over(first.letter, xa, xb), "accepted");
  static_cast<void>(xb.round());
  EXPECT_EQ(fill_quarantine(), 3U);
  EXPECT_EQ(hand_over(first.letter, xa, xb), "accepted");
  settle();
  EXPECT_EQ(in_state(OutboxState::receipted), 1U);
}

}  // namespace
}  // namespace comity::scenarios
