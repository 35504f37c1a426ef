// What every BlobStore does, checked against the fake and each adapter. A fixture type offers
// `object::BlobStore& store()` and `void reopen()`: as after a restart of the process (the fake may
// do nothing). Use: INSTANTIATE_TYPED_TEST_SUITE_P(Disk, BlobStoreContract, DiskBlobStoreFixture);
#pragma once

#include "object/blob_store.h"
#include "value/bytes.h"
#include "value/digest.h"
#include "value/uuid.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace comity::contracts {

template <class Fixture>
class BlobStoreContract : public testing::Test {
 protected:
  object::BlobStore& store() { return fixture_.store(); }

  void reopen() { fixture_.reopen(); }

  static object::ObjectId id(std::uint8_t package, std::uint32_t number) {
    object::ObjectId made;
    made.package.octets.fill(package);
    made.package.octets[6] = 0x70;
    made.package.octets[8] = 0x80;
    made.number = number;
    return made;
  }

  static value::Digest leaf(std::uint8_t fill) {
    value::Digest digest;
    digest.octets.fill(fill);
    return digest;
  }

  static value::Bytes bytes(std::size_t size, std::uint8_t fill) {
    return value::Bytes(size, fill);
  }

  template <class T>
  static std::string code(const value::Result<T>& result) {
    return result ? "" : std::string(result.error().code.text());
  }

  std::string put(const object::ObjectId& to, std::uint64_t index, const value::Bytes& content,
                  std::uint8_t mark) {
    return code(store().put(to, {index, content, leaf(mark)}));
  }

  Fixture fixture_;
};

TYPED_TEST_SUITE_P(BlobStoreContract);

TYPED_TEST_P(BlobStoreContract, KeepsChunksInAnyOrderUntilFinal) {
  const auto id = this->id(1, 0);
  const auto full = this->bytes(object::chunk_size, 7);
  const auto rest = this->bytes(10, 8);
  ASSERT_EQ(this->code(this->store().begin(id, object::chunk_size + 10)), "");
  EXPECT_EQ(this->put(id, 1, rest, 2), "");
  EXPECT_EQ(this->code(this->store().finalise(id, {object::chunk_size + 10, {}})), "OBJ-06");
  EXPECT_EQ(this->put(id, 0, full, 1), "");
  const auto leaves = this->store().leaves(id);
  ASSERT_TRUE(leaves);
  EXPECT_EQ(*leaves, (std::vector<object::Leaf>{{0, this->leaf(1)}, {1, this->leaf(2)}}));
  ASSERT_EQ(this->code(this->store().finalise(id, {object::chunk_size + 10, this->leaf(9)})), "");
  this->reopen();
  const auto info = this->store().info(id);
  ASSERT_TRUE(info);
  EXPECT_EQ(*info, (object::ObjectInfo{object::chunk_size + 10, this->leaf(9)}));
  const auto first = this->store().get(id, 0);
  const auto second = this->store().get(id, 1);
  ASSERT_TRUE(first && second);
  EXPECT_EQ(*first, full);
  EXPECT_EQ(*second, rest);
}

TYPED_TEST_P(BlobStoreContract, BeginsOnceWithOneLength) {
  const auto id = this->id(1, 1);
  EXPECT_EQ(this->code(this->store().begin(id, 0)), "OBJ-03");
  EXPECT_EQ(this->code(this->store().begin(id, 5)), "");
  EXPECT_EQ(this->code(this->store().begin(id, 5)), "");
  EXPECT_EQ(this->code(this->store().begin(id, 6)), "OBJ-02");
  EXPECT_EQ(this->code(this->store().begin(id, std::nullopt)), "OBJ-02");
  const auto info = this->store().info(id);
  ASSERT_TRUE(info);
  EXPECT_EQ(*info, (object::ObjectInfo{5, std::nullopt}));
}

TYPED_TEST_P(BlobStoreContract, TakesTheSameChunkAgainAndNoOther) {
  const auto id = this->id(1, 2);
  ASSERT_EQ(this->code(this->store().begin(id, 5)), "");
  EXPECT_EQ(this->put(id, 0, this->bytes(5, 1), 1), "");
  EXPECT_EQ(this->put(id, 0, this->bytes(5, 1), 1), "");
  EXPECT_EQ(this->put(id, 0, this->bytes(5, 2), 2), "OBJ-04");
  ASSERT_EQ(this->code(this->store().finalise(id, {5, this->leaf(3)})), "");
  EXPECT_EQ(this->put(id, 0, this->bytes(5, 1), 1), "");
  EXPECT_EQ(this->put(id, 0, this->bytes(5, 2), 2), "OBJ-04");
  const auto kept = this->store().get(id, 0);
  ASSERT_TRUE(kept);
  EXPECT_EQ(*kept, this->bytes(5, 1));
}

