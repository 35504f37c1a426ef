// The checklist: every rule over one record. The same rules run at the sender before sending and at
// the recipient before a person reads; the recipient's run is the safeguard.
#pragma once

#include "request/check_input.h"
#include "request/finding.h"

#include <string_view>
#include <vector>

namespace comity::request {

/// All rules that touch the enabled kinds, in the order of their ids' groups; each rule gives at
/// least one finding, a pass included. REQUIRES: input.data is set.
std::vector<Finding> run_checklist(const CheckInput& input);

/// One rule; empty for an id that the checklist does not have.
std::vector<Finding> run_rule(std::string_view id, const CheckInput& input);

/// The ids of the rules that the checklist runs.
std::vector<std::string_view> checklist_ids();

}  // namespace comity::request
