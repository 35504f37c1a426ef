// What comity.json says about the stores: the usual, each choice, and what is refused.
#include "node/storage.h"

#include "node/config.h"
#include "node/stores.h"
#include "node/system_clock.h"
#include "support/must.h"
#include "support/shell.h"
#include "value/result.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

namespace comity::node {
namespace {

using testing_support::must;
using testing_support::TemporaryFolder;

class StorageTest : public testing::Test {
 protected:
  value::Result<Config> read(const std::string& members) {
    std::ofstream(folder_.config())
        << R"({"node": "xa", "name": "Arvandia", "listen": "192.0.2.1:7101", "origin": "xa/1",)"
        << R"( "desks": ["xa.247"])" << members << "}";
    return read_config(folder_);
  }

  std::string refusal(const std::string& members) {
    const auto config = read(members);
    return config ? "accepted" : std::string(config.error().code.text());
  }

  TemporaryFolder temporary_;
  Folder folder_{temporary_.path()};
  SystemClock clock_;
};

TEST_F(StorageTest, EverythingLiesInTheFolderWhenNothingIsSaid) {
  EXPECT_EQ(must(read("")).storage, Storage());
  EXPECT_FALSE(Storage().shared());
  EXPECT_EQ(must(read(R"(, "store": {"kind": "sqlite"})")).storage, Storage());
}

TEST_F(StorageTest, NamesAServerAndFolders) {
  const auto storage =
      must(read(R"(, "store": {"kind": "postgresql", "connection": "service=comity"},
                     "tiles": {"kind": "disk", "folder": "/srv/log"},
                     "objects": {"kind": "disk"})"))
          .storage;
  EXPECT_TRUE(storage.shared());
  EXPECT_EQ(storage.rows, (RowsPlace{RowsKind::postgresql, "service=comity"}));
  EXPECT_EQ(storage.tiles.folder, "/srv/log");
  EXPECT_EQ(storage.objects, FilesPlace());
}

TEST_F(StorageTest, WhatItDoesNotKnowIsRefused) {
  for (const char* wrong :
       {R"(, "store": {"kind": "oracle"})", R"(, "store": {"kind": "postgresql"})",
        R"(, "store": {"kind": "sqlite", "connection": "service=comity"})",
        R"(, "store": "sqlite")", R"(, "tiles": {"kind": "tape"})",
        R"(, "tiles": {"folder": "/srv"})", R"(, "objects": {"kind": "disk", "folder": 7})",
        R"(, "objects": {"kind": "disk", "bucket": "b"})",
        R"(, "objects": {"kind": "s3", "endpoint": "https://s3.example", "bucket": "b"})",
        R"(, "objects": {"kind": "s3", "folder": "/srv", "endpoint": "https://s3.example",
                         "bucket": "b", "credentials": "c"})",
        R"(, "blobs": {"kind": "disk"})"}) {
    EXPECT_EQ(refusal(wrong), "NODE-02") << wrong;
  }
}

TEST_F(StorageTest, WhatIsWrittenReadsBack) {
  Config config = must(read(R"(, "limits": {"connections": 7}, "objects": {"kind": "disk"})"));
  config.storage = {
      {RowsKind::postgresql, "service=comity"}, {FilesKind::disk, "/srv/log", {}}, {}};
  must(replace_config(folder_, config));
  EXPECT_EQ(must(read_config(folder_)).storage, config.storage);
  std::ostringstream written;
  written << std::ifstream(folder_.config()).rdbuf();
  const std::string text = written.str();
  EXPECT_NE(text.find("\"connections\": 7"), std::string::npos) << "others read that";
  EXPECT_EQ(text.find("\"objects\""), std::string::npos);
}

TEST_F(StorageTest, NamesABucketAndWritesItBack) {
  const std::string bucket = R"({"kind": "s3", "endpoint": "https://s3.example", "bucket": "xa",
    "prefix": "log/", "credentials": "/etc/comity/s3", "ca": "/etc/comity/ca.pem"})";
  Config config = must(read(R"(, "tiles": )" + bucket));
  const FilesPlace place = config.storage.tiles;
  EXPECT_EQ(place.kind, FilesKind::s3);
  EXPECT_EQ(place.bucket.endpoint, "https://s3.example");
  EXPECT_EQ(place.bucket.region, "us-east-1");
  EXPECT_EQ(place.bucket.bucket, "xa");
  EXPECT_EQ(place.bucket.prefix, "log/");
  EXPECT_EQ(place.bucket.credentials_file, "/etc/comity/s3");
  EXPECT_EQ(place.bucket.ca_file, "/etc/comity/ca.pem");
  config.storage.objects = place;
  must(replace_config(folder_, config));
  EXPECT_EQ(must(read_config(folder_)).storage, config.storage);
  EXPECT_EQ(objects_folder(folder_, config.storage), "") << "it takes no room on this disk";
}

