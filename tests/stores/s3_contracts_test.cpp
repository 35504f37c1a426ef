// The contracts of the two ports that keep files, on an S3 service.
#include "contracts/blob_store_contract.h"
#include "contracts/tile_store_contract.h"
#include "ledger/tile_store.h"
#include "object/blob_store.h"
#include "store/s3_blobs.h"
#include "store/s3_target.h"
#include "store/s3_tiles.h"
#include "support/swift_server.h"
#include "support/system_time.h"

#include <gtest/gtest.h>

#include <memory>

namespace comity::contracts {

namespace {

class TilesInS3 {
 public:
  ledger::TileStore& store() { return *tiles_; }

  void reopen() { tiles_ = store::open_s3_tiles(target_, clock_).value(); }

 private:
  testing_support::SystemTime clock_;
  store::S3Target target_ = testing_support::the_swift()->new_bucket();
  std::unique_ptr<ledger::TileStore> tiles_ = store::open_s3_tiles(target_, clock_).value();
};

/// Two nodes share the bucket: what one keeps is nothing to the other.
class BlobsBesideOthers {
 public:
  BlobsBesideOthers() {
    for (const char* other : {"", "xb/"}) {
      target_.prefix = other;
      const auto blobs = store::open_s3_blobs(target_, clock_).value();
      object::ObjectId id;
      id.package.octets.fill(2);
      id.package.octets[6] = 0x70;
      id.package.octets[8] = 0x80;
      id.number = 7;
      EXPECT_TRUE(blobs->begin(id, 3));
    }
    target_.prefix = "xa/";
    reopen();
  }

  object::BlobStore& store() { return *blobs_; }

  void reopen() { blobs_ = store::open_s3_blobs(target_, clock_).value(); }

 private:
  testing_support::SystemTime clock_;
  store::S3Target target_ = testing_support::the_swift()->new_bucket();
  std::unique_ptr<object::BlobStore> blobs_;
};

}  // namespace

INSTANTIATE_TYPED_TEST_SUITE_P(S3, TileStoreContract, TilesInS3);
INSTANTIATE_TYPED_TEST_SUITE_P(S3, BlobStoreContract, BlobsBesideOthers);

}  // namespace comity::contracts
