#include "ledger/tile_edge.h"

#include "fakes/memory_tile_store.h"
#include "ledger/ledger_store.h"
#include "ledger/log_folder.h"
#include "ledger/tile_nodes.h"
#include "ledger/tile_store.h"
#include "merkle/proof.h"
#include "merkle/tree_hash.h"
#include "support/merkle_oracle.h"
#include "support/must.h"
#include "value/digest.h"
#include "value/result.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

namespace comity::ledger {
namespace {

using value::Code;

/// Cheap entries, different from each other, for trees that need many.
std::vector<EntryBytes> many(std::uint64_t first, std::uint64_t count) {
  std::vector<EntryBytes> entries(count);
  for (std::uint64_t i = 0; i < count; ++i) {
    entries[i][0] = 1;
    for (unsigned octet = 0; octet < 8; ++octet) {
      entries[i][1 + octet] = static_cast<std::uint8_t>((first + i) >> (8 * octet));
    }
  }
  return entries;
}

std::vector<value::Digest> leaves_of(const std::vector<EntryBytes>& entries) {
  std::vector<value::Digest> leaves;
  leaves.reserve(entries.size());
  for (const auto& entry : entries) {
    leaves.push_back(merkle::leaf_hash(entry));
  }
  return leaves;
}

std::vector<std::string> paths(const std::vector<TileFile>& files) {
  std::vector<std::string> result;
  result.reserve(files.size());
  for (const auto& file : files) {
    result.push_back(file.path);
  }
  std::ranges::sort(result);
  return result;
}

TEST(TileEdge, EmptyTreeHasTheEmptyRootAndNoFiles) {
  TileEdge edge;
  EXPECT_EQ(edge.head(), (merkle::TreeHead{0, merkle::empty_root()}));
  const auto batch = edge.append({});
  EXPECT_TRUE(batch.files.empty());
  EXPECT_TRUE(batch.completed.empty());
}

TEST(TileEdge, NamesTheFilesOfABatch) {
  TileEdge edge;
  EXPECT_EQ(paths(edge.append(many(0, 3)).files),
            (std::vector<std::string>{"tile/0/000.p/3", "tile/entries/000.p/3"}));
  const auto second = edge.append(many(3, 300));
  EXPECT_EQ(paths(second.files),
            (std::vector<std::string>{"tile/0/000", "tile/0/001.p/47", "tile/1/000.p/1",
                                      "tile/entries/000", "tile/entries/001.p/47"}));
  EXPECT_EQ(second.completed, (std::vector<std::string>{"tile/entries/000", "tile/0/000"}));
  EXPECT_EQ(paths(edge.append(many(303, 1)).files),
            (std::vector<std::string>{"tile/0/001.p/48", "tile/entries/001.p/48"}));
}

TEST(TileEdge, AFullTreeOfTilesHasNoPartials) {
  TileEdge edge;
  const auto batch = edge.append(many(0, 512));
  EXPECT_EQ(paths(batch.files),
            (std::vector<std::string>{"tile/0/000", "tile/0/001", "tile/1/000.p/2",
                                      "tile/entries/000", "tile/entries/001"}));
}

TEST(TileEdge, RootIsThatOfTheDefinitionAroundTileBorders) {
  const auto entries = many(0, 1030);
  const auto leaves = leaves_of(entries);
  TileEdge edge;
  std::uint64_t size = 0;
  for (const std::uint64_t next : {1U, 2U, 255U, 256U, 257U, 511U, 512U, 513U, 1024U, 1030U}) {
    edge.append(std::span(entries).subspan(size, next - size));
    size = next;
    EXPECT_EQ(edge.head(),
              (merkle::TreeHead{size, oracle::mth(oracle::Leaves(leaves).first(size))}))
        << size;
  }
}

TEST(TileEdge, ReachesTheThirdLevel) {
  fakes::MemoryTileStore tiles;
  TileEdge edge;
  const auto entries = many(0, 65536 + 300);
  ASSERT_TRUE(tiles.put(edge.append(entries).files).has_value());
  EXPECT_TRUE(tiles.get("tile/1/000").value().has_value());
  EXPECT_TRUE(tiles.get("tile/2/000.p/1").value().has_value());
  EXPECT_EQ(edge.head().root, merkle::root_of(leaves_of(entries)));
  const auto loaded = TileEdge::load(entries.size(), tiles);
  ASSERT_TRUE(loaded.has_value());
  EXPECT_EQ(loaded->head(), edge.head());
  EXPECT_TRUE(EntryProver(tiles, edge.head()).prove(65535).has_value());
  EXPECT_TRUE(EntryProver(tiles, edge.head()).prove(65536).has_value());
  const auto earlier = root_from_tiles(tiles, entries.size(), 65535).value();
  EXPECT_TRUE(prove_consistency(tiles, {65535, earlier}, edge.head()).has_value());
}

RC_GTEST_PROP(TileEdge, FilesDoNotDependOnTheBatches, ()) {
  const auto size = *rc::gen::inRange<std::uint64_t>(1, 900);
  const auto entries = many(0, size);
  TileEdge whole;
  fakes::MemoryTileStore expected;
  testing_support::must(expected.put(whole.append(entries).files));
  TileEdge edge;
  fakes::MemoryTileStore tiles;
  for (std::uint64_t at = 0; at < size;) {
    const auto step = *rc::gen::inRange<std::uint64_t>(1, size - at + 1);
    testing_support::must(tiles.put(edge.append(std::span(entries).subspan(at, step)).files));
    at += step;
    if (*rc::gen::arbitrary<bool>()) {
      edge = TileEdge::load(at, tiles).value();  // as after a restart
    }
  }
  RC_ASSERT(edge.head() == whole.head());
  for (const auto& path : log_paths(size)) {
    RC_ASSERT((tiles.get(path) == expected.get(path)));
    RC_ASSERT(tiles.get(path).value().has_value());
  }
}

class StoredTree : public testing::Test {
 protected:
  StoredTree() : entries_(many(0, 600)) {
    testing_support::must(tiles_.put(edge_.append(std::span(entries_).first(300)).files));
    earlier_ = edge_.head();
    testing_support::must(tiles_.put(edge_.append(std::span(entries_).subspan(300)).files));
  }

