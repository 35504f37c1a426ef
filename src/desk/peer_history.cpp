#include "desk/peer_history.h"

#include "desk/context.h"
#include "desk/peer_checkpoint.h"
#include "exchange/directory.h"
#include "exchange/peer_store.h"
#include "exchange/transport.h"
#include "ledger/checkpoint.h"
#include "ledger/note.h"
#include "ledger/tile_nodes.h"
#include "ledger/tile_store.h"
#include "ledger/vkey.h"
#include "value/bytes.h"
#include "value/result.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace comity::desk {
namespace {

using value::fail;
using value::Result;

/// The files of a peer's log, asked of the peer.
class PeerTiles : public ledger::TileReader {
 public:
  PeerTiles(exchange::Transport& transport, exchange::Peer peer)
      : transport_(transport), peer_(std::move(peer)) {}

  [[nodiscard]] Result<std::optional<value::Bytes>> get(std::string_view path) const override {
    exchange::Call call;
    call.method = "GET";
    call.path = "/comity/v1/log/" + std::string(path);
    call.deadline = std::chrono::seconds(10);
    call.largest_reply = ledger::max_tile_file_size;
    auto reply = transport_.call(peer_, call);
    if (!reply) {
      return fail(reply.error());
    }
    if (reply->status == 404) {
      return std::optional<value::Bytes>();
    }
    return reply->status == 200 ? Result<std::optional<value::Bytes>>(std::move(reply->body))
                                : fail("DESK-35", "status " + std::to_string(reply->status));
  }

 private:
  exchange::Transport& transport_;
  exchange::Peer peer_;
};

/// 0 for what is no checkpoint: then the notes are refused when they are opened.
std::uint64_t size_of(const std::string& text) {
  auto note = ledger::parse_note(text);
  auto checkpoint = note ? ledger::parse_checkpoint(note->text) : fail(note.error());
  return checkpoint ? checkpoint->head.size : 0;
}

/// The tiles are there and say something else, or are missing although a signed note implies them.
bool contradicts(const value::Error& error) {
  const std::string_view code = error.code.text();
  return code.starts_with("LEDGER-") || code.starts_with("MERKLE-");
}

}  // namespace

Result<PeerHistory::Finding> PeerHistory::hold_together(const exchange::KnownNode& peer,
                                                        const std::string& earlier,
                                                        const std::string& later,
                                                        std::vector<Contradiction>& found) {
  auto log = ledger::parse_vkey(peer.chain.latest().ledger_key);
  auto one = log ? ledger::open_checkpoint(earlier, *log) : fail(log.error());
  auto other = one ? ledger::open_checkpoint(later, *log) : fail(one.error());
  if (!other) {
    return fail(other.error());
  }
  const PeerTiles tiles(transport_, exchange::address_of(peer));
  auto proof = ledger::prove_consistency(tiles, one->head, other->head);
  if (proof) {
    return Finding::consistent;
  }
  if (!contradicts(proof.error())) {
    return Finding::unanswered;
  }
  auto kept = keep_contradiction(context_, one->origin, earlier, later);
  if (!kept) {
    return fail(kept.error());
  }
  if (*kept) {
    found.push_back({peer.node, "sizes " + std::to_string(one->head.size) + " and " +
                                    std::to_string(other->head.size) + ": " +
                                    std::string(proof.error().code.text()) + " " +
                                    proof.error().detail});
  }
  return Finding::contradicted;
}

Result<void> PeerHistory::look_at_newest(const exchange::KnownNode& peer,
                                         std::vector<Contradiction>& found) {
  const std::string& origin = peer.chain.latest().origin;
  exchange::PeerStore& peers = context_.stores.peers;
  auto newest_kept = peers.checkpoint(origin);
  auto proven_kept = peers.checkpoint(proven_name(origin));
  if (!newest_kept || !proven_kept) {
    return fail(!newest_kept ? newest_kept.error() : proven_kept.error());
  }
  const std::optional<std::string> newest = *newest_kept;
  const std::optional<std::string> proven = *proven_kept;
  if (!newest || newest == proven || done_[origin] == *newest) {
    return {};
  }
  // The first note of a ledger is taken as it is, and its own root is looked for in the tiles.
  auto finding = hold_together(peer, proven.value_or(*newest), *newest, found);
  if (!finding || *finding == Finding::unanswered) {
    return finding ? Result<void>() : fail(finding.error());
  }
  done_[origin] = *newest;
  if (*finding == Finding::consistent) {
    auto swapped = peers.swap_checkpoint(proven_name(origin), proven, *newest);
    return swapped ? Result<void>() : fail(swapped.error());
  }
  return {};
}

Result<void> PeerHistory::look_at_smaller(const exchange::KnownNode& peer,
                                          std::vector<Contradiction>& found) {
  const std::string& origin = peer.chain.latest().origin;
  exchange::PeerStore& peers = context_.stores.peers;
  auto smaller_kept = peers.checkpoint(smaller_name(origin));
  auto proven_kept = peers.checkpoint(proven_name(origin));
  if (!smaller_kept || !proven_kept) {
    return fail(!smaller_kept ? smaller_kept.error() : proven_kept.error());
  }
  const std::optional<std::string> smaller = *smaller_kept;
  const std::optional<std::string> proven = *proven_kept;
  std::string& looked_at = done_[smaller_name(origin)];
  if (!smaller || !proven || looked_at == *smaller) {
    return {};
  }
  // After a note that the tiles did not lead to, one smaller than it may still be larger than this.
  auto finding = size_of(*smaller) <= size_of(*proven)
                     ? hold_together(peer, *smaller, *proven, found)
                     : hold_together(peer, *proven, *smaller, found);
  if (finding && *finding != Finding::unanswered) {
    looked_at = *smaller;
  }
  return finding ? Result<void>() : fail(finding.error());
}

Result<std::vector<Contradiction>> PeerHistory::look(const exchange::KnownNode& peer) {
  std::vector<Contradiction> found;
  if (auto looked = look_at_newest(peer, found); !looked) {
    return fail(looked.error());
  }
  if (auto looked = look_at_smaller(peer, found); !looked) {
    return fail(looked.error());
  }
  return found;
}

}  // namespace comity::desk
