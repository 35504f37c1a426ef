// Which role a person should sign a prepared text in, from the lifecycles alone: authorising
// happens on the person's own machine, without the node.
#pragma once

#include "value/bytes.h"
#include "value/result.h"

#include <string>
#include <vector>

namespace comity::node {

/// The first role that the text needs, that no authorisation has taken yet and that the person
/// holds; else the person's first role, which the check will then judge.
value::Result<std::string> role_to_take(value::BytesView payload,
                                        const std::vector<std::string>& authorisations,
                                        const std::vector<std::string>& held);

}  // namespace comity::node
