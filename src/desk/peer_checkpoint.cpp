#include "desk/peer_checkpoint.h"

#include "desk/context.h"
#include "ledger/checkpoint.h"
#include "ledger/note.h"
#include "value/result.h"

#include <optional>
#include <string>

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

/// What the note changes beside the one that is kept.
Result<Remembered> compare(const Context& context, const std::string& kept,
                           const ledger::Checkpoint& seen, const std::string& note) {
  auto known = head_of(kept);
  if (!known) {
    return fail(known.error());
  }
  if (known->head.size == seen.head.size && known->head.root != seen.head.root) {
    auto proof = context.stores.peers.put_fork_proof(seen.origin, kept, note);
    return proof ? Result<Remembered>(Remembered::forked) : fail(proof.error());
  }
  return known->head.size >= seen.head.size ? Remembered::not_newer : Remembered::newer;
}

}  // namespace

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
