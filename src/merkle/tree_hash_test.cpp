#include "merkle/tree_hash.h"

#include "merkle/frontier.h"
#include "merkle/proof.h"
#include "support/merkle_oracle.h"
#include "value/bytes.h"
#include "value/digest.h"
#include "value/result.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <string>
#include <vector>

namespace comity::merkle {
namespace {

using value::Bytes;
using value::Digest;

/// The leaves and roots of the reference tests of Certificate Transparency (RFC 6962).
struct Published {
  Bytes leaf;
  std::string root;
};

const std::vector<Published>& published() {
  static const std::vector<Published> table{
      {{}, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"},
      {{0x00}, "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"},
      {{0x10}, "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"},
      {{0x20, 0x21}, "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"},
      {{0x30, 0x31}, "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4"},
      {{0x40, 0x41, 0x42, 0x43},
       "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef"},
      {{0x50, 0x51, 0x52, 0x53, 0x54, 0x55, 0x56, 0x57},
       "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c"},
      {{0x60, 0x61, 0x62, 0x63, 0x64, 0x65, 0x66, 0x67, 0x68, 0x69, 0x6a, 0x6b, 0x6c, 0x6d, 0x6e,
        0x6f},
       "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"},
  };
  return table;
}

TEST(TreeHash, GivesThePublishedRoots) {
  std::vector<Digest> leaves;
  for (const auto& [leaf, root] : published()) {
    leaves.push_back(leaf_hash(leaf));
    EXPECT_EQ(root_of(leaves).hex(), root) << leaves.size() << " leaves";
  }
}

TEST(TreeHash, GivesThePublishedProofs) {
  std::vector<Digest> leaves;
  for (const auto& [leaf, root] : published()) {
    leaves.push_back(leaf_hash(leaf));
  }
  const std::vector<std::string> first_of_eight{
      "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
      "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
      "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"};
  const std::vector<std::string> six_to_eight{
      "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
      "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
      "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"};
  const auto hexes = [](const Proof& proof) {
    std::vector<std::string> result;
    for (const auto& hash : proof) {
      result.push_back(hash.hex());
    }
    return result;
  };
  EXPECT_EQ(hexes(inclusion_proof(0, 8, nodes_of(leaves)).value()), first_of_eight);
  EXPECT_EQ(hexes(consistency_proof(1, 8, nodes_of(leaves)).value()), first_of_eight);
  EXPECT_EQ(hexes(consistency_proof(6, 8, nodes_of(leaves)).value()), six_to_eight);
}

TEST(TreeHash, EmptyTreeHashesTheEmptyString) {
  EXPECT_EQ(empty_root().hex(), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(root_of({}), empty_root());
}

TEST(TreeHash, ALeafIsNeverANode) {
  const auto left = leaf_hash(value::bytes_of("a"));
  const auto right = leaf_hash(value::bytes_of("b"));
  Bytes both(left.octets.begin(), left.octets.end());
  both.insert(both.end(), right.octets.begin(), right.octets.end());
  EXPECT_NE(leaf_hash(both), node_hash(left, right));
}

TEST(Frontier, HasTheRootOfTheDefinitionAtEverySize) {
  const auto leaves = oracle::leaves(130);
  Frontier frontier;
  for (std::size_t size = 0; size <= leaves.size(); ++size) {
    EXPECT_EQ(frontier.size(), size);
    EXPECT_EQ(frontier.root(), oracle::mth(oracle::Leaves(leaves).first(size))) << size;
    if (size < leaves.size()) {
      frontier.append(leaves[size]);
    }
  }
}

TEST(Frontier, ContinuesFromSavedPeaks) {
  const auto leaves = oracle::leaves(40);
  for (std::size_t stop = 0; stop <= leaves.size(); ++stop) {
    Frontier first;
    for (std::size_t i = 0; i < stop; ++i) {
      first.append(leaves[i]);
    }
    auto second = Frontier::restore(first.size(), first.peaks());
    ASSERT_TRUE(second.has_value());
    for (std::size_t i = stop; i < leaves.size(); ++i) {
      second->append(leaves[i]);
    }
    EXPECT_EQ(second->root(), oracle::mth(leaves)) << stop;
  }
}

TEST(Frontier, RefusesPeaksThatDoNotFitTheSize) {
  EXPECT_EQ(Frontier::restore(3, {Digest{}}).error().code, value::Code("MERKLE-01"));
  EXPECT_EQ(Frontier::restore(0, {Digest{}}).error().code, value::Code("MERKLE-01"));
  EXPECT_TRUE(Frontier::restore(4, {Digest{}}).has_value());
}

}  // namespace
}  // namespace comity::merkle
