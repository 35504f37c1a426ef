// What the edge allows its callers, from the member `limits` of DIR/comity.json. The rest of that
// file is node/config.h.
#pragma once

#include "net/server.h"
#include "node/config.h"
#include "value/result.h"

namespace comity::node {

/// What is not named keeps its default. NODE-02 for an unknown name or a number out of range.
value::Result<net::ServerLimits> read_limits(const Folder& folder);

}  // namespace comity::node
