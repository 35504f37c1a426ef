#include "edge/accept.h"

#include "crypto/sha256.h"
#include "exchange/directory.h"
#include "exchange/letter.h"
#include "exchange/mail_store.h"
#include "signed/key_set.h"
#include "value/bytes.h"
#include "value/instant.h"
#include "value/result.h"

#include <cstdint>
#include <string>

namespace comity::edge {
namespace {

using value::fail;
using value::Result;

Result<void> check_addresses(const exchange::LetterHeader& header, const std::string& peer_node,
                             const std::string& own_node) {
  if (header.from_node != peer_node) {
    return fail("EDGE-01",
                "the letter says it is from " + header.from_node + ", sent by " + peer_node);
  }
  if (header.to_node != own_node) {
    return fail("EDGE-01", "the letter is for " + header.to_node);
  }
  return {};
}

/// The latest key set of the sender lists this certificate for this desk. What was in force when
/// the statement inside was logged is judged by the desk half, with its slip.
Result<void> check_sender(const exchange::Letter& letter, const exchange::Directory& directory) {
  const exchange::KnownNode* sender = directory.node(letter.header.from_node);
  const signed_::DeskKeys* keys =
      sender != nullptr ? sender->chain.latest().desk(letter.header.from_desk) : nullptr;
  if (keys == nullptr || keys->certificate.fingerprint() != letter.chain.front().fingerprint()) {
    return fail("EDGE-04",
                letter.header.from_desk + ", key " + letter.chain.front().fingerprint().hex());
  }
  return {};
}

std::string at_most(std::uint64_t letters, std::uint64_t octets) {
  return "at most " + std::to_string(letters) + " letters or " + std::to_string(octets) +
         " octets of ";
}

Result<void> keep(const exchange::InboundLetter& row, const Doorway& doorway) {
  const exchange::InboxBounds& bounds = doorway.bounds;
  const auto put = doorway.inbox.put(row, bounds);
  if (!put) {
    return fail(put.error());
  }
  switch (*put) {
    case exchange::InboxPut::kept:
      return {};
    case exchange::InboxPut::too_many_wait:
      return fail("EDGE-45",
                  at_most(bounds.waiting_letters, bounds.waiting_octets) + row.from_node + " wait");
    case exchange::InboxPut::quarantine_full:
      return fail("EDGE-46", at_most(bounds.quarantined_letters, bounds.quarantined_octets) +
                                 row.from_node + " in quarantine");
  }
  return {};
}

}  // namespace

Result<Accepted> accept(value::BytesView bytes, const std::string& peer_node,
                        const Doorway& doorway) {
  auto letter = exchange::read_letter(bytes);
  if (!letter) {
    return fail(letter.error());
  }
  const auto directory = doorway.directory.now();
  const value::Instant now = doorway.clock.now();
  if (auto addressed = check_addresses(letter->header, peer_node, doorway.node); !addressed) {
    return fail(addressed.error());
  }
  const exchange::KnownNode* own = directory->node(doorway.node);
  if (own == nullptr || own->chain.latest().desk(letter->header.to_desk) == nullptr) {
    return fail("EDGE-02", letter->header.to_desk);
  }
  if (letter->header.expires <= now) {
    return fail("EDGE-03", "expired at " + letter->header.expires.text());
  }
  if (auto known = check_sender(*letter, *directory); !known) {
    return fail(known.error());
  }
  const exchange::InboundLetter row{letter->header.letter_id, crypto::sha256(bytes), peer_node, now,
                                    value::to_bytes(bytes)};
  if (auto kept = keep(row, doorway); !kept) {
    return fail(kept.error());
  }
  return Accepted{letter->header.letter_id, now};
}

}  // namespace comity::edge
