#include "store/s3_blobs.h"

#include "contracts/blob_store_contract.h"
#include "contracts/tile_store_contract.h"
#include "fakes/memory_s3.h"
#include "ledger/tile_store.h"
#include "object/blob_store.h"
#include "store/s3_target.h"
#include "store/s3_tiles.h"
#include "support/code.h"
#include "support/system_time.h"
#include "value/bytes.h"
#include "value/digest.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace comity::contracts {

namespace {

class BlobsInMemoryBucket {
 public:
  object::BlobStore& store() { return *blobs_; }

  void reopen() { blobs_ = store::s3_blobs(fakes::client_of(bucket_)); }

 private:
  fakes::MemoryBucket bucket_;
  std::unique_ptr<object::BlobStore> blobs_ = store::s3_blobs(fakes::client_of(bucket_));
};

class TilesInMemoryBucket {
 public:
  ledger::TileStore& store() { return *tiles_; }

  void reopen() { tiles_ = store::s3_tiles(fakes::client_of(bucket_)); }

 private:
  fakes::MemoryBucket bucket_;
  std::unique_ptr<ledger::TileStore> tiles_ = store::s3_tiles(fakes::client_of(bucket_));
};

}  // namespace

INSTANTIATE_TYPED_TEST_SUITE_P(MemoryBucket, BlobStoreContract, BlobsInMemoryBucket);
INSTANTIATE_TYPED_TEST_SUITE_P(MemoryBucket, TileStoreContract, TilesInMemoryBucket);

}  // namespace comity::contracts

namespace comity::store {

namespace {

using support::code_of;
using support::detail_of;

value::Digest leaf(std::uint8_t fill) {
  value::Digest out;
  out.octets.fill(fill);
  return out;
}

class S3BlobsTest : public testing::Test {
 protected:
  std::string put(std::uint64_t index, std::size_t size, std::uint8_t mark) {
    return code_of(blobs_->put(id_, {index, value::Bytes(size, mark), leaf(mark)}));
  }

