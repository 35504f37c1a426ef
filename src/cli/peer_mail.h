// How much of each peer lies in the queue and in quarantine, and whether that is all that is taken
// of it (docs/operator/store.md).
#pragma once

#include "cli/report.h"
#include "node/opened.h"
#include "value/result.h"

namespace comity::cli {

enum class PeersTold { all, only_full };

/// A row `peers` for each, with what to do about one that has reached a bound.
value::Result<void> tell_peer_mail(node::OpenNode& node, PeersTold which, Report& report);

}  // namespace comity::cli
