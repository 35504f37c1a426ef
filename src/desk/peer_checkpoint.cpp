#include "desk/peer_checkpoint.h"

#include "crypto/sha256.h"
#include "desk/context.h"
#include "desk/ledger_entry.h"
#include "desk/work.h"
#include "ledger/checkpoint.h"
#include "ledger/note.h"
#include "value/bytes.h"
#include "value/result.h"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace comity::desk {
namespace {

using value::fail;
using value::Result;

Result<ledger::Checkpoint> head_of(const std::string& text) {
  auto note = ledger::parse_note(text);
  if (!note) {
    return fail(note.error());
  }
  return ledger::parse_checkpoint(note->text);
}

/// The two notes as one file: docs/protocol/ledger.md, "Two histories".
value::Bytes document_of(const std::string& one, const std::string& other) {
  return value::to_bytes(one + "\n" + other);
}

bool kept_before(const std::vector<std::string>& notes, const std::string& one,
                 const std::string& other) {
  for (std::size_t i = 0; i + 1 < notes.size(); i += 2) {
    if (notes[i] == one && notes[i + 1] == other) {
      return true;
    }
  }
  return false;
}

/// A note smaller than the one remembered waits until it is held against the log.
Result<Remembered> put_aside(const Context& context, const std::string& origin,
                             const std::string& note) {
  auto before = context.stores.peers.checkpoint(smaller_name(origin));
  if (!before) {
    return fail(before.error());
  }
  auto swapped = context.stores.peers.swap_checkpoint(smaller_name(origin), *before, note);
  return swapped ? Result<Remembered>(Remembered::not_newer) : fail(swapped.error());
}

/// What the note changes beside the one that is kept.
Result<Remembered> compare(const Context& context, const std::string& kept,
                           const ledger::Checkpoint& seen, const std::string& note) {
  auto known = head_of(kept);
  if (!known) {
    return fail(known.error());
  }
  if (known->head.size == seen.head.size && known->head.root != seen.head.root) {
    auto proof = keep_contradiction(context, seen.origin, kept, note);
    return proof ? Result<Remembered>(Remembered::forked) : fail(proof.error());
  }
  if (known->head.size > seen.head.size) {
    return put_aside(context, seen.origin, note);
  }
  return known->head.size == seen.head.size ? Remembered::not_newer : Remembered::newer;
}

}  // namespace

Result<bool> keep_contradiction(const Context& context, const std::string& origin,
                                const std::string& one, const std::string& other) {
  auto notes = context.stores.peers.fork_proofs(origin);
  if (!notes) {
    return fail(notes.error());
  }
  if (notes->size() >= 2 * most_contradictions || kept_before(*notes, one, other)) {
    return false;
  }
  const value::Bytes document = document_of(one, other);
  LedgerSecret secret = make_entry_secret(
      crypto::sha256(document), document,
      {Act::kept, "fork_proof", origin, context.node, context.clock.now()}, context.random);
  secret.committed = document;
  auto logged = context.stores.work.run(
      [&](Transaction& transaction) { return transaction.put_entry(secret); });
  // STORE-05: the entry is there from before a crash between these two steps.
  if (!logged && logged.error().code != value::Code("STORE-05")) {
    return fail(logged.error());
  }
  auto kept = context.stores.peers.put_fork_proof(origin, one, other);
  return kept ? Result<bool>(true) : fail(kept.error());
}

Result<Remembered> remember_checkpoint(const Context& context, const std::string& note) {
  auto seen = head_of(note);
  if (!seen) {
    return fail(seen.error());
  }
  exchange::PeerStore& peers = context.stores.peers;
  while (true) {
    auto found = peers.checkpoint(seen->origin);
    if (!found) {
      return fail(found.error());
    }
    const std::optional<std::string>& kept = *found;
    auto compared =
        kept ? compare(context, *kept, *seen, note) : Result<Remembered>(Remembered::newer);
    if (!compared || *compared != Remembered::newer) {
      return compared;
    }
    auto swapped = peers.swap_checkpoint(seen->origin, kept, note);
    if (!swapped || *swapped) {
      return swapped ? compared : fail(swapped.error());
    }
  }
}

}  // namespace comity::desk
