#include "merkle/frontier.h"

#include "merkle/tree_hash.h"
#include "value/digest.h"
#include "value/result.h"

#include <bit>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace comity::merkle {

value::Result<Frontier> Frontier::restore(std::uint64_t size, std::vector<value::Digest> peaks) {
  if (std::popcount(size) != static_cast<int>(peaks.size())) {
    return value::fail("MERKLE-01", std::to_string(peaks.size()) + " subtree roots for a tree of " +
                                        std::to_string(size) + " leaves");
  }
  Frontier frontier;
  frontier.size_ = size;
  frontier.peaks_ = std::move(peaks);
  return frontier;
}

void Frontier::append(const value::Digest& leaf) {
  value::Digest hash = leaf;
  // Each trailing one bit of the size is a subtree that the new leaf completes to the next larger.
  for (auto rest = size_; (rest & 1U) != 0; rest >>= 1U) {
    hash = node_hash(peaks_.back(), hash);
    peaks_.pop_back();
  }
  peaks_.push_back(hash);
  ++size_;
}

value::Digest Frontier::root() const { return fold_peaks(peaks_); }

value::Digest fold_peaks(const std::vector<value::Digest>& peaks) {
  if (peaks.empty()) {
    return empty_root();
  }
  value::Digest root = peaks.back();
  for (auto peak = peaks.rbegin() + 1; peak != peaks.rend(); ++peak) {
    root = node_hash(*peak, root);
  }
  return root;
}

}  // namespace comity::merkle