  fakes::MemoryBucket bucket_;
  std::unique_ptr<object::BlobStore> blobs_ = s3_blobs(fakes::client_of(bucket_));
  object::ObjectId id_;
};

TEST_F(S3BlobsTest, OfTwoChunksAtOneIndexTheSmallerLeafIsKept) {
  ASSERT_EQ(code_of(blobs_->begin(id_, 2)), "");
  ASSERT_EQ(put(0, 2, 5), "");
  // what another process put in the same moment
  const std::string first =
      bucket_.keys.lower_bound("objects/" + id_.package.text() + "/chunks/")->first;
  bucket_.keys[first.substr(0, first.size() - 64) + leaf(3).hex()] = value::Bytes(2, 3);
  EXPECT_EQ(blobs_->leaves(id_).value(), (std::vector<object::Leaf>{{0, leaf(3)}}));
  EXPECT_EQ(blobs_->get(id_, 0).value(), value::Bytes(2, 3));
  EXPECT_EQ(put(0, 2, 5), "OBJ-04");
  ASSERT_EQ(code_of(blobs_->remove(id_)), "");
  EXPECT_TRUE(bucket_.keys.empty());
}

// Each call to the service is the last one before a crash, in turn.
TEST_F(S3BlobsTest, ARemovalThatWasInterruptedIsDoneAgain) {
  for (int calls = 0;; ++calls) {
    ASSERT_LT(calls, 20);
    ASSERT_EQ(code_of(blobs_->begin(id_, object::chunk_size + 1)), "");
    ASSERT_EQ(put(0, object::chunk_size, 1), "");
    ASSERT_EQ(put(1, 1, 2), "");
    ASSERT_EQ(code_of(blobs_->finalise(id_, {object::chunk_size + 1, leaf(9)})), "");
    bucket_.calls_left = calls;
    const bool done = code_of(blobs_->remove(id_)).empty();
    bucket_.calls_left = -1;
    const auto listed = blobs_->list(id_.package).value();
    EXPECT_EQ(listed.empty(), done) << "what is left must be found";
    ASSERT_EQ(code_of(blobs_->remove(id_)), "");
    EXPECT_TRUE(bucket_.keys.empty());
    if (done) {
      break;
    }
  }
}

TEST_F(S3BlobsTest, AnUploadThatWasInterruptedAnywhereGoesOn) {
  for (int calls = 0;; ++calls) {
    ASSERT_LT(calls, 40);
    bucket_.keys.clear();
    const auto upload = [this]() -> bool {
      return code_of(blobs_->begin(id_, std::nullopt)).empty() && put(1, 1, 2).empty() &&
             put(0, object::chunk_size, 1).empty() &&
             code_of(blobs_->finalise(id_, {object::chunk_size + 1, leaf(9)})).empty();
    };
    bucket_.calls_left = calls;
    const bool done = upload();
    bucket_.calls_left = -1;
    ASSERT_TRUE(upload());
    EXPECT_EQ(blobs_->info(id_).value(), (object::ObjectInfo{object::chunk_size + 1, leaf(9)}));
    EXPECT_EQ(bucket_.keys.size(), 4U);
    if (done) {
      break;
    }
  }
}

TEST_F(S3BlobsTest, WhatIsNoPartOfAnObjectIsDamage) {
  ASSERT_EQ(code_of(blobs_->begin(id_, 2)), "");
  const std::string place = "objects/" + id_.package.text();
  bucket_.keys[place + "/chunks/0000000000000000/0000000000000000-zz"] = {};
  EXPECT_EQ(code_of(blobs_->leaves(id_)), "OBJ-10");
  bucket_.keys[place + "/begun/x"] = {};
  EXPECT_EQ(code_of(blobs_->list(id_.package)), "OBJ-10");
  bucket_.keys[place + "/begun/0000000000000000"] = value::to_bytes("02");
  EXPECT_EQ(code_of(blobs_->info(id_)), "OBJ-10");
}

TEST_F(S3BlobsTest, AServiceThatIsNotThereHasTheCodeOfThePort) {
  bucket_.calls_left = 0;
  const auto done = blobs_->begin(id_, 2);
  EXPECT_EQ(code_of(done), "OBJ-09");
  EXPECT_EQ(detail_of(done), "STORE-17 the bucket is gone");
  EXPECT_EQ(code_of(blobs_->info(id_)), "OBJ-09");
  EXPECT_EQ(code_of(blobs_->get(id_, 0)), "OBJ-09");
  EXPECT_EQ(code_of(blobs_->list(id_.package)), "OBJ-09");
  EXPECT_EQ(code_of(blobs_->remove(id_)), "OBJ-09");
}

TEST(S3TilesTest, ThePathsOfTheLogAreKeysAndNothingElseIs) {
  fakes::MemoryBucket bucket;
  const auto tiles = s3_tiles(fakes::client_of(bucket));
  ASSERT_EQ(code_of(tiles->put({{"tile/entries/x001/234.p/17", value::to_bytes("a")}})), "");
  EXPECT_TRUE(bucket.keys.contains("log/tile/entries/x001/234.p/17"));
  for (const char* path : {"", "/a", "a/", "a//b", "../a", "a\nb", "A", "a b", "a%2f"}) {
    EXPECT_EQ(code_of(tiles->put({{path, {}}})), "STORE-10") << path;
    EXPECT_EQ(code_of(tiles->get(path)), "STORE-10") << path;
  }
  EXPECT_EQ(bucket.keys.size(), 1U);
}

TEST(S3OpenTest, SaysAtOnceWhatCannotBeUsed) {
  const testing_support::SystemTime clock;
  S3Target target;
  target.endpoint = "https://s3.example";
  target.bucket = "evidence";
  target.credentials_file = "/nowhere/credentials";
  EXPECT_EQ(code_of(open_s3_blobs(target, clock)), "STORE-25");
  EXPECT_EQ(code_of(open_s3_tiles(target, clock)), "STORE-25");
}

}  // namespace

}  // namespace comity::store
