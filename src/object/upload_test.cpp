#include "object/upload.h"

#include "fakes/memory_blob_store.h"
#include "merkle/tree_hash.h"
#include "object/blob_store.h"
#include "value/bytes.h"
#include "value/digest.h"
#include "value/result.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace comity::object {
namespace {

constexpr std::size_t tail = 100;
constexpr std::uint64_t length = 4 * chunk_size + tail;

template <class T>
std::string code(const value::Result<T>& result) {
  return result ? "" : std::string(result.error().code.text());
}

class UploadTest : public testing::Test {
 protected:
  static value::Bytes chunk(std::uint64_t index) {
    value::Bytes bytes(chunk_length(length, index));
    for (std::size_t i = 0; i < bytes.size(); ++i) {
      bytes[i] = static_cast<std::uint8_t>(i * 31 + index * 7);
    }
    return bytes;
  }

  static Extent signed_extent() {
    std::vector<value::Digest> leaves;
    leaves.reserve(chunk_count(length));
    for (std::uint64_t i = 0; i < chunk_count(length); ++i) {
      leaves.push_back(merkle::leaf_hash(chunk(i)));
    }
    return {length, merkle::root_of(leaves)};
  }

  void send(std::uint64_t index) {
    ASSERT_EQ(code(accept_chunk(store, id, index, chunk(index))), "");
  }

  void send_all() {
    ASSERT_EQ(code(store.begin(id, length)), "");
    for (const std::uint64_t index : {3U, 0U, 4U, 1U, 2U}) {
      send(index);
    }
  }

  fakes::MemoryBlobStore store;
  ObjectId id{{}, 1};
};

TEST_F(UploadTest, SaysWhatIsMissingAndWhatIsThere) {
  ASSERT_EQ(code(store.begin(id, length)), "");
  EXPECT_EQ(missing_chunks(store, id), (std::vector<ChunkRange>{{0, 5}}));
  send(1);
  send(2);
  send(4);
  EXPECT_EQ(missing_chunks(store, id), (std::vector<ChunkRange>{{0, 1}, {3, 1}}));
  EXPECT_EQ(present_chunks(store, id), (std::vector<ChunkRange>{{1, 2}, {4, 1}}));
  send(0);
  send(3);
  EXPECT_EQ(missing_chunks(store, id), std::vector<ChunkRange>{});
  EXPECT_EQ(present_chunks(store, id), (std::vector<ChunkRange>{{0, 5}}));
}

TEST_F(UploadTest, BecomesFinalUnderTheSignedRoot) {
  send_all();
  ASSERT_EQ(code(finish_upload(store, id, signed_extent())), "");
  EXPECT_EQ(store.info(id), (ObjectInfo{length, signed_extent().root}));
  EXPECT_EQ(code(finish_upload(store, id, signed_extent())), "");
  EXPECT_EQ(code(check_stored(store, id)), "");
}

TEST_F(UploadTest, IsNotFinalWhileAChunkIsMissing) {
  ASSERT_EQ(code(store.begin(id, length)), "");
  for (const std::uint64_t index : {0U, 1U, 2U, 4U}) {
    send(index);
  }
  EXPECT_EQ(code(finish_upload(store, id, signed_extent())), "OBJ-06");
  EXPECT_EQ(code(check_stored(store, id)), "OBJ-06");
  send(3);
  EXPECT_EQ(code(finish_upload(store, id, signed_extent())), "");
}

TEST_F(UploadTest, RefusesAnotherRootAndStaysAsItWas) {
  send_all();
  Extent other = signed_extent();
  other.root.octets[0] ^= 1U;
  EXPECT_EQ(code(finish_upload(store, id, other)), "OBJ-07");
  EXPECT_EQ(store.info(id), (ObjectInfo{length, std::nullopt}));
  EXPECT_EQ(code(finish_upload(store, id, signed_extent())), "");
}

TEST_F(UploadTest, RefusesAFlippedBitOnTheWay) {
  ASSERT_EQ(code(store.begin(id, length)), "");
  for (std::uint64_t index = 0; index < 5; ++index) {
    value::Bytes bytes = chunk(index);
    if (index == 2) {
      bytes[77] ^= 1U;
    }
    ASSERT_EQ(code(accept_chunk(store, id, index, bytes)), "");
  }
  EXPECT_EQ(code(finish_upload(store, id, signed_extent())), "OBJ-07");
}

TEST_F(UploadTest, RefusesOtherBytesForAChunkThatIsThere) {
  ASSERT_EQ(code(store.begin(id, length)), "");
  send(0);
  send(0);
  EXPECT_EQ(code(accept_chunk(store, id, 0, chunk(1))), "OBJ-04");
}

TEST_F(UploadTest, RefusesChunksOfImpossibleSize) {
  ASSERT_EQ(code(store.begin(id, length)), "");
  EXPECT_EQ(code(accept_chunk(store, id, 0, {})), "OBJ-03");
  EXPECT_EQ(code(accept_chunk(store, id, 0, value::Bytes(chunk_size + 1))), "OBJ-03");
}

TEST_F(UploadTest, ContinuesAfterTheDiskWasFull) {
  ASSERT_EQ(code(store.begin(id, length)), "");
  store.limit(2 * chunk_size);
  send(0);
  send(1);
  EXPECT_EQ(code(accept_chunk(store, id, 2, chunk(2))), "OBJ-08");
  EXPECT_EQ(missing_chunks(store, id), (std::vector<ChunkRange>{{2, 3}}));
  store.limit(10 * chunk_size);
  for (const std::uint64_t index : {2U, 3U, 4U}) {
    send(index);
  }
  EXPECT_EQ(code(finish_upload(store, id, signed_extent())), "");
}

TEST_F(UploadTest, SeesBytesThatChangedInTheStore) {
  send_all();
  ASSERT_EQ(code(finish_upload(store, id, signed_extent())), "");
  value::Bytes* kept = store.raw(id, 3);
  ASSERT_NE(kept, nullptr);
  kept->back() ^= 0x80U;
  const auto checked = check_stored(store, id);
  ASSERT_FALSE(checked);
  EXPECT_EQ(checked.error().code.text(), "OBJ-10");
  EXPECT_EQ(checked.error().detail, "chunk 3");
}

TEST_F(UploadTest, DoesNotGuessTheLengthOfAStream) {
  ASSERT_EQ(code(store.begin(id, std::nullopt)), "");
  EXPECT_EQ(code(missing_chunks(store, id)), "OBJ-06");
  EXPECT_EQ(code(missing_chunks(store, {{}, 9})), "OBJ-01");
}

}  // namespace
}  // namespace comity::object
