// Starting to sign although no peer could confirm the ledger: a person's reasoned decision, in the
// ledger for everyone who will ever compare it.
#pragma once

#include "node/opened.h"
#include "value/result.h"

#include <string>

namespace comity::node {

value::Result<void> log_override(OpenNode& node, const std::string& reason);

}  // namespace comity::node
