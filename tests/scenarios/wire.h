// Arvandia and Belmora, two honest nodes that know each other, and the wire between them. Tests
// take a letter off the wire, change one thing, and say what must be left behind.
#pragma once

#include "casework/case_state.h"
#include "codec/json.h"
#include "edge/accept.h"
#include "exchange/letter.h"
#include "scenarios/house.h"
#include "statement/statement.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace comity::scenarios {

template <class T>
std::string code(const value::Result<T>& result) {
  return result ? std::string("accepted") : std::string(result.error().code.text());
}

/// The example request of a kind, of and for the desks of these two nodes.
codec::Json draft(const std::string& kind);

class Wire : public testing::Test {
 protected:
  /// `bounds` of what Belmora takes of each peer.
  explicit Wire(const exchange::InboxBounds& bounds = {});

  /// Rounds and posts on both sides until nothing moves any more.
  void settle();
  /// Only the author's side: the letter is made and stays where it is.
  exchange::OutboundLetter released(House& from, const value::Digest& statement);
  /// The edge of `to` is handed these bytes by `from`.
  std::string hand_over(value::BytesView letter, House& from, House& to);

  /// An honest preservation request, authorised by two persons.
  desk::Sent request();
  value::Bytes request_payload();
  std::vector<std::string> two_authorisations(value::BytesView payload);

  /// One letter of `from`'s own making: `header` and what is inside are the test's.
  value::Bytes letter_of(House& from, const exchange::LetterHeader& header,
                         value::BytesView enclosure, const crypto::Recipient& recipient);

  /// The letter of `statement` came, was put in quarantine for exactly `codes`, no case appeared,
  /// and the author's outbox shows the refusal.
  void expect_refused(const value::Digest& statement, const std::string& codes);
  /// No case and no open letter at `house`.
  void expect_untouched(House& house);
  void expect_equal_states(const value::Uuid& case_id);

  fakes::FixedClock clock;
  House xa;
  House xb;
};

}  // namespace comity::scenarios
