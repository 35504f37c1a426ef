// A tree that only grows, kept as the roots of its complete subtrees, largest first: all that is
// needed to append and to know the root. Its proofs need the other nodes too: merkle/proof.h.
#pragma once

#include "value/digest.h"
#include "value/result.h"

#include <cstdint>
#include <vector>

namespace comity::merkle {

class Frontier {
 public:
  Frontier() = default;

  /// Continues from saved peaks; MERKLE-01 when their number does not fit the size.
  static value::Result<Frontier> restore(std::uint64_t size, std::vector<value::Digest> peaks);

  void append(const value::Digest& leaf);

  /// The number of leaves.
  [[nodiscard]] std::uint64_t size() const { return size_; }

  /// One per set bit of size(), the largest subtree first.
  [[nodiscard]] const std::vector<value::Digest>& peaks() const { return peaks_; }

  [[nodiscard]] value::Digest root() const;

 private:
  std::uint64_t size_ = 0;
  std::vector<value::Digest> peaks_;
};

/// The root over adjoining complete subtrees, largest first; the empty root when there are none.
value::Digest fold_peaks(const std::vector<value::Digest>& peaks);

}  // namespace comity::merkle
