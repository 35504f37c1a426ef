#include "ledger/rebuild.h"

#include "fakes/memory_tile_store.h"
#include "ledger/checkpoint.h"
#include "ledger/log_check.h"
#include "ledger/log_folder.h"
#include "support/example_log.h"
#include "value/digest.h"
#include "value/result.h"

#include <gtest/gtest.h>

namespace comity::ledger {
namespace {

using value::Code;

class Rebuild : public testing::Test {
 protected:
  Rebuild() : head_(open_checkpoint(log_.grow_to(5000), log_.key()).value().head) {}

  support::ExampleLog log_;
  merkle::TreeHead head_;
};

TEST_F(Rebuild, MakesLostTilesAgain) {
  fakes::MemoryTileStore tiles;
  ASSERT_TRUE(rebuild_tiles(log_.store(), head_, tiles).has_value());
  EXPECT_TRUE(check_log(tiles, head_).has_value());
  for (const auto& path : log_paths(head_.size)) {
    EXPECT_EQ(tiles.files()[path], log_.tiles().files()[path]) << path;
  }
  EXPECT_EQ(tiles.files().size(), log_paths(head_.size).size());
}

TEST_F(Rebuild, FillsGapsAndLeavesTheRest) {
  log_.tiles().files().erase("tile/0/003");
  log_.tiles().files().erase("tile/entries/019.p/136");
  ASSERT_TRUE(rebuild_tiles(log_.store(), head_, log_.tiles()).has_value());
  EXPECT_TRUE(check_log(log_.tiles(), head_).has_value());
}

TEST_F(Rebuild, DoesNotWriteOverADamagedFile) {
  log_.tiles().files()["tile/0/003"][7] ^= 1U;
  const auto result = rebuild_tiles(log_.store(), head_, log_.tiles());
  ASSERT_FALSE(result.has_value());
  EXPECT_EQ(result.error(), (value::Error{"LEDGER-05", "tile/0/003"}));
}

TEST_F(Rebuild, WritesNothingThatTheSignedRootDoesNotCover) {
  fakes::MemoryTileStore tiles;
  EXPECT_EQ(rebuild_tiles(log_.store(), {5000, value::Digest{}}, tiles).error().code,
            Code("LEDGER-17"));
  EXPECT_EQ(rebuild_tiles(log_.store(), {5001, head_.root}, tiles).error().code, Code("LEDGER-02"));
  EXPECT_TRUE(tiles.files().empty());
}

}  // namespace
}  // namespace comity::ledger
