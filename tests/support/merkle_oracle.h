// The tree of RFC 6962 section 2.1 written as its recursive definition: slow, and plainly right.
// What src/merkle computes is compared with it.
#pragma once

#include "merkle/proof.h"
#include "merkle/tree_hash.h"
#include "value/digest.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace comity::oracle {

using Leaves = std::span<const value::Digest>;

inline std::size_t split(std::size_t n) {
  std::size_t k = 1;
  while (k * 2 < n) {
    k *= 2;
  }
  return k;
}

inline value::Digest mth(Leaves d) {
  if (d.empty()) {
    return merkle::empty_root();
  }
  if (d.size() == 1) {
    return d[0];
  }
  const auto k = split(d.size());
  return merkle::node_hash(mth(d.first(k)), mth(d.subspan(k)));
}

inline merkle::Proof path(std::size_t m, Leaves d) {
  if (d.size() <= 1) {
    return {};
  }
  const auto k = split(d.size());
  auto below = m < k ? path(m, d.first(k)) : path(m - k, d.subspan(k));
  below.push_back(m < k ? mth(d.subspan(k)) : mth(d.first(k)));
  return below;
}

inline merkle::Proof subproof(std::size_t m, Leaves d, bool b) {
  if (m == d.size()) {
    return b ? merkle::Proof{} : merkle::Proof{mth(d)};
  }
  const auto k = split(d.size());
  auto below = m <= k ? subproof(m, d.first(k), b) : subproof(m - k, d.subspan(k), false);
  below.push_back(m <= k ? mth(d.subspan(k)) : mth(d.first(k)));
  return below;
}

inline std::vector<value::Digest> leaves(std::size_t count) {
  std::vector<value::Digest> result;
  result.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    result.push_back(merkle::leaf_hash(value::bytes_of("leaf " + std::to_string(i))));
  }
  return result;
}

}  // namespace comity::oracle
