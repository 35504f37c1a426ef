// What a checklist rule answers about one place of a record.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace comity::request {

/// cl_rule_result. `ask` puts a question to a person; `not_checked` says that data for the rule is
/// lacking and is never counted as a pass.
enum class RuleResult : std::uint8_t { pass, block, warn, ask, not_checked };

/// "pass", "block", "warn", "ask", "not checked".
std::string_view result_text(RuleResult result);

struct Finding {
  std::string rule;  // id in the data
  RuleResult result = RuleResult::pass;
  std::string path;      // "data_sets[1].period_from"; empty for the record as a whole
  std::string articles;  // "40(15)(f), 24(1)", or "node rule"
  std::string sentence;  // what was found
  std::string fix;       // what to do, in the words of the rule's data
};

/// True when one of the findings stops sending.
bool blocked(const std::vector<Finding>& findings);

}  // namespace comity::request
