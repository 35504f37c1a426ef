// What a case is now: computed from its statements, equal on both sides once both have the same
// ones, never stored. Made by casework/fold.h.
#pragma once

#include "casework/case_clock.h"
#include "request/lifecycle.h"
#include "value/digest.h"
#include "value/result.h"
#include "value/uuid.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace comity::casework {

enum class Standing : std::uint8_t {
  applied,             // a row moved the case, or kept it where it is
  awaiting_companion,  // its row needs a second document
  noted,               // in the case, and moves nothing
  crossed,             // readable, counted, without effect
  waiting,             // a parent is missing
};

std::string_view standing_text(Standing standing);

struct Disposition {
  value::Digest digest;
  std::string document;
  request::Side side = request::Side::sender;
  std::string desk;
  Standing standing = Standing::noted;
  std::string from;                      // the shared state before
  std::string to;                        // and after; empty unless applied
  std::optional<value::Code> code;       // why it is crossed or waiting
  std::string crossing;                  // "X-1" when the table decided
  std::optional<value::Digest> against;  // the statement it crossed with
  std::vector<value::Digest> missing;    // the parents a waiting statement lacks

  friend bool operator==(const Disposition&, const Disposition&) = default;
};

/// Something a person or an oversight body must see; at the desk named, or at every one when empty.
struct Alert {
  value::Code code;
  value::Digest because;
  std::string desk;

  friend bool operator==(const Alert&, const Alert&) = default;
};

struct CaseState {
  std::optional<value::Digest> opening;
  std::optional<value::Uuid> case_id;
  std::string machine;  // empty when no request opens the case, or none is offered for its kind
  std::string state;    // the state both sides share
  bool ended = false;
  /// Documents that wait for their companion, and the row that will move.
  std::vector<std::string> held;
  std::vector<Disposition> statements;  // in case order; the waiting ones last
  std::vector<value::Digest> heads;     // what the next statement names in `after`
  std::vector<value::Digest> awaited;   // missing parents to ask the other side for
  std::vector<CaseClock> clocks;
  std::vector<Alert> alerts;

  [[nodiscard]] const Disposition* of(const value::Digest& digest) const;

  friend bool operator==(const CaseState&, const CaseState&) = default;
};

}  // namespace comity::casework
