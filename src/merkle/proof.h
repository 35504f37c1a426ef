// Inclusion and consistency proofs: made as RFC 6962 sections 2.1.1 and 2.1.2 define them, checked
// by the algorithms of RFC 9162 sections 2.1.3.2 and 2.1.4.2, which take nothing on trust.
#pragma once

#include "value/digest.h"
#include "value/result.h"

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace comity::merkle {

/// Proof hashes from the leaf upwards.
using Proof = std::vector<value::Digest>;

/// What a log says of itself: how many leaves, and their root.
struct TreeHead {
  std::uint64_t size = 0;
  value::Digest root;

  friend bool operator==(const TreeHead&, const TreeHead&) = default;
};

/// A complete subtree: the leaves from index * 2^level on, 2^level of them.
struct NodeId {
  unsigned level = 0;
  std::uint64_t index = 0;

  friend bool operator==(const NodeId&, const NodeId&) = default;
};

/// Gives the hash of a complete subtree; its errors are passed on.
using NodeSource = std::function<value::Result<value::Digest>(NodeId)>;

/// The nodes of a tree whose leaf hashes are all at hand; borrows them.
NodeSource nodes_of(std::span<const value::Digest> leaves);

/// The root of the leaves [begin, end), where begin is a multiple of the largest power of two that
/// is not larger than end - begin, as in every subtree of the definition.
value::Result<value::Digest> range_root(std::uint64_t begin, std::uint64_t end,
                                        const NodeSource& nodes);

/// MERKLE-02 when the index is not in a tree of that size.
value::Result<Proof> inclusion_proof(std::uint64_t index, std::uint64_t size,
                                     const NodeSource& nodes);

/// MERKLE-02 when old_size > new_size. Empty for equal sizes and from the empty tree.
value::Result<Proof> consistency_proof(std::uint64_t old_size, std::uint64_t new_size,
                                       const NodeSource& nodes);

/// That the leaf has this index under the head. MERKLE-02 index not in the tree; MERKLE-03 proof
/// of another length than these sizes need; MERKLE-04 another root.
value::Result<void> verify_inclusion(const value::Digest& leaf, std::uint64_t index,
                                     const Proof& proof, const TreeHead& head);

/// That `later` only appended to `earlier`. Codes as for inclusion.
value::Result<void> verify_consistency(const TreeHead& earlier, const TreeHead& later,
                                       const Proof& proof);

}  // namespace comity::merkle
