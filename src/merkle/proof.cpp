#include "merkle/proof.h"

#include "merkle/frontier.h"
#include "merkle/tree_hash.h"
#include "value/digest.h"
#include "value/result.h"

#include <bit>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace comity::merkle {
namespace {

/// The largest power of two smaller than n, for n > 1 (RFC 6962 section 2.1).
std::uint64_t split(std::uint64_t n) { return std::bit_floor(n - 1); }

struct Range {
  std::uint64_t begin = 0;
  std::uint64_t end = 0;
};

/// The ranges come from the root downwards; proofs are written from the leaf upwards.
value::Result<Proof> hashes_of(const std::vector<Range>& ranges, const NodeSource& nodes) {
  Proof proof;
  for (auto range = ranges.rbegin(); range != ranges.rend(); ++range) {
    auto hash = range_root(range->begin, range->end, nodes);
    if (!hash) {
      return value::fail(hash.error());
    }
    proof.push_back(*hash);
  }
  return proof;
}

std::string sizes(std::uint64_t first, std::uint64_t second) {
  return std::to_string(first) + " and " + std::to_string(second);
}

}  // namespace

NodeSource nodes_of(std::span<const value::Digest> leaves) {
  return [leaves](NodeId node) -> value::Result<value::Digest> {
    const auto count = std::uint64_t{1} << node.level;
    if (node.index >= leaves.size() / count) {
      return value::fail("MERKLE-02", "no complete subtree of level " + std::to_string(node.level) +
                                          " at " + std::to_string(node.index));
    }
    return root_of(leaves.subspan(node.index * count, count));
  };
}

value::Result<value::Digest> range_root(std::uint64_t begin, std::uint64_t end,
                                        const NodeSource& nodes) {
  std::vector<value::Digest> peaks;
  while (begin < end) {
    const auto count = std::bit_floor(end - begin);
    const auto level = static_cast<unsigned>(std::countr_zero(count));
    auto hash = nodes({.level = level, .index = begin >> level});
    if (!hash) {
      return hash;
    }
    peaks.push_back(*hash);
    begin += count;
  }
  return fold_peaks(peaks);
}

value::Result<Proof> inclusion_proof(std::uint64_t index, std::uint64_t size,
                                     const NodeSource& nodes) {
  if (index >= size) {
    return value::fail("MERKLE-02", "index and size are " + sizes(index, size));
  }
  std::vector<Range> siblings;
  Range tree{0, size};
  while (tree.end - tree.begin > 1) {
    const auto middle = tree.begin + split(tree.end - tree.begin);
    if (index < middle) {
      siblings.push_back({middle, tree.end});
      tree.end = middle;
    } else {
      siblings.push_back({tree.begin, middle});
      tree.begin = middle;
    }
  }
  return hashes_of(siblings, nodes);
}

value::Result<Proof> consistency_proof(std::uint64_t old_size, std::uint64_t new_size,
                                       const NodeSource& nodes) {
  if (old_size > new_size) {
    return value::fail("MERKLE-02", "the sizes are " + sizes(old_size, new_size));
  }
  std::vector<Range> siblings;
  if (old_size == 0) {
    return Proof{};
  }
  Range tree{0, new_size};
  bool is_whole_old_tree = true;  // then the verifier has its root already
  while (tree.end != old_size) {
    const auto middle = tree.begin + split(tree.end - tree.begin);
    if (old_size <= middle) {
      siblings.push_back({middle, tree.end});
      tree.end = middle;
    } else {
      siblings.push_back({tree.begin, middle});
      tree.begin = middle;
      is_whole_old_tree = false;
    }
  }
  if (!is_whole_old_tree) {
    siblings.push_back(tree);
  }
  return hashes_of(siblings, nodes);
}

}  // namespace comity::merkle
