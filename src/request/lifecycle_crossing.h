// The crossing table: what happens when the two sides signed at the same time. The rules are
// closed, because their outcome is code (casework/resolution.h); the data must list exactly them.
#pragma once

#include "codec/json.h"
#include "value/result.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace comity::request {

/// Named by what stands; in the order in which casework settles them.
enum class CrossingRule : std::uint8_t {
  neither_decision,
  delivery_over_withdrawal,
  withdrawal_over_grant,
  withdrawal_over_decision,
  decision_over_extension,
  extension_over_lapse,
  supplement_over_lapse,
};

struct Crossing {
  CrossingRule rule = CrossingRule::neither_decision;
  std::string id;
  std::string outcome;  // in words
  /// The state it leads to; empty when it is whatever the rows say.
  std::string state;
};

/// The five documents that decide on a request (Art. 40).
bool is_decision(std::string_view document);

/// Whether the document is the one that stands, or the one that yields, in a crossing of this rule.
bool stands(CrossingRule rule, std::string_view document);
bool yields(CrossingRule rule, std::string_view document);

/// All seven rules, in settling order; REQ-LIFE-06 when the data lists others.
value::Result<std::vector<Crossing>> read_crossings(const codec::Json& crossings);

}  // namespace comity::request