TEST_F(StorageTest, ABucketByItselfIsReadFromAFileAndItsPathsMadeAbsolute) {
  const auto file = temporary_.path() / "bucket.json";
  std::ofstream(file) << R"({"endpoint": "https://s3.example", "bucket": "xa", "prefix": "xa/",
                             "credentials": "keys/s3"})";
  const FilesPlace place = must(read_bucket_file(file));
  EXPECT_EQ(place.kind, FilesKind::s3);
  EXPECT_EQ(place.bucket.prefix, "xa/");
  EXPECT_EQ(place.bucket.credentials_file, std::filesystem::current_path() / "keys/s3");
  EXPECT_EQ(place.bucket.ca_file, "");
}

TEST_F(StorageTest, ABucketFileWithAnythingElseIsRefused) {
  const auto file = temporary_.path() / "bucket.json";
  const auto refused = [&](const std::string& text) {
    std::ofstream(file) << text;
    const auto place = read_bucket_file(file);
    return place ? "accepted" : std::string(place.error().code.text());
  };
  EXPECT_EQ(refused(R"({"endpoint": "https://s3.example", "bucket": "xa"})"), "JSON-07");
  EXPECT_EQ(refused(R"({"endpoint": "https://s3.example", "bucket": "xa", "credentials": "c",
                        "secret": "s"})"),
            "JSON-09");
  EXPECT_EQ(refused("bucket"), "JSON-02");
  std::filesystem::remove(file);
  EXPECT_EQ(read_bucket_file(file).error().code, value::Code("NODE-04"));
}

TEST_F(StorageTest, AnUnusableBucketIsRefusedWhenItIsOpened) {
  Storage storage;
  storage.objects.kind = FilesKind::s3;
  storage.objects.bucket.endpoint = "http://s3.example";  // neither https nor on this machine
  storage.objects.bucket.bucket = "xa";
  const auto opened = open_stores(folder_, storage, clock_);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, value::Code("STORE-25"));
}

TEST_F(StorageTest, APasswordInTheConfigurationIsRefusedBeforeAnythingIsOpened) {
  for (const char* words : {"host=/none password=x", "postgresql://comity:x@192.0.2.7/node",
                            "host=/none sslpassword=x"}) {
    const auto opened = open_stores(folder_, {{RowsKind::postgresql, words}, {}, {}}, clock_);
    ASSERT_FALSE(opened) << words;
    EXPECT_EQ(opened.error().code, value::Code("NODE-17")) << words;
    EXPECT_EQ(opened.error().detail.find('x'), folder_.config().string().find('x'));
  }
  const auto wrong = open_stores(folder_, {{RowsKind::postgresql, "no words"}, {}, {}}, clock_);
  ASSERT_FALSE(wrong);
  EXPECT_EQ(wrong.error().code, value::Code("STORE-01"));
  EXPECT_FALSE(std::filesystem::exists(folder_.log()));
}

}  // namespace
}  // namespace comity::node
