// The files of a node moved to another place: all of them, as they were; what is in the way is
// refused, and an interrupted copy is gone on with.
#include "store/copy_files.h"

#include "fakes/memory_blob_store.h"
#include "fakes/memory_tile_store.h"
#include "object/blob_store.h"
#include "support/must.h"
#include "support/rows.h"
#include "value/bytes.h"
#include "value/uuid.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace comity::store {

namespace {

using object::ObjectId;
using testing_support::code_of;
using testing_support::digest_no;
using testing_support::must;
using testing_support::uuid_no;

class CopyTilesTest : public testing::Test {
 protected:
  void SetUp() override {
    must(from_.put({{"tile/0/000.p/2", value::to_bytes("tile")},
                    {"tile/entries/000.p/2", value::to_bytes("entries")}}));
    must(from_.replace({"checkpoint", value::to_bytes("signed")}));
  }

  std::vector<std::string> paths_{"checkpoint", "tile/0/000.p/2", "tile/entries/000.p/2"};
  fakes::MemoryTileStore from_;
  fakes::MemoryTileStore to_;
};

TEST_F(CopyTilesTest, EveryFileArrivesAndIsFoundEqual) {
  must(copy_tiles(paths_, from_, to_));
  EXPECT_EQ(to_.files(), from_.files());
  EXPECT_EQ(must(compare_tiles(paths_, from_, to_)), (CopiedFiles{3, 0, 0}));
}

TEST_F(CopyTilesTest, ItGoesOnWhereItWasInterrupted) {
  must(to_.put({{"tile/0/000.p/2", value::to_bytes("tile")}}));
  must(copy_tiles(paths_, from_, to_));
  must(copy_tiles(paths_, from_, to_));
  EXPECT_EQ(to_.files(), from_.files());
}

TEST_F(CopyTilesTest, AnotherLedgersCheckpointIsNeverReplacedAndNothingIsPutBesideIt) {
  must(to_.replace({"checkpoint", value::to_bytes("another's")}));
  EXPECT_EQ(code_of(copy_tiles(paths_, from_, to_)), "STORE-26");
  EXPECT_EQ(to_.files().size(), 1U);
  EXPECT_EQ(to_.files().at("checkpoint"), value::to_bytes("another's"));
}

TEST_F(CopyTilesTest, AnotherTileIsRefusedBeforeTheCheckpointIsPut) {
  must(to_.put({{"tile/0/000.p/2", value::to_bytes("other")}}));
  EXPECT_EQ(code_of(copy_tiles(paths_, from_, to_)), "LEDGER-05");
  EXPECT_EQ(to_.files().count("checkpoint"), 0U);
}

TEST_F(CopyTilesTest, AFileThatWentAwayIsNamed) {
  from_.files().erase("tile/0/000.p/2");
  const auto copied = copy_tiles(paths_, from_, to_);
  EXPECT_EQ(code_of(copied), "STORE-27");
  EXPECT_EQ(copied.error().detail, "tile/0/000.p/2");
}

TEST_F(CopyTilesTest, TheComparisonFindsAnotherOctetAndAMissingFile) {
  must(copy_tiles(paths_, from_, to_));
  to_.files().at("tile/entries/000.p/2").at(0) ^= 1U;
  EXPECT_EQ(code_of(compare_tiles(paths_, from_, to_)), "STORE-27");
  to_.files().erase("tile/entries/000.p/2");
  EXPECT_EQ(code_of(compare_tiles(paths_, from_, to_)), "STORE-27");
}

TEST_F(CopyTilesTest, ANodeThatSignedNothingYetHasNothingToCopy) {
  must(copy_tiles({}, from_, to_));
  EXPECT_TRUE(to_.files().empty());
}

/// Package 1: object 0 final, of two chunks. Package 2: object 0 arriving, its end not known.
class CopyObjectsTest : public testing::Test {
 protected:
  static value::Bytes octets(std::size_t size, std::uint8_t with) {
    return value::Bytes(size, with);
  }

  static void fill(object::BlobStore& blobs) {
    must(blobs.begin(whole, object::chunk_size + 7));
    must(blobs.put(whole, {0, octets(object::chunk_size, 1), digest_no(1)}));
    must(blobs.put(whole, {1, octets(7, 2), digest_no(2)}));
    must(blobs.finalise(whole, {object::chunk_size + 7, digest_no(3)}));
    must(blobs.begin(arriving, std::nullopt));
    must(blobs.put(arriving, {4, octets(9, 3), digest_no(4)}));
  }

  void SetUp() override { fill(from_); }

  void spoil(const ObjectId& id, std::uint64_t index) {
    value::Bytes* const bytes = to_.raw(id, index);
    ASSERT_NE(bytes, nullptr);
    bytes->at(0) ^= 1U;
  }

  static inline const ObjectId whole{uuid_no(1), 0};
  static inline const ObjectId arriving{uuid_no(2), 0};
  std::vector<value::Uuid> packages_{uuid_no(1), uuid_no(2)};
  fakes::MemoryBlobStore from_;
  fakes::MemoryBlobStore to_;
};

TEST_F(CopyObjectsTest, FinalAndArrivingObjectsArriveAsTheyAre) {
  must(copy_objects(packages_, from_, to_));
  EXPECT_EQ(must(compare_objects(packages_, from_, to_)), (CopiedFiles{0, 2, 3}));
  EXPECT_TRUE(must(to_.info(whole)).root.has_value());
  EXPECT_EQ(must(to_.info(arriving)), object::ObjectInfo());
  EXPECT_EQ(must(to_.get(whole, 1)), octets(7, 2));
}

TEST_F(CopyObjectsTest, ItGoesOnWhereItWasInterrupted) {
  must(to_.begin(whole, object::chunk_size + 7));
  must(to_.put(whole, {1, octets(7, 2), digest_no(2)}));
  must(copy_objects(packages_, from_, to_));
  must(copy_objects(packages_, from_, to_));
  EXPECT_EQ(must(compare_objects(packages_, from_, to_)).chunks, 3U);
}

TEST_F(CopyObjectsTest, AnotherObjectOfThatIdIsRefused) {
  must(to_.begin(whole, 12));
  EXPECT_EQ(code_of(copy_objects(packages_, from_, to_)), "OBJ-02");
  EXPECT_EQ(must(to_.info(whole)).length, 12U);
}

TEST_F(CopyObjectsTest, AFullMediumLeavesAnObjectThatIsNotFinal) {
  to_.limit(object::chunk_size);
  EXPECT_EQ(code_of(copy_objects(packages_, from_, to_)), "OBJ-08");
  EXPECT_FALSE(must(to_.info(whole)).root.has_value());
}

TEST_F(CopyObjectsTest, TheComparisonFindsAnotherOctetAnObjectMoreAndAMissingChunk) {
  must(copy_objects(packages_, from_, to_));
  spoil(whole, 1);
  const auto found = compare_objects(packages_, from_, to_);
  EXPECT_EQ(code_of(found), "STORE-27");
  EXPECT_NE(found.error().detail.find("chunk 1"), std::string::npos);
  spoil(whole, 1);  // and back again
  must(to_.begin({uuid_no(1), 5}, 3));
  EXPECT_EQ(code_of(compare_objects(packages_, from_, to_)), "STORE-27");
  must(to_.remove({uuid_no(1), 5}));
  must(from_.put(arriving, {5, octets(1, 1), digest_no(9)}));
  EXPECT_EQ(code_of(compare_objects(packages_, from_, to_)), "STORE-27");
}

}  // namespace

}  // namespace comity::store
