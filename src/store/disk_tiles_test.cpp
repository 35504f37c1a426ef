#include "store/disk_tiles.h"

#include "ledger/tile_store.h"
#include "support/rows.h"
#include "support/shell.h"
#include "support/small_disk.h"
#include "value/bytes.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstddef>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace comity::store {

namespace {

namespace fs = std::filesystem;

using testing_support::code_of;

class DiskTilesTest : public testing::Test {
 protected:
  fs::path log() { return folder_.path() / "log"; }

  std::unique_ptr<ledger::TileStore> open() { return open_tiles(log()).value(); }

  static std::vector<ledger::TileFile> one(const std::string& path, const std::string& text) {
    return {{path, value::to_bytes(text)}};
  }

  std::size_t being_made() {
    const fs::directory_iterator made(log() / ".making");
    return static_cast<std::size_t>(std::distance(begin(made), end(made)));
  }

  testing_support::TemporaryFolder folder_;
};

TEST_F(DiskTilesTest, FilesLieUnderTheNamesOfTheirPathsForTheirUserOnly) {
  ASSERT_TRUE(open()->put(one("tile/0/x001/234.p/17", "abc")));
  const fs::path file = log() / "tile" / "0" / "x001" / "234.p" / "17";
  EXPECT_EQ(fs::file_size(file), 3U);
  EXPECT_EQ(fs::status(file).permissions(), fs::perms::owner_read | fs::perms::owner_write);
  EXPECT_EQ(fs::status(log()).permissions(), fs::perms::owner_all);
  EXPECT_EQ(fs::status(file.parent_path()).permissions(), fs::perms::owner_all);
  EXPECT_EQ(being_made(), 0U);
}

TEST_F(DiskTilesTest, NamesTheFilesOfTheLogAndNothingInTheMaking) {
  const auto tiles = open();
  ASSERT_TRUE(tiles->put(one("tile/0/x001/234.p/17", "abc")));
  ASSERT_TRUE(tiles->replace({"checkpoint", value::to_bytes("signed")}));
  std::ofstream(log() / ".making" / "7-unfinished") << "half";
  EXPECT_EQ(tile_paths(log()).value(),
            (std::vector<std::string>{"checkpoint", "tile/0/x001/234.p/17"}));
  EXPECT_EQ(code_of(tile_paths(folder_.path() / "none")), "STORE-09");
}

class DiskTilesPathTest : public DiskTilesTest, public testing::WithParamInterface<const char*> {};

TEST_P(DiskTilesPathTest, RefusesWhatIsNoPlainPathInsideTheFolder) {
  std::ofstream(folder_.path() / "secret") << "secret";
  const auto tiles = open();
  EXPECT_EQ(code_of(tiles->get(GetParam())), "STORE-10");
  EXPECT_EQ(code_of(tiles->put(one(GetParam(), "x"))), "STORE-10");
  EXPECT_EQ(code_of(tiles->replace({GetParam(), {}})), "STORE-10");
  EXPECT_EQ(code_of(tiles->drop_partials(std::string(GetParam()) + "/../x")), "STORE-10");
}

INSTANTIATE_TEST_SUITE_P(Paths, DiskTilesPathTest,
                         testing::Values("", "/etc/passwd", "../secret", "tile/../../secret",
                                         "tile//000", "tile/0/", "./tile", "tile/.hidden",
                                         ".making/x", "tile/0/a b", "tile\\0", "tile/\n"));

TEST_F(DiskTilesTest, ALinkIsNotFollowed) {
  std::ofstream(folder_.path() / "secret") << "secret";
  const auto tiles = open();
  fs::create_symlink(folder_.path() / "secret", log() / "checkpoint");
  EXPECT_FALSE(tiles->get("checkpoint"));
}

TEST_F(DiskTilesTest, RefusesToReadALargerFileThanALogHas) {
  const auto tiles = open();
  std::ofstream(log() / "checkpoint") << std::string(ledger::max_tile_file_size + 1, 'x');
  EXPECT_EQ(code_of(tiles->get("checkpoint")), "LEDGER-06");
}

TEST_F(DiskTilesTest, NothingOfACallIsThereWhenOneOfItsFilesDiffers) {
  const auto tiles = open();
  ASSERT_TRUE(tiles->put(one("tile/0/001", "kept")));
  EXPECT_EQ(code_of(tiles->put({{"tile/0/000", value::to_bytes("new")},
                                {"tile/0/001", value::to_bytes("other")}})),
            "LEDGER-05");
  EXPECT_EQ(tiles->get("tile/0/000").value(), std::nullopt);
  EXPECT_EQ(being_made(), 0U);
}

TEST_F(DiskTilesTest, WhatADeadProcessWasMakingIsClearedAwayAndNoMore) {
  {
    open();
  }
  std::ofstream(log() / ".making" / "999999999-aaaaaa") << "half";
  std::ofstream(log() / ".making" / (std::to_string(::getpid()) + "-bbbbbb")) << "mine";
  open();
  EXPECT_EQ(being_made(), 1U);
}

TEST_F(DiskTilesTest, SequencersThatWriteTheSameBytesDoNotDisturbEachOther) {
  std::vector<std::jthread> threads;
  threads.reserve(4);
  for (int thread = 0; thread < 4; ++thread) {
    threads.emplace_back([this] {
      const auto tiles = open();
      for (int tile = 0; tile < 10; ++tile) {
        EXPECT_EQ(code_of(tiles->put(one("tile/0/00" + std::to_string(tile), "same"))), "");
        EXPECT_EQ(code_of(tiles->replace({"checkpoint", value::to_bytes("note")})), "");
      }
    });
  }
  threads.clear();
  EXPECT_EQ(open()->get("tile/0/009").value(), value::to_bytes("same"));
  EXPECT_EQ(being_made(), 0U);
}

TEST_F(DiskTilesTest, AnExportedLogIsReadWhereNothingMayBeWritten) {
  EXPECT_EQ(code_of(read_tiles(log())), "STORE-01");
  ASSERT_TRUE(open()->put(one("tile/0/000", "abc")));
  const auto reader = read_tiles(log()).value();
  EXPECT_EQ(reader->get("tile/0/000").value(), value::to_bytes("abc"));
  EXPECT_EQ(code_of(reader->get("../secret")), "STORE-10");
}

TEST_F(DiskTilesTest, OpensAFolderHoweverItIsWritten) {
  EXPECT_TRUE(open_tiles(log().string() + "/"));
  EXPECT_TRUE(open_tiles(folder_.path() / "." / "log"));
  EXPECT_EQ(code_of(open_tiles(folder_.path() / "none" / "log")), "STORE-01");
  std::ofstream(folder_.path() / "file") << "x";
  EXPECT_EQ(code_of(open_tiles(folder_.path() / "file")), "STORE-01");
}

TEST_F(DiskTilesTest, AFullDiskHasItsCodeAndLeavesNoHalfFile) {
  const auto fill = [](const fs::path& disk) -> std::string {
    const auto ballast = testing_support::ballast(disk, 100);
    const auto tiles = open_tiles(disk / "log").value();
    const std::string text(60'000, 'x');
    std::string code;
    int written = 0;
    while (code.empty()) {
      code = code_of(tiles->put(one("tile/0/" + std::to_string(100 + written), text)));
      written += code.empty() ? 1 : 0;
    }
    std::string wrong = code == "STORE-03" ? "" : "the code was " + code + "; ";
    const auto last = tiles->get("tile/0/" + std::to_string(100 + written));
    wrong += last && !*last ? "" : "the last file is half there; ";
    wrong += fs::is_empty(disk / "log" / ".making") ? "" : "half a file stays; ";
    fs::remove(ballast);
    return wrong + code_of(tiles->put(one("tile/0/" + std::to_string(100 + written), text)));
  };
  EXPECT_EQ(testing_support::on_small_disk(1, fill), "");
}

}  // namespace

}  // namespace comity::store
