#include "store/disk_blobs.h"

#include "object/blob_store.h"
#include "store/files.h"
#include "store/leaf_table.h"
#include "support/must.h"
#include "support/rows.h"
#include "support/shell.h"
#include "support/small_disk.h"
#include "value/bytes.h"
#include "value/uuid.h"

#include <fcntl.h>
#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <ios>
#include <memory>
#include <optional>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

namespace comity::store {

namespace {

namespace fs = std::filesystem;

using testing_support::code_of;
using testing_support::digest_no;
using testing_support::must;
using testing_support::uuid_no;

class DiskBlobsTest : public testing::Test {
 protected:
  fs::path objects() { return folder_.path() / "objects"; }

  fs::path bytes_file() { return objects() / id_.package.text() / "3"; }

  fs::path table_file() { return objects() / id_.package.text() / "3.leaves"; }

  std::unique_ptr<object::BlobStore> open() { return open_blobs(objects()).value(); }

  std::string put(object::BlobStore& blobs, std::uint64_t index, std::size_t size) {
    const value::Bytes bytes(size, static_cast<std::uint8_t>(index + 1));
    return code_of(blobs.put(id_, {index, bytes, digest_no(static_cast<std::uint32_t>(index))}));
  }

  // Others may remove the object in between.
  void begin_and_remove(int times) {
    const auto blobs = open();
    for (int i = 0; i < times; ++i) {
      EXPECT_EQ(code_of(blobs->begin(id_, 10)), "");
      const auto put_code = put(*blobs, 0, 10);
      EXPECT_TRUE(put_code.empty() || put_code == "OBJ-01") << put_code;
      EXPECT_EQ(code_of(blobs->remove(id_)), "");
    }
  }

  static void overwrite(const fs::path& file, std::uint64_t at, const std::string& with) {
    std::fstream out(file, std::ios::in | std::ios::out | std::ios::binary);
    out.seekp(static_cast<std::streamoff>(at));
    out << with;
  }

