// The key sets of one node in their order, from the root that a person trusted by hand: which keys
// were in force at an index of that node's own ledger (docs/protocol/key-sets.md, "Chain").
#pragma once

#include "signed/envelope.h"
#include "signed/key_set.h"
#include "value/digest.h"
#include "value/result.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace comity::signed_ {

class KeyChain {
 public:
  /// Empty chain: the first key set must be signed by the root of this fingerprint.
  explicit KeyChain(const value::Digest& trusted_root) : root_(trusted_root) {}

  /// Adds the next key set. `logged_at` is its own, proven index in the node's ledger. SIGN-11
  /// wrong serial or predecessor, SIGN-12 not signed by the root in force or the next one it named,
  /// SIGN-13 two administrators of the set before have not authorised it, SIGN-14 another node or
  /// ledger.
  value::Result<void> extend(const Envelope& envelope, std::uint64_t logged_at);

  [[nodiscard]] bool empty() const { return links_.empty(); }

  [[nodiscard]] std::size_t size() const { return links_.size(); }

  /// REQUIRES: not empty.
  [[nodiscard]] const KeySet& latest() const { return links_.back().set; }

  /// Payload digest of the latest key set: what the next one names. REQUIRES: not empty.
  [[nodiscard]] const value::Digest& latest_digest() const { return links_.back().digest; }

  /// The key set in force for an entry at `index`; null below the first.
  [[nodiscard]] const KeySet* at(std::uint64_t index) const;

  /// The desk's keys, if `certificate` was the desk's signing certificate at `index`: SIGN-15
  /// unknown desk, SIGN-16 key unknown, not yet or no longer in force at that index.
  [[nodiscard]] value::Result<const DeskKeys*> desk_key(std::string_view desk,
                                                        const value::Digest& certificate,
                                                        std::uint64_t index) const;

 private:
  struct Link {
    KeySet set;
    value::Digest digest;
    std::uint64_t in_force_from;
  };

  [[nodiscard]] value::Result<void> check_next(const Envelope& envelope, const KeySet& set,
                                               std::uint64_t logged_at) const;

  value::Digest root_;
  std::vector<Link> links_;
};

}  // namespace comity::signed_
