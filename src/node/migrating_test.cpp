// What `comity migrate` refuses before it touches anything; that both sides are equal afterwards is
// shown on real servers by tests/stores/run.
#include "node/migrating.h"

#include "node/config.h"
#include "node/lease.h"
#include "node/storage.h"
#include "node/system_clock.h"
#include "support/must.h"
#include "support/shell.h"
#include "value/result.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <utility>

namespace comity::node {
namespace {

using testing_support::must;

FilesPlace a_bucket() {
  FilesPlace place;
  place.kind = FilesKind::s3;
  place.bucket.endpoint = "https://s3.example";
  place.bucket.bucket = "nodes";
  place.bucket.prefix = "xa/";
  place.bucket.credentials_file = "/none/s3";
  return place;
}

class MigratingTest : public testing::Test {
 protected:
  void node_with(Storage storage) {
    Config config{"xa", "Arvandia", "192.0.2.1:7101", "xa.comity/2026", {"xa.247"}, {}};
    config.storage = std::move(storage);
    must(write_config(folder_, config));
    before_ = must(read_config(folder_)).storage;
  }

  /// The code; and the configuration names the same places as before.
  std::string refused(const Removal& removal) {
    const auto moved = migrate_node(folder_.root, removal, clock_);
    EXPECT_EQ(must(read_config(folder_)).storage, before_);
    return moved ? "moved" : std::string(moved.error().code.text());
  }

  testing_support::TemporaryFolder temporary_;
  Folder folder_{temporary_.path()};
  Storage before_;
  SystemClock clock_;
};

TEST_F(MigratingTest, WhatHasMovedAlreadyIsNotMovedAgain) {
  node_with({{RowsKind::postgresql, "service=xa"}, a_bucket(), a_bucket()});
  EXPECT_EQ(refused({"service=other", std::nullopt}), "NODE-18");
  EXPECT_EQ(refused({std::nullopt, a_bucket()}), "NODE-18");
}

TEST_F(MigratingTest, OneKindOfFilesThatIsStillOnTheDiskCanMove) {
  Storage storage;
  storage.tiles = a_bucket();
  node_with(storage);
  EXPECT_EQ(refused({std::nullopt, a_bucket()}), "STORE-25") << "there are no credentials";
}

TEST_F(MigratingTest, APasswordIsRefused) {
  node_with({});
  EXPECT_EQ(refused({"service=xa password=x", std::nullopt}), "NODE-17");
}

TEST_F(MigratingTest, AServedFolderIsLeftAlone) {
  node_with({});
  const auto lock = must(FolderLock::take(folder_.lock(), FolderLock::Kind::only_one));
  EXPECT_EQ(refused({std::nullopt, a_bucket()}), "NODE-10");
}

TEST_F(MigratingTest, ABucketThatCannotBeUsedIsRefusedBeforeTheServerIsAsked) {
  node_with({});
  EXPECT_EQ(refused({"host=/none user=comity", a_bucket()}), "STORE-25");
}

}  // namespace
}  // namespace comity::node
