#include "node/start_check.h"

#include "exchange/directory.h"
#include "exchange/transport.h"
#include "ledger/checkpoint.h"
#include "ledger/rollback.h"
#include "ledger/vkey.h"
#include "node/opened.h"
#include "value/bytes.h"
#include "value/result.h"

#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

namespace comity::node {
namespace {

using value::fail;
using value::Result;

Result<std::string> remembered_by(const exchange::KnownNode& peer, exchange::Transport& transport) {
  exchange::Call call;
  call.method = "GET";
  call.path = "/comity/v1/seen";
  call.deadline = std::chrono::seconds(5);
  auto reply = transport.call(exchange::address_of(peer), call);
  if (!reply) {
    return fail(reply.error());
  }
  if (reply->status != 200) {
    return fail("NODE-09", peer.node + " answered " + std::to_string(reply->status));
  }
  return std::string(value::text_of(reply->body));
}

PeerMemory ask(const exchange::KnownNode& peer, const ledger::OwnLog& own,
               exchange::Transport& transport) {
  auto note = remembered_by(peer, transport);
  if (!note) {
    return {peer.node, PeerAnswer::unreachable, note.error().detail};
  }
  if (note->empty()) {
    return {peer.node, PeerAnswer::knows_nothing, {}};
  }
  auto continues = ledger::continues_memory(own, *note);
  if (continues) {
    return {peer.node, PeerAnswer::confirms, {}};
  }
  const std::string said =
      std::string(continues.error().code.text()) + " " + continues.error().detail;
  const bool contradicts = continues.error().code == value::Code("LEDGER-21") ||
                           continues.error().code == value::Code("LEDGER-22");
  return {peer.node, contradicts ? PeerAnswer::contradicts : PeerAnswer::unreachable, said};
}

StartVerdict judge(const std::vector<PeerMemory>& peers) {
  const auto any = [&](PeerAnswer answer) {
    return std::any_of(peers.begin(), peers.end(),
                       [&](const PeerMemory& peer) { return peer.answer == answer; });
  };
  if (any(PeerAnswer::contradicts)) {
    return StartVerdict::rolled_back;
  }
  const bool answered = any(PeerAnswer::confirms) || any(PeerAnswer::knows_nothing);
  return peers.empty() || answered ? StartVerdict::may_sign : StartVerdict::nobody_there;
}

}  // namespace

Result<StartReport> ask_peers(OpenNode& node, exchange::Transport& transport) {
  const auto directory = node.directory().now();
  const exchange::KnownNode* self = directory->node(node.config().node);
  auto note = value::required(node.database().ledger().checkpoint(), "DESK-01", node.config().node);
  if (self == nullptr || !note) {
    return note ? fail("DESK-01", node.config().node) : fail(note.error());
  }
  auto key = ledger::parse_vkey(self->chain.latest().ledger_key);
  auto head = key ? ledger::open_checkpoint(*note, *key) : fail(key.error());
  if (!head) {
    return fail(head.error());
  }
  const ledger::OwnLog own{*key, head->head, node.context().stores.tiles};
  StartReport report;
  for (const exchange::KnownNode& peer : directory->nodes()) {
    if (peer.node != self->node) {
      report.peers.push_back(ask(peer, own, transport));
    }
  }
  report.verdict = judge(report.peers);
  return report;
}

}  // namespace comity::node
