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
#include <map>
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

PeerMemory compare(const std::string& peer, const Result<std::string>& note,
                   const ledger::OwnLog& own) {
  if (!note) {
    return {peer, PeerAnswer::unreachable, note.error().detail};
  }
  if (note->empty()) {
    return {peer, PeerAnswer::knows_nothing, {}};
  }
  auto continues = ledger::continues_memory(own, *note);
  if (continues) {
    return {peer, PeerAnswer::confirms, {}};
  }
  const std::string said =
      std::string(continues.error().code.text()) + " " + continues.error().detail;
  const bool contradicts = continues.error().code == value::Code("LEDGER-21") ||
                           continues.error().code == value::Code("LEDGER-22");
  return {peer, contradicts ? PeerAnswer::contradicts : PeerAnswer::unreachable, said};
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
  if (self == nullptr) {
    return fail("DESK-01", node.config().node);
  }
  // The peers first: whatever they saw was stored here before, also when another process of this
  // node is sequencing now.
  std::map<std::string, Result<std::string>> notes;
  for (const exchange::KnownNode& peer : directory->nodes()) {
    if (peer.node != self->node) {
      notes.emplace(peer.node, remembered_by(peer, transport));
    }
  }
  auto note = value::required(node.database().ledger().checkpoint(), "DESK-01", node.config().node);
  auto key = ledger::parse_vkey(self->chain.latest().ledger_key);
  if (!note || !key) {
    return fail(!note ? note.error() : key.error());
  }
  auto head = ledger::open_checkpoint(*note, *key);
  if (!head) {
    return fail(head.error());
  }
  const ledger::OwnLog own{*key, head->head, node.context().stores.tiles};
  StartReport report;
  for (const auto& [peer, remembered] : notes) {
    report.peers.push_back(compare(peer, remembered, own));
  }
  report.verdict = judge(report.peers);
  return report;
}

}  // namespace comity::node
