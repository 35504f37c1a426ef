#include "merkle/tree_hash.h"

#include "crypto/sha256.h"
#include "merkle/frontier.h"
#include "value/bytes.h"
#include "value/digest.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>

namespace comity::merkle {
namespace {
constexpr std::uint8_t leaf_prefix = 0x00;
constexpr std::uint8_t node_prefix = 0x01;
}  // namespace

value::Digest leaf_hash(value::BytesView entry) {
  crypto::Sha256 hash;
  hash.update({&leaf_prefix, 1});
  hash.update(entry);
  return hash.finish();
}

value::Digest node_hash(const value::Digest& left, const value::Digest& right) {
  std::array<std::uint8_t, 65> input{node_prefix};
  std::ranges::copy(left.octets, input.begin() + 1);
  std::ranges::copy(right.octets, input.begin() + 33);
  return crypto::sha256(input);
}

value::Digest empty_root() { return crypto::sha256({}); }

value::Digest root_of(std::span<const value::Digest> leaves) {
  Frontier frontier;
  for (const auto& leaf : leaves) {
    frontier.append(leaf);
  }
  return frontier.root();
}

}  // namespace comity::merkle
