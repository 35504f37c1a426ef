#include "merkle/proof.h"
#include "merkle/tree_hash.h"
#include "value/digest.h"
#include "value/result.h"

#include <cstddef>
#include <cstdint>
#include <string>

namespace comity::merkle {
namespace {

value::Failure wrong_length(std::size_t length) {
  return value::fail("MERKLE-03",
                     "a proof of " + std::to_string(length) + " hashes does not fit these sizes");
}

value::Result<void> expect_root(const value::Digest& computed, const TreeHead& head) {
  if (computed != head.root) {
    return value::fail("MERKLE-04", "the proof leads to " + computed.hex() + ", the tree of " +
                                        std::to_string(head.size) + " leaves has " +
                                        head.root.hex());
  }
  return {};
}

bool is_odd(std::uint64_t n) { return (n & 1U) != 0; }

/// The walk of RFC 9162: `at` and `last` are the node's and the last node's index, level by level.
struct Walk {
  std::uint64_t at;
  std::uint64_t last;

  void up() {
    at >>= 1U;
    last >>= 1U;
  }

  [[nodiscard]] bool sibling_is_left() const { return is_odd(at) || at == last; }

  /// A last node without a right sibling is carried up unchanged until it is a right child.
  void skip_carried_levels() {
    while (!is_odd(at) && at != 0) {
      up();
    }
  }
};

}  // namespace

value::Result<void> verify_inclusion(const value::Digest& leaf, std::uint64_t index,
                                     const Proof& proof, const TreeHead& head) {
  if (index >= head.size) {
    return value::fail("MERKLE-02", "index " + std::to_string(index) + " in a tree of " +
                                        std::to_string(head.size) + " leaves");
  }
  Walk walk{index, head.size - 1};
  value::Digest hash = leaf;
  for (const auto& sibling : proof) {
    if (walk.last == 0) {
      return wrong_length(proof.size());
    }
    if (walk.sibling_is_left()) {
      hash = node_hash(sibling, hash);
      walk.skip_carried_levels();
    } else {
      hash = node_hash(hash, sibling);
    }
    walk.up();
  }
  if (walk.last != 0) {
    return wrong_length(proof.size());
  }
  return expect_root(hash, head);
}

namespace {

value::Result<void> verify_growth(const TreeHead& earlier, const TreeHead& later,
                                  const Proof& proof) {
  Walk walk{earlier.size - 1, later.size - 1};
  while (is_odd(walk.at)) {
    walk.up();
  }
  // A complete old tree is itself the first node of the path, and is left out of the proof.
  const bool old_root_is_node = walk.at == 0;
  if (!old_root_is_node && proof.empty()) {
    return wrong_length(0);
  }
  value::Digest old_hash = old_root_is_node ? earlier.root : proof.front();
  value::Digest new_hash = old_hash;
  for (std::size_t i = old_root_is_node ? 0 : 1; i < proof.size(); ++i) {
    if (walk.last == 0) {
      return wrong_length(proof.size());
    }
    if (walk.sibling_is_left()) {
      old_hash = node_hash(proof[i], old_hash);
      new_hash = node_hash(proof[i], new_hash);
      walk.skip_carried_levels();
    } else {
      new_hash = node_hash(new_hash, proof[i]);
    }
    walk.up();
  }
  if (walk.last != 0) {
    return wrong_length(proof.size());
  }
  if (auto same = expect_root(old_hash, earlier); !same) {
    return same;
  }
  return expect_root(new_hash, later);
}

}  // namespace

value::Result<void> verify_consistency(const TreeHead& earlier, const TreeHead& later,
                                       const Proof& proof) {
  if (earlier.size > later.size) {
    return value::fail("MERKLE-02", "the later tree is the smaller one");
  }
  if (earlier.size > 0 && earlier.size < later.size) {
    return verify_growth(earlier, later, proof);
  }
  if (!proof.empty()) {
    return wrong_length(proof.size());
  }
  return earlier.size == 0 ? expect_root(empty_root(), earlier) : expect_root(earlier.root, later);
}

}  // namespace comity::merkle
