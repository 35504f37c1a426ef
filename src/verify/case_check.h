// What the statements of a bundle say to each other: that they are one case, in an order that both
// ledgers confirm, received by those they were sent to.
#pragma once

#include "value/uuid.h"
#include "verify/finding.h"
#include "verify/proven.h"

#include <vector>

namespace comity::verify {

void check_case(const value::Uuid& case_id, const std::vector<Proven>& statements,
                const Nodes& nodes, Findings& findings);

}  // namespace comity::verify
