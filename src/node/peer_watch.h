// The part of `comity serve` that looks at the other nodes: their ledgers are held against what was
// remembered of them, and their newer key sets are fetched once an hour.
#pragma once

#include "desk/peer_history.h"
#include "exchange/transport.h"
#include "node/lease.h"
#include "node/opened.h"

#include <chrono>
#include <functional>
#include <map>
#include <stop_token>
#include <string>

namespace comity::node {

struct PeerWatchParts {
  OpenNode& node;
  exchange::Transport& transport;
  SequencerLease& lease;  ///< only the leader looks
  std::function<void(const std::string& line)> say;
};

/// One thread of its own, since a peer may answer slowly.
class PeerWatch {
 public:
  explicit PeerWatch(const PeerWatchParts& parts);

  void run(const std::stop_token& stop);

 private:
  void refresh_now_and_then(const std::string& peer);
  void look(const std::stop_token& stop);

  PeerWatchParts parts_;
  desk::PeerHistory history_;
  std::map<std::string, std::chrono::steady_clock::time_point> refreshed_;  ///< by peer
};

}  // namespace comity::node