  std::vector<EntryBytes> entries_;
  fakes::MemoryTileStore tiles_;
  TileEdge edge_;
  merkle::TreeHead earlier_;
};

TEST_F(StoredTree, ProvesEveryEntry) {
  for (std::uint64_t index = 0; index < 600; ++index) {
    const auto proven = EntryProver(tiles_, edge_.head()).prove(index);
    ASSERT_TRUE(proven.has_value()) << index;
    EXPECT_EQ(proven->entry, entries_[index]);
    EXPECT_TRUE(merkle::verify_inclusion(merkle::leaf_hash(proven->entry), index, proven->proof,
                                         edge_.head())
                    .has_value());
  }
  EXPECT_EQ(EntryProver(tiles_, edge_.head()).prove(600).error().code, Code("MERKLE-02"));
}

TEST_F(StoredTree, ProvesThatItContinuesEveryEarlierTree) {
  const auto leaves = leaves_of(entries_);
  for (std::uint64_t size = 0; size <= 600; size += 7) {
    const merkle::TreeHead earlier{size, merkle::root_of(std::span(leaves).first(size))};
    EXPECT_TRUE(prove_consistency(tiles_, earlier, edge_.head()).has_value()) << size;
  }
  EXPECT_EQ(prove_consistency(tiles_, {300, value::Digest{}}, edge_.head()).error().code,
            Code("LEDGER-17"));
}

TEST_F(StoredTree, AFullTileStandsInForItsPartials) {
  testing_support::must(tiles_.drop_partials("tile/0/001"));
  testing_support::must(tiles_.drop_partials("tile/entries/001"));
  EXPECT_TRUE(EntryProver(tiles_, earlier_).prove(299).has_value());
  EXPECT_TRUE(TileEdge::load(300, tiles_)->head() == earlier_);
}

TEST_F(StoredTree, AMissingTileIsNamed) {
  tiles_.files().erase("tile/0/001");
  const auto proven = EntryProver(tiles_, edge_.head()).prove(256);
  ASSERT_FALSE(proven.has_value());
  EXPECT_EQ(proven.error(), (value::Error{"LEDGER-15", "tile/0/001"}));
  tiles_.files().erase("tile/0/002.p/88");
  EXPECT_EQ(TileEdge::load(600, tiles_).error().code, Code("LEDGER-15"));
}

TEST_F(StoredTree, ATileOfAnotherLengthIsRefused) {
  tiles_.files()["tile/0/002.p/88"].pop_back();
  EXPECT_EQ(TileEdge::load(600, tiles_).error().code, Code("LEDGER-16"));
  tiles_.files()["tile/entries/000"][0] = 9;
  EXPECT_EQ(EntryProver(tiles_, edge_.head()).prove(3).error().code, Code("LEDGER-16"));
}

TEST_F(StoredTree, NoProofIsGivenFromDamagedTiles) {
  tiles_.files()["tile/0/000"][40] ^= 1U;
  EXPECT_EQ(EntryProver(tiles_, edge_.head()).prove(0).error().code, Code("LEDGER-17"));
  tiles_.files()["tile/0/000"][40] ^= 1U;
  tiles_.files()["tile/entries/000"][40] ^= 1U;
  EXPECT_EQ(EntryProver(tiles_, edge_.head()).prove(0).error().code, Code("LEDGER-17"));
}

}  // namespace
}  // namespace comity::ledger
