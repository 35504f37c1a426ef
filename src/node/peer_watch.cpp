#include "node/peer_watch.h"

#include "desk/peer_history.h"
#include "exchange/directory.h"
#include "node/chain_refresh.h"
#include "node/config.h"
#include "node/opened.h"
#include "value/result.h"

#include <chrono>
#include <stop_token>
#include <string>
#include <thread>

namespace comity::node {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds longest_wait{1000};
constexpr milliseconds step{100};
constexpr std::chrono::hours between_refreshes{1};

std::string words(const value::Error& error) {
  return std::string(error.code.text()) + " " + error.detail;
}

}  // namespace

PeerWatch::PeerWatch(const PeerWatchParts& parts)
    : parts_(parts), history_(parts.node.context(), parts.transport) {}

/// A peer that has changed what is sealed to signs as before, so nothing else would tell.
void PeerWatch::refresh_now_and_then(const std::string& peer) {
  const auto now = std::chrono::steady_clock::now();
  const auto [at, first] = refreshed_.try_emplace(peer, now);
  if (!first && now - at->second < between_refreshes) {
    return;
  }
  const auto done = refresh_chain(parts_.node, parts_.transport, peer);
  if (!done && done.error().code.text().starts_with("NET-")) {
    refreshed_.erase(peer);  // nobody there: again at the next look
    return;
  }
  at->second = now;
  if (!done) {
    parts_.say("key sets of " + peer + ": " + words(done.error()));
  }
}

void PeerWatch::look(const std::stop_token& stop) {
  const auto directory = parts_.node.directory().now();
  for (const exchange::KnownNode& peer : directory->nodes()) {
    if (peer.node == parts_.node.config().node || stop.stop_requested()) {
      continue;
    }
    refresh_now_and_then(peer.node);
    auto found = history_.look(peer);
    if (!found) {
      parts_.say("ledger of " + peer.node + ": " + words(found.error()));
      continue;
    }
    for (const desk::Contradiction& one : *found) {
      parts_.say(
          words({"DESK-36", "the ledger of " + one.node + " told two histories, " + one.why}));
    }
  }
}

void PeerWatch::run(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    if (!parts_.lease.held()) {
      std::this_thread::sleep_for(step);
      continue;
    }
    auto before = parts_.node.database().version();
    look(stop);
    // No rest between looks: a note that the next one replaces is a lie that nobody held on to.
    if (before) {
      (void)parts_.node.database().wait_for_change(*before, longest_wait);
    }
  }
}

}  // namespace comity::node
