// The roll-back rule: a folder put back to an earlier day looks sound from within, so a starting
// node asks its peers what they last saw of its ledger before it signs anything (architecture,
// section 4).
#pragma once

#include "exchange/transport.h"
#include "node/opened.h"
#include "value/result.h"

#include <cstdint>
#include <string>
#include <vector>

namespace comity::node {

enum class PeerAnswer : std::uint8_t { unreachable, knows_nothing, confirms, contradicts };

struct PeerMemory {
  std::string node;
  PeerAnswer answer = PeerAnswer::unreachable;
  std::string detail;
};

enum class StartVerdict : std::uint8_t {
  may_sign,      ///< there is no peer, or one answered and none contradicts
  nobody_there,  ///< every peer is unreachable: signing stays off
  rolled_back,   ///< a peer proves a longer or another history: never sign with this folder
};

struct StartReport {
  StartVerdict verdict = StartVerdict::nobody_there;
  std::vector<PeerMemory> peers;
};

/// Asks every peer once; one contradiction outweighs all confirmations. A peer whose note is not of
/// this ledger's key is mistaken or lies: it counts as unreachable.
value::Result<StartReport> ask_peers(OpenNode& node, exchange::Transport& transport);

}  // namespace comity::node
