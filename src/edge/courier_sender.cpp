#include "edge/courier_sender.h"

#include "crypto/sha256.h"
#include "exchange/courier_head.h"
#include "exchange/directory.h"
#include "exchange/peer_store.h"
#include "ledger/checkpoint.h"
#include "ledger/rollback.h"
#include "ledger/vkey.h"
#include "value/bytes.h"
#include "value/result.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace comity::edge {
namespace {

using value::fail;
using value::Result;

bool begins_with(value::BytesView all, value::BytesView beginning) {
  return all.size() >= beginning.size() &&
         std::equal(beginning.begin(), beginning.end(), all.begin());
}

/// What is kept of the writer, with the longer of the two chains.
Result<exchange::StoredPeer> with_chain(const exchange::CourierHead& head, value::BytesView chain,
                                        exchange::PeerStore& peers) {
  auto stored = peers.peers();
  if (!stored) {
    return fail(stored.error());
  }
  const auto kept =
      std::find_if(stored->begin(), stored->end(),
                   [&](const exchange::StoredPeer& peer) { return peer.node == head.from_node; });
  if (kept == stored->end()) {
    return fail("EDGE-21", head.from_node);
  }
  if (crypto::sha256(chain) != head.chain) {
    return fail("EXCH-24", "they are not those that the list names");
  }
  if (begins_with(chain, kept->chain)) {
    kept->chain = value::to_bytes(chain);
  } else if (!begins_with(kept->chain, chain)) {
    return fail("EXCH-24", head.from_node);
  }
  return std::move(*kept);
}

/// A key that was good when the list was made stays good: couriers are slow.
Result<void> check_key(const exchange::SignedCourierHead& file, const exchange::KnownNode& writer) {
  auto log = ledger::parse_vkey(writer.chain.latest().ledger_key);
  auto checkpoint = log ? ledger::open_checkpoint(file.head.checkpoint, *log) : fail(log.error());
  if (!checkpoint) {
    return fail(checkpoint.error());
  }
  const std::uint64_t size = checkpoint->head.size;
  auto keys = writer.chain.desk_key(file.head.from_desk, file.chain.front().fingerprint(),
                                    size == 0 ? 0 : size - 1);
  if (!keys) {
    return fail("EXCH-22", std::string(keys.error().code.text()) + " " + keys.error().detail);
  }
  return {};
}

/// The roll-back rule by courier. It can only contradict: a file is older than today, so it never
/// confirms that this folder is the newest.
Result<void> check_memory(const std::string& remembered, const CourierBooks& books) {
  const auto directory = books.directory.now();
  const exchange::KnownNode* self = directory->node(books.node);
  auto note = books.ledger.checkpoint();
  if (!note) {
    return fail(note.error());
  }
  const std::optional<std::string>& own_note = *note;
  if (remembered.empty() || self == nullptr || !own_note) {
    return {};
  }
  auto key = ledger::parse_vkey(self->chain.latest().ledger_key);
  auto head = key ? ledger::open_checkpoint(*own_note, *key) : fail(key.error());
  if (!head) {
    return fail(head.error());
  }
  auto continued = ledger::continues_memory({*key, head->head, books.log}, remembered);
  // A note that is not of this ledger's key is a mistake of the peer, or a lie: no reason to stop.
  if (continued || continued.error().code == value::Code("LEDGER-23")) {
    return {};
  }
  const std::string found =
      std::string(continued.error().code.text()) + " " + continued.error().detail;
  if (continued.error().code == value::Code("LEDGER-21") ||
      continued.error().code == value::Code("LEDGER-22")) {
    auto kept = books.peers.put_fork_proof(head->origin, *own_note, remembered);
    return kept ? fail("EDGE-25", found) : kept;
  }
  return fail(continued.error());
}

}  // namespace

Result<void> check_addressed(const exchange::CourierHead& head, const CourierBooks& books) {
  if (head.to_node != books.node) {
    return fail("EDGE-20", "from " + head.from_node + " for " + head.to_node);
  }
  if (books.directory.now()->node(head.from_node) == nullptr || head.from_node == books.node) {
    return fail("EDGE-21", head.from_node);
  }
  return {};
}

Result<std::size_t> admit_sender(const exchange::SignedCourierHead& file, value::BytesView chain,
                                 const CourierBooks& books) {
  auto peer = with_chain(file.head, chain, books.peers);
  auto writer = peer ? exchange::read_node(*peer) : fail(peer.error());
  if (!writer) {
    return fail(writer.error());
  }
  auto fine = check_key(file, *writer);
  fine = fine ? check_memory(file.head.remembers, books) : fine;
  if (!fine) {
    return fail(fine.error());
  }
  const std::size_t before = books.directory.now()->node(file.head.from_node)->chain.size();
  if (writer->chain.size() <= before) {
    return std::size_t{0};
  }
  if (auto kept = books.peers.put(*peer); !kept) {
    return fail(kept.error());
  }
  auto renewed = books.directory.renew(books.peers);
  return renewed ? Result<std::size_t>(writer->chain.size() - before) : fail(renewed.error());
}

}  // namespace comity::edge
