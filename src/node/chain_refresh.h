// A peer's newer key sets, fetched from the peer itself: the chain must begin as the one that is
// kept and lead on from the root a person trusted, so nobody on the way can add anything.
#pragma once

#include "exchange/transport.h"
#include "node/opened.h"
#include "value/result.h"

#include <string>

namespace comity::node {

/// NODE-12 when the chain does not continue the one that is kept; signing and ledger codes as they
/// are.
value::Result<void> refresh_chain(OpenNode& node, exchange::Transport& transport,
                                  const std::string& peer);

}  // namespace comity::node
