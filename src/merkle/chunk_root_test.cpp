#include "merkle/chunk_root.h"

#include "merkle/tree_hash.h"
#include "support/merkle_oracle.h"
#include "value/bytes.h"
#include "value/digest.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace comity::merkle {
namespace {

value::Bytes object_of(std::size_t length) {
  value::Bytes object(length);
  std::uint32_t state = 1;
  for (auto& octet : object) {
    state = state * 1664525U + 1013904223U;
    octet = static_cast<std::uint8_t>(state >> 24U);
  }
  return object;
}

value::Digest root_by_definition(value::BytesView object) {
  std::vector<value::Digest> leaves;
  while (!object.empty()) {
    const auto chunk = object.first(std::min(object.size(), chunk_size));
    leaves.push_back(leaf_hash(chunk));
    object = object.subspan(chunk.size());
  }
  return oracle::mth(leaves);
}

class ObjectLength : public testing::TestWithParam<std::size_t> {};

TEST_P(ObjectLength, RootIsThatOfItsChunks) {
  const auto object = object_of(GetParam());
  EXPECT_EQ(chunk_root(object), root_by_definition(object));
}

TEST_P(ObjectLength, PiecesOfAnyLengthGiveTheSameRoot) {
  const auto object = object_of(GetParam());
  for (const std::size_t step : {std::size_t{70001}, chunk_size, 3 * chunk_size + 5}) {
    ChunkRoot root;
    for (std::size_t at = 0; at < object.size(); at += step) {
      root.update(value::BytesView(object).subspan(at, std::min(step, object.size() - at)));
    }
    EXPECT_EQ(root.root(), root_by_definition(object)) << step;
  }
}

INSTANTIATE_TEST_SUITE_P(AroundTheChunk, ObjectLength,
                         testing::Values(0, 1, chunk_size - 1, chunk_size, chunk_size + 1,
                                         4 * chunk_size, 5 * chunk_size + 77));

TEST(ChunkRoot, ResumesAfterWholeChunks) {
  const auto object = object_of(3 * chunk_size + 9);
  ChunkRoot first;
  first.update(value::BytesView(object).first(2 * chunk_size + 100));
  EXPECT_EQ(first.frontier().size(), 2U);
  ChunkRoot second(first.frontier());
  second.update(value::BytesView(object).subspan(2 * chunk_size));
  EXPECT_EQ(second.root(), root_by_definition(object));
}

TEST(ChunkRoot, CountsChunks) {
  EXPECT_EQ(chunk_count(0), 0U);
  EXPECT_EQ(chunk_count(1), 1U);
  EXPECT_EQ(chunk_count(chunk_size), 1U);
  EXPECT_EQ(chunk_count(chunk_size + 1), 2U);
}

}  // namespace
}  // namespace comity::merkle
