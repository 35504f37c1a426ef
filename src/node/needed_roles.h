// Which role a person should sign a prepared text in: the roles it needs are kept beside it,
// because authorising happens on the person's own machine, without the node.
#pragma once

#include "value/result.h"

#include <string>
#include <vector>

namespace comity::node {

/// The first needed role that no authorisation has taken yet and that the person holds; else the
/// person's first role, which the check will then judge. NODE-16 when the person holds none.
value::Result<std::string> role_to_take(const std::vector<std::string>& needed,
                                        const std::vector<std::string>& authorisations,
                                        const std::vector<std::string>& held);

}  // namespace comity::node
