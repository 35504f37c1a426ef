#include "verify/damage.h"

#include "crypto/sha256.h"
#include "evidence/file_source.h"
#include "evidence/sidecar.h"
#include "merkle/tree_hash.h"
#include "object/blob_store.h"
#include "value/bytes.h"
#include "value/digest.h"
#include "value/result.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace comity::verify {
namespace {

constexpr std::size_t mebi = object::chunk_size;

value::Bytes content(std::size_t octets) {
  value::Bytes bytes(octets);
  for (std::size_t i = 0; i < octets; ++i) {
    bytes[i] = static_cast<std::uint8_t>(i / 7 + i / mebi);
  }
  return bytes;
}

std::vector<value::Digest> leaves_of(const value::Bytes& bytes) {
  std::vector<value::Digest> leaves;
  for (std::size_t at = 0; at < bytes.size(); at += mebi) {
    leaves.push_back(
        merkle::leaf_hash(std::span(bytes).subspan(at, std::min(mebi, bytes.size() - at))));
  }
  return leaves;
}

evidence::Sidecar sidecar_of(const value::Bytes& bytes) {
  evidence::Sidecar sidecar{bytes.size(), crypto::sha256(bytes), {}};
  crypto::Sha256 hash;
  for (std::size_t at = 0; at + mebi <= bytes.size(); at += mebi) {
    hash.update(std::span(bytes).subspan(at, mebi));
    sidecar.states.push_back(hash.midstate());
  }
  return sidecar;
}

value::Bytes octets_of(const std::vector<value::Digest>& leaves) {
  value::Bytes bytes;
  for (const value::Digest& leaf : leaves) {
    bytes.insert(bytes.end(), leaf.octets.begin(), leaf.octets.end());
  }
  return bytes;
}

std::optional<std::uint64_t> by_leaves(const value::Bytes& signed_bytes, const value::Bytes& now) {
  evidence::MemorySource source(now);
  return first_bad_chunk(source, leaves_of(signed_bytes));
}

std::optional<std::uint64_t> by_states(const value::Bytes& signed_bytes, const value::Bytes& now) {
  evidence::MemorySource source(now);
  return first_bad_chunk(source, sidecar_of(signed_bytes));
}

using Chunk = std::optional<std::uint64_t>;

class DamageTest : public testing::TestWithParam<std::size_t> {
 protected:
  void expect(const value::Bytes& now, Chunk chunk) const {
    EXPECT_EQ(by_leaves(whole_, now), chunk);
    EXPECT_EQ(by_states(whole_, now), chunk);
  }

  const value::Bytes whole_ = content(GetParam());
};

TEST_P(DamageTest, WhatIsWholeHasNoBadChunk) { expect(whole_, std::nullopt); }

TEST_P(DamageTest, AFlippedOctetIsFoundInItsChunk) {
  for (const std::size_t at : {std::size_t{0}, whole_.size() / 2, whole_.size() - 1}) {
    value::Bytes bytes = whole_;
    bytes[at] ^= 1U;
    expect(bytes, at / mebi);
  }
}

TEST_P(DamageTest, ALostEndIsFoundWhereItIsMissing) {
  value::Bytes bytes = whole_;
  bytes.pop_back();
  expect(bytes, (whole_.size() - 1) / mebi);
  if (whole_.size() > mebi) {
    bytes.resize(mebi);
    expect(bytes, 1);
  }
  expect({}, 0);
}

TEST_P(DamageTest, WhatWasAddedIsFoundBehindTheRest) {
  value::Bytes bytes = whole_;
  bytes.push_back(0);
  expect(bytes, whole_.size() / mebi);
}

INSTANTIATE_TEST_SUITE_P(Lengths, DamageTest,
                         testing::Values(mebi, 2 * mebi, 2 * mebi + 1, 3 * mebi - 1));

TEST(ChunkListTest, LeavesThatLeadToAnotherRootAreRefused) {
  const auto leaves = leaves_of(content(3 * mebi));
  const value::Digest root = merkle::root_of(leaves);
  value::Bytes bytes = octets_of(leaves);
  EXPECT_EQ(read_leaves(bytes, root).value(), leaves);
  bytes[40] ^= 1U;
  EXPECT_EQ(read_leaves(bytes, root).error().code, value::Code("VER-22"));
  bytes = octets_of(leaves);
  bytes.push_back(0);
  EXPECT_EQ(read_leaves(bytes, root).error().code, value::Code("VER-22"));
  EXPECT_EQ(read_leaves({}, root).error().code, value::Code("VER-22"));
}

TEST(ChunkListTest, StatesThatWereNotSignedAreRefused) {
  const value::Bytes bytes = evidence::encode_sidecar(sidecar_of(content(2 * mebi)));
  EXPECT_TRUE(read_midstates(bytes, crypto::sha256(bytes)));
  EXPECT_EQ(read_midstates(bytes, crypto::sha256({})).error().code, value::Code("PKG-20"));
  const value::Bytes other = value::to_bytes("no sidecar");
  EXPECT_EQ(read_midstates(other, crypto::sha256(other)).error().code, value::Code("PKG-20"));
}

}  // namespace
}  // namespace comity::verify