TYPED_TEST_P(BlobStoreContract, RefusesChunksThatCannotBelong) {
  const auto id = this->id(1, 3);
  ASSERT_EQ(this->code(this->store().begin(id, object::chunk_size + 10)), "");
  EXPECT_EQ(this->put(id, 0, this->bytes(10, 1), 1), "OBJ-03");
  EXPECT_EQ(this->put(id, 0, this->bytes(object::chunk_size + 1, 1), 1), "OBJ-03");
  EXPECT_EQ(this->put(id, 1, this->bytes(11, 1), 1), "OBJ-03");
  EXPECT_EQ(this->put(id, 2, this->bytes(1, 1), 1), "OBJ-03");
  EXPECT_EQ(this->put(id, 1, {}, 1), "OBJ-03");
  EXPECT_EQ(this->put(id, UINT64_MAX, this->bytes(1, 1), 1), "OBJ-03");
}

TYPED_TEST_P(BlobStoreContract, TakesAStreamWhoseEndIsNotKnown) {
  const auto id = this->id(1, 4);
  ASSERT_EQ(this->code(this->store().begin(id, std::nullopt)), "");
  EXPECT_EQ(this->put(id, 0, this->bytes(object::chunk_size, 1), 1), "");
  EXPECT_EQ(this->put(id, 1, this->bytes(3, 1), 2), "");
  const std::uint64_t length = object::chunk_size + 3;
  EXPECT_EQ(this->code(this->store().finalise(id, {length + 1, this->leaf(3)})), "OBJ-06");
  EXPECT_EQ(this->code(this->store().finalise(id, {object::chunk_size, this->leaf(3)})), "OBJ-06");
  EXPECT_EQ(this->code(this->store().finalise(id, {length, this->leaf(3)})), "");
  const auto info = this->store().info(id);
  ASSERT_TRUE(info);
  EXPECT_EQ(*info, (object::ObjectInfo{length, this->leaf(3)}));
}

TYPED_TEST_P(BlobStoreContract, FinalIsFinal) {
  const auto id = this->id(1, 5);
  ASSERT_EQ(this->code(this->store().begin(id, 5)), "");
  ASSERT_EQ(this->put(id, 0, this->bytes(5, 1), 1), "");
  EXPECT_EQ(this->code(this->store().finalise(id, {4, this->leaf(3)})), "OBJ-02");
  ASSERT_EQ(this->code(this->store().finalise(id, {5, this->leaf(3)})), "");
  EXPECT_EQ(this->code(this->store().finalise(id, {5, this->leaf(3)})), "");
  EXPECT_EQ(this->code(this->store().finalise(id, {5, this->leaf(4)})), "OBJ-02");
}

TYPED_TEST_P(BlobStoreContract, KnowsNothingOfOtherObjects) {
  const auto id = this->id(1, 6);
  EXPECT_EQ(this->put(id, 0, this->bytes(1, 1), 1), "OBJ-01");
  EXPECT_EQ(this->code(this->store().leaves(id)), "OBJ-01");
  EXPECT_EQ(this->code(this->store().get(id, 0)), "OBJ-01");
  EXPECT_EQ(this->code(this->store().info(id)), "OBJ-01");
  EXPECT_EQ(this->code(this->store().finalise(id, {1, {}})), "OBJ-01");
  EXPECT_EQ(this->code(this->store().remove(id)), "");
  ASSERT_EQ(this->code(this->store().begin(id, 1)), "");
  EXPECT_EQ(this->code(this->store().get(id, 0)), "OBJ-05");
}

TYPED_TEST_P(BlobStoreContract, ListsAndRemovesByPackage) {
  ASSERT_EQ(this->code(this->store().begin(this->id(2, 10), 1)), "");
  ASSERT_EQ(this->code(this->store().begin(this->id(2, 2), 1)), "");
  ASSERT_EQ(this->code(this->store().begin(this->id(3, 0), 1)), "");
  ASSERT_EQ(this->put(this->id(2, 2), 0, this->bytes(1, 1), 1), "");
  this->reopen();
  auto listed = this->store().list(this->id(2, 0).package);
  ASSERT_TRUE(listed);
  EXPECT_EQ(*listed, (std::vector<object::ObjectId>{this->id(2, 2), this->id(2, 10)}));
  EXPECT_EQ(this->code(this->store().remove(this->id(2, 2))), "");
  listed = this->store().list(this->id(2, 0).package);
  ASSERT_TRUE(listed);
  EXPECT_EQ(*listed, (std::vector<object::ObjectId>{this->id(2, 10)}));
  EXPECT_EQ(this->code(this->store().info(this->id(2, 2))), "OBJ-01");
}

REGISTER_TYPED_TEST_SUITE_P(BlobStoreContract, KeepsChunksInAnyOrderUntilFinal,
                            BeginsOnceWithOneLength, TakesTheSameChunkAgainAndNoOther,
                            RefusesChunksThatCannotBelong, TakesAStreamWhoseEndIsNotKnown,
                            FinalIsFinal, KnowsNothingOfOtherObjects, ListsAndRemovesByPackage);

}  // namespace comity::contracts
