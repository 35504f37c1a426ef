// For each rule of the checklist that blocks, one request that offends it: the example of a kind
// with members changed. `without_a_message` says why a rule has none.
#pragma once

#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace comity::hostile {

struct BlockedRequest {
  std::string_view rule;
  std::string_view kind;
  std::vector<std::pair<std::string_view, std::string_view>> changes;  ///< dotted path to JSON
  std::string_view sentence;
  std::string_view answer;  ///< "refused REQ-ID-04"
};

std::span<const BlockedRequest> blocked_requests();

/// Likewise of what is sent into a case of the attacked node: of one that it does not know, since
/// rules are asked before anybody looks for the case.
std::span<const BlockedRequest> blocked_answers();

struct Excused {
  std::string_view rule;
  std::string_view reason;
};

std::span<const Excused> without_a_message();

}  // namespace comity::hostile