  testing_support::TemporaryFolder folder_;
  object::ObjectId id_{uuid_no(1), 3};
};

TEST_F(DiskBlobsTest, NamesThePackagesThatHaveObjects) {
  const auto blobs = open();
  EXPECT_TRUE(packages_in(objects()).value().empty());
  must(blobs->begin({uuid_no(2), 0}, 1));
  must(blobs->begin({uuid_no(1), 4}, 1));
  std::ofstream(objects() / "lost+found") << "not ours";
  EXPECT_EQ(packages_in(objects()).value(), (std::vector<value::Uuid>{uuid_no(1), uuid_no(2)}));
  EXPECT_EQ(code_of(packages_in(folder_.path() / "none")), "OBJ-09");
}

TEST_F(DiskBlobsTest, FilesAreForTheirUserOnlyAndGoWithTheirObject) {
  const auto blobs = open();
  ASSERT_TRUE(blobs->begin(id_, 10));
  ASSERT_EQ(put(*blobs, 0, 10), "");
  const auto only_user = fs::perms::owner_read | fs::perms::owner_write;
  EXPECT_EQ(fs::status(bytes_file()).permissions(), only_user);
  EXPECT_EQ(fs::status(table_file()).permissions(), only_user);
  EXPECT_EQ(fs::status(objects()).permissions(), fs::perms::owner_all);
  EXPECT_EQ(fs::status(bytes_file().parent_path()).permissions(), fs::perms::owner_all);
  ASSERT_TRUE(blobs->remove(id_));
  EXPECT_TRUE(fs::is_empty(objects()));
}

TEST_F(DiskBlobsTest, TheFileIsExactlyTheCiphertext) {
  const auto blobs = open();
  ASSERT_TRUE(blobs->begin(id_, object::chunk_size + 3));
  ASSERT_EQ(put(*blobs, 1, 3), "");
  ASSERT_EQ(put(*blobs, 0, object::chunk_size), "");
  ASSERT_TRUE(blobs->finalise(id_, {object::chunk_size + 3, digest_no(9)}));
  std::ostringstream text;
  text << std::ifstream(bytes_file(), std::ios::binary).rdbuf();
  EXPECT_EQ(text.str(), std::string(object::chunk_size, 1) + std::string(3, 2));
}

// When the machine stops, the table may be on the medium and the octets not.
TEST_F(DiskBlobsTest, AChunkWhoseOctetsWereLostIsNotThere) {
  auto blobs = open();
  ASSERT_TRUE(blobs->begin(id_, 2 * object::chunk_size));
  ASSERT_EQ(put(*blobs, 0, object::chunk_size), "");
  ASSERT_EQ(put(*blobs, 1, object::chunk_size), "");
  overwrite(bytes_file(), object::chunk_size + 4096, std::string(4096, '\0'));
  blobs = open();
  EXPECT_EQ(blobs->leaves(id_).value(), (std::vector<object::Leaf>{{0, digest_no(0)}}));
  EXPECT_EQ(code_of(blobs->get(id_, 1)), "OBJ-05");
  const object::Extent extent{2 * object::chunk_size, digest_no(9)};
  EXPECT_EQ(code_of(blobs->finalise(id_, extent)), "OBJ-06");
  EXPECT_EQ(put(*blobs, 1, object::chunk_size), "");
  EXPECT_EQ(code_of(blobs->finalise(id_, extent)), "");
}

TEST_F(DiskBlobsTest, AChunkWhoseRecordWasLostIsNotThere) {
  auto blobs = open();
  ASSERT_TRUE(blobs->begin(id_, std::nullopt));
  ASSERT_EQ(put(*blobs, 0, 5), "");
  ASSERT_EQ(put(*blobs, 1, 5), "");
  overwrite(table_file(), std::uint64_t{2} * 64 + 20, "damage");
  EXPECT_EQ(open()->leaves(id_).value(), (std::vector<object::Leaf>{{1, digest_no(1)}}));
  fs::resize_file(table_file(), 3 * 64 + 10);
  EXPECT_TRUE(open()->leaves(id_).value().empty());
}

TEST_F(DiskBlobsTest, AnObjectWhoseBeginningWasLostIsNotKnown) {
  ASSERT_TRUE(open()->begin(id_, 10));
  fs::resize_file(table_file(), 0);
  const auto blobs = open();
  EXPECT_EQ(code_of(blobs->info(id_)), "OBJ-01");
  EXPECT_TRUE(blobs->list(id_.package).value().empty());
  EXPECT_TRUE(blobs->begin(id_, 11));
  EXPECT_EQ(blobs->info(id_).value().length, 11U);
}

TEST_F(DiskBlobsTest, ManyChunksAreSettledOnTheWay) {
  const auto blobs = open();
  ASSERT_TRUE(blobs->begin(id_, std::nullopt));
  for (std::uint64_t index = 0; index < 70; ++index) {
    ASSERT_EQ(put(*blobs, index, 1), "");
  }
  const File file = must(File::open(table_file(), O_RDONLY));
  const LeafTable table(file);
  EXPECT_TRUE(must(table.chunk(0)).settled);
  EXPECT_TRUE(must(table.chunk(63)).settled);
  EXPECT_FALSE(must(table.chunk(64)).settled);
  EXPECT_EQ(open()->leaves(id_).value().size(), 70U);
}

TEST_F(DiskBlobsTest, ChunksFarApartTakeNoSpaceBetween) {
  const auto blobs = open();
  ASSERT_TRUE(blobs->begin(id_, std::nullopt));
  ASSERT_EQ(put(*blobs, 5'000'000, 1), "");
  ASSERT_EQ(put(*blobs, 2, 1), "");
  const auto leaves = blobs->leaves(id_).value();
  ASSERT_EQ(leaves.size(), 2U);
  EXPECT_EQ(leaves[0].index, 2U);
  EXPECT_EQ(leaves[1].index, 5'000'000U);
  EXPECT_EQ(put(*blobs, max_chunk_index + 1, 1), "OBJ-03");
}

TEST_F(DiskBlobsTest, TwoProcessesFillOneObject) {
  const auto one = open();
  const auto other = open();
  ASSERT_TRUE(one->begin(id_, std::nullopt));
  {
    const std::jthread even([&] {
      for (std::uint64_t index = 0; index < 100; index += 2) {
        EXPECT_EQ(put(*one, index, 1000), "");
      }
    });
    const std::jthread odd([&] {
      for (std::uint64_t index = 1; index < 100; index += 2) {
        EXPECT_EQ(put(*other, index, 1000), "");
      }
    });
  }
  EXPECT_EQ(one->leaves(id_).value().size(), 100U);
  EXPECT_EQ(other->get(id_, 42).value(), value::Bytes(1000, 43));
}

TEST_F(DiskBlobsTest, AnObjectIsBegunAndRemovedByManyAtOnce) {
  {
    std::vector<std::jthread> threads;
    threads.reserve(4);
    for (int thread = 0; thread < 4; ++thread) {
      threads.emplace_back([this] { begin_and_remove(25); });
    }
  }
  EXPECT_EQ(code_of(open()->info(id_)), "OBJ-01");
}

TEST_F(DiskBlobsTest, OtherFilesInItsFolderAreNoObjects) {
  const auto blobs = open();
  ASSERT_TRUE(blobs->begin(id_, 10));
  for (const char* name : {"x.leaves", "4", "4.leaves", "5.leaves.old", "-1.leaves", ".leaves"}) {
    std::ofstream(bytes_file().parent_path() / name) << "x";
  }
  EXPECT_EQ(blobs->list(id_.package).value(), std::vector<object::ObjectId>{id_});
}

TEST_F(DiskBlobsTest, AFullDiskHasItsCodeAndTheObjectStaysAsItWas) {
  const auto fill = [this](const fs::path& disk) -> std::string {
    const auto ballast = testing_support::ballast(disk, 512);
    const auto blobs = open_blobs(disk / "objects").value();
    std::string wrong = code_of(blobs->begin(id_, 3 * object::chunk_size));
    wrong += put(*blobs, 0, object::chunk_size) + put(*blobs, 1, object::chunk_size);
    const auto before = fs::space(disk).available;
    const auto code = put(*blobs, 2, object::chunk_size);
    wrong += code == "OBJ-08" ? "" : "the code was " + code + "; ";
    wrong += fs::space(disk).available == before ? "" : "half a chunk stays; ";
    wrong += blobs->leaves(id_).value().size() == 2 ? "" : "chunks are missing; ";
    fs::remove(ballast);
    wrong += put(*blobs, 2, object::chunk_size);
    return wrong + code_of(blobs->finalise(id_, {3 * object::chunk_size, digest_no(9)}));
  };
  // 3 MiB of chunks, and one page each for the table and the folders
  EXPECT_EQ(testing_support::on_small_disk(4,
                                           [&](const fs::path& disk) {
                                             std::ofstream(disk / "rest", std::ios::binary)
                                                 << std::string(std::size_t{960} * 1024, 'r');
                                             return fill(disk);
                                           }),
            "");
}

TEST(LeafTableTest, TheSumSeesEveryOctetAndTheLength) {
  value::Bytes bytes(100, 7);
  const auto sum = checksum(bytes);
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    value::Bytes other = bytes;
    other[at] ^= 1U;
    EXPECT_NE(checksum(other), sum) << at;
  }
  bytes.push_back(0);
  EXPECT_NE(checksum(bytes), sum);
  EXPECT_NE(checksum(value::Bytes(64, 0)), checksum(value::Bytes(96, 0)));
}

}  // namespace

}  // namespace comity::store
