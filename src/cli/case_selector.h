// How a person names a case: its id, the beginning of it, its file reference or its kind, when
// exactly one case of the node fits.
#pragma once

#include "node/opened.h"
#include "value/result.h"
#include "value/uuid.h"

#include <string>

namespace comity::cli {

/// DESK-05 when none fits, CLI-03 when several do.
value::Result<value::Uuid> select_case(node::OpenNode& node, const std::string& selector);

}  // namespace comity::cli
