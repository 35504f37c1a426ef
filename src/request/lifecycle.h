// The lifecycles of the kinds, as tables: who may sign which document in which state, and where it
// leads. Read once from data/casework.json; what crosses is in request/lifecycle_crossing.h, and
// the state of a case is computed from both in casework/fold.h.
#pragma once

#include "codec/json.h"
#include "request/clock_rule.h"
#include "request/lifecycle_crossing.h"
#include "value/result.h"

#include <compare>
#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace comity::request {

/// The two sides of a case; a court or a custodian acts on the side of its State (cl_side).
enum class Side : std::uint8_t { sender, recipient };

std::string_view side_text(Side side);

/// What a row asks of the content of its document: that a fact is there, or is this code. The tests
/// are closed, because the fold computes them: an unknown text is refused (REQ-LIFE-02).
struct Condition {
  enum class Test : std::uint8_t {
    none,
    forwarded_set,
    forwarded_empty,
    outcome,
    ground,
    receipts_citing_request,  // Art. 42(8)
  };

  Test test = Test::none;
  std::string code;  // of outcome and ground

  friend auto operator<=>(const Condition&, const Condition&) = default;
};

/// One arrow. A private row has no document: it is a place of its side only.
struct Row {
  std::string from;
  std::string to;
  std::vector<std::string> also_from;
  std::vector<std::string> documents;  // all of them together move the case
  Side side = Side::sender;
  std::string role;         // cl_row_role; "desk" is an automatic act
  std::string second_role;  // a second person signs too; empty when none
  Condition when;
  bool is_private = false;
  bool keeps_state = false;
  bool hands_over = false;  // data leaves with it: from here on a breach can be told
  std::string actor;        // "who", in words
  std::string guard;        // clock or guard, in words

  [[nodiscard]] bool starts_at(std::string_view state) const;
  [[nodiscard]] bool carries(std::string_view document) const;
};

struct Machine {
  std::string id;
  std::string title;
  std::vector<std::string> kinds;
  std::string initial;
  std::set<std::string, std::less<>> final_states;
  std::set<std::string, std::less<>> states;
  std::vector<Row> rows;
  std::vector<ClockRule> clocks;
  /// Documents no row of this machine names, which may still stand in its case without moving it.
  std::set<std::string, std::less<>> noted;

  [[nodiscard]] bool names(std::string_view document) const;

  /// The state, then every place that private rows of `side` reach from it, nearest first.
  [[nodiscard]] std::vector<std::string> places(std::string_view state, Side side) const;
};

/// A kind that opens no case of its own: its statement joins the case that a field of it names.
struct Join {
  std::string document;    // what the rows call it: "partial_disclosure"
  std::string case_field;  // "preservation_ref"
};

struct Lifecycles {
  std::vector<Machine> machines;
  std::vector<Crossing> crossings;
  std::map<std::string, Join, std::less<>> joins;  // by kind

  /// The machine that a request of this kind opens; null when none is offered, or the kind joins.
  [[nodiscard]] const Machine* for_kind(std::string_view kind) const;
  [[nodiscard]] const Join* joining(std::string_view kind) const;
  [[nodiscard]] const Machine* machine(std::string_view id) const;
};

/// What a statement of this kind or document type is called in the rows: "request" for a kind that
/// opens a case, for a kind that joins one what its `joins` says.
std::string document_of(std::string_view type, const Lifecycles& lifecycles);

/// The machines of `offered_machines`, the crossing table and the kinds that join. REQ-LIFE-01 to
/// REQ-LIFE-08.
value::Result<Lifecycles> read_lifecycles(const codec::Json& casework);

}  // namespace comity::request
