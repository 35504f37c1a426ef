#include "merkle/proof.h"

#include "support/merkle_oracle.h"
#include "value/digest.h"
#include "value/result.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace comity::merkle {
namespace {

using oracle::Leaves;
using value::Code;
using value::Digest;

constexpr std::size_t largest = 130;

class EveryTree : public testing::Test {
 protected:
  EveryTree() : leaves_(oracle::leaves(largest)) {
    for (std::size_t size = 0; size <= largest; ++size) {
      roots_.push_back(oracle::mth(Leaves(leaves_).first(size)));
    }
  }

  [[nodiscard]] TreeHead head(std::size_t size) const { return {size, roots_[size]}; }

  [[nodiscard]] NodeSource nodes(std::size_t size) const {
    return nodes_of(Leaves(leaves_).first(size));
  }

  std::vector<Digest> leaves_;
  std::vector<Digest> roots_;
};

TEST_F(EveryTree, InclusionProofsAreThoseOfTheDefinition) {
  for (std::size_t size = 1; size <= largest; ++size) {
    for (std::size_t index = 0; index < size; ++index) {
      const auto proof = inclusion_proof(index, size, nodes(size));
      ASSERT_TRUE(proof.has_value());
      ASSERT_EQ(*proof, oracle::path(index, Leaves(leaves_).first(size))) << index << "/" << size;
      ASSERT_TRUE(verify_inclusion(leaves_[index], index, *proof, head(size)).has_value());
    }
  }
}

TEST_F(EveryTree, ConsistencyProofsAreThoseOfTheDefinition) {
  for (std::size_t later = 1; later <= largest; ++later) {
    for (std::size_t earlier = 1; earlier <= later; ++earlier) {
      const auto proof = consistency_proof(earlier, later, nodes(later));
      ASSERT_TRUE(proof.has_value());
      ASSERT_EQ(*proof, oracle::subproof(earlier, Leaves(leaves_).first(later), true));
      ASSERT_TRUE(verify_consistency(head(earlier), head(later), *proof).has_value())
          << earlier << " to " << later;
    }
  }
}

TEST_F(EveryTree, AProofHoldsForItsOwnIndexOnly) {
  for (std::size_t size = 2; size <= 33; ++size) {
    for (std::size_t index = 0; index < size; ++index) {
      const auto proof = inclusion_proof(index, size, nodes(size)).value();
      for (std::size_t other = 0; other <= size; ++other) {
        const bool holds = verify_inclusion(leaves_[index], other, proof, head(size)).has_value();
        ASSERT_EQ(holds, other == index) << index << " as " << other << " of " << size;
      }
    }
  }
}

TEST_F(EveryTree, ChangedProofsAreRefused) {
  for (std::size_t size = 2; size <= 33; ++size) {
    const auto proof = inclusion_proof(size / 2, size, nodes(size)).value();
    for (std::size_t i = 0; i < proof.size(); ++i) {
      auto wrong = proof;
      wrong[i].octets[7] ^= 0x10U;
      EXPECT_EQ(verify_inclusion(leaves_[size / 2], size / 2, wrong, head(size)).error().code,
                Code("MERKLE-04"));
    }
    auto longer = proof;
    longer.push_back(Digest{});
    EXPECT_EQ(verify_inclusion(leaves_[size / 2], size / 2, longer, head(size)).error().code,
              Code("MERKLE-03"));
    auto shorter = proof;
    shorter.pop_back();
    EXPECT_EQ(verify_inclusion(leaves_[size / 2], size / 2, shorter, head(size)).error().code,
              Code("MERKLE-03"));
  }
}

TEST_F(EveryTree, ChangedConsistencyProofsAreRefused) {
  for (std::size_t later = 2; later <= 33; ++later) {
    for (std::size_t earlier = 1; earlier < later; ++earlier) {
      const auto proof = consistency_proof(earlier, later, nodes(later)).value();
      for (std::size_t i = 0; i < proof.size(); ++i) {
        auto wrong = proof;
        wrong[i].octets[31] ^= 0x01U;
        ASSERT_FALSE(verify_consistency(head(earlier), head(later), wrong).has_value());
      }
      auto longer = proof;
      longer.push_back(Digest{});
      ASSERT_FALSE(verify_consistency(head(earlier), head(later), longer).has_value());
      auto shorter = proof;
      shorter.pop_back();
      ASSERT_FALSE(verify_consistency(head(earlier), head(later), shorter).has_value());
    }
  }
}

TEST_F(EveryTree, AnotherRootOnEitherSideIsRefused) {
  for (std::size_t earlier = 1; earlier <= 16; ++earlier) {
    const auto proof = consistency_proof(earlier, 17, nodes(17)).value();
    EXPECT_EQ(verify_consistency({earlier, Digest{}}, head(17), proof).error().code,
              Code("MERKLE-04"));
    EXPECT_EQ(verify_consistency(head(earlier), {17, Digest{}}, proof).error().code,
              Code("MERKLE-04"));
  }
}

TEST_F(EveryTree, EqualSizesNeedEqualRootsAndNoProof) {
  EXPECT_TRUE(verify_consistency(head(9), head(9), {}).has_value());
  EXPECT_EQ(verify_consistency(head(9), {9, Digest{}}, {}).error().code, Code("MERKLE-04"));
  EXPECT_EQ(verify_consistency(head(9), head(9), {Digest{}}).error().code, Code("MERKLE-03"));
}

TEST_F(EveryTree, EverythingContinuesTheEmptyTree) {
  EXPECT_TRUE(verify_consistency(head(0), head(12), {}).has_value());
  EXPECT_EQ(verify_consistency({0, Digest{}}, head(12), {}).error().code, Code("MERKLE-04"));
  EXPECT_TRUE(consistency_proof(0, 12, nodes(12)).value().empty());
}

TEST_F(EveryTree, OutsideTheTreeIsRefused) {
  EXPECT_EQ(inclusion_proof(5, 5, nodes(5)).error().code, Code("MERKLE-02"));
  EXPECT_EQ(consistency_proof(6, 5, nodes(5)).error().code, Code("MERKLE-02"));
  EXPECT_EQ(verify_inclusion(leaves_[0], 0, {}, head(0)).error().code, Code("MERKLE-02"));
  EXPECT_EQ(verify_consistency(head(6), head(5), {}).error().code, Code("MERKLE-02"));
  EXPECT_EQ(inclusion_proof(0, 8, nodes(5)).error().code, Code("MERKLE-02"));
}

TEST(Proof, LargestSizesDoNotOverflow) {
  const TreeHead huge{~std::uint64_t{0}, Digest{}};
  EXPECT_EQ(verify_inclusion(Digest{}, 0, Proof(64), huge).error().code, Code("MERKLE-04"));
  EXPECT_FALSE(verify_consistency({huge.size - 1, Digest{}}, huge, Proof(64)).has_value());
  EXPECT_EQ(verify_inclusion(Digest{}, 0, Proof(65), huge).error().code, Code("MERKLE-03"));
}

RC_GTEST_PROP(Proof, HoldsForAnyTree, ()) {
  const auto size = *rc::gen::inRange<std::size_t>(1, 600);
  const auto index = *rc::gen::inRange<std::size_t>(0, size);
  const auto earlier = *rc::gen::inRange<std::size_t>(0, size + 1);
  const auto leaves = oracle::leaves(size);
  const TreeHead head{size, oracle::mth(leaves)};
  const TreeHead old_head{earlier, oracle::mth(Leaves(leaves).first(earlier))};
  const auto inclusion = inclusion_proof(index, size, nodes_of(leaves)).value();
  RC_ASSERT(verify_inclusion(leaves[index], index, inclusion, head).has_value());
  const auto consistency = consistency_proof(earlier, size, nodes_of(leaves)).value();
  RC_ASSERT(verify_consistency(old_head, head, consistency).has_value());
}

}  // namespace
}  // namespace comity::merkle
