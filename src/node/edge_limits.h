// What the edge allows its callers, from the member `limits` of DIR/comity.json. The rest of that
// file is node/config.h.
#pragma once

#include "exchange/mail_store.h"
#include "net/server.h"
#include "node/config.h"
#include "value/result.h"

#include <chrono>

namespace comity::node {

struct EdgeLimits {
  net::ServerLimits server;
  exchange::InboxBounds inbox;     ///< of each peer
  std::chrono::seconds retry{60};  ///< for which a peer beyond them is told to wait
};

/// What is not named keeps its default. NODE-02 for an unknown name or a number out of range.
value::Result<EdgeLimits> read_limits(const Folder& folder);

}  // namespace comity::node
