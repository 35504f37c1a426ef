#include "edge/courier_stream.h"

#include "evidence/file_source.h"
#include "evidence/source.h"
#include "support/code.h"
#include "value/bytes.h"
#include "value/result.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>

namespace comity::edge {
namespace {

using support::code_of;

/// Gives one octet at a time, and fails after some.
class Slow : public evidence::Source {
 public:
  Slow(value::Bytes bytes, std::size_t broken_at)
      : bytes_(std::move(bytes)), broken_at_(broken_at) {}

  value::Result<std::size_t> read(std::span<std::uint8_t> out) override {
    if (done_ == broken_at_) {
      return value::fail("SEAL-01", "the stick was pulled out");
    }
    if (done_ == bytes_.size()) {
      return std::size_t{0};
    }
    out.front() = bytes_[done_++];
    return std::size_t{1};
  }

  value::Result<std::optional<evidence::SourceFacts>> facts() override { return std::nullopt; }

 private:
  value::Bytes bytes_;
  std::size_t broken_at_;
  std::size_t done_ = 0;
};

TEST(CourierStreamTest, ALineThenPartsThenTheEnd) {
  evidence::MemorySource source(value::to_bytes("list\nabcdefg"));
  CourierStream stream(source);
  EXPECT_EQ(stream.line(10).value(), "list");
  EXPECT_EQ(value::text_of(stream.take(3).value()), "abc");
  EXPECT_EQ(code_of(stream.pass(2)), "");
  EXPECT_FALSE(stream.at_end().value());
  EXPECT_EQ(value::text_of(stream.take(2).value()), "fg");
  EXPECT_TRUE(stream.at_end().value());
  EXPECT_EQ(stream.octets(), 12U);
}

TEST(CourierStreamTest, PartsMayLieAcrossBlocks) {
  value::Bytes bytes(std::size_t{5} << 19U, 7);
  bytes[0] = '\n';
  evidence::MemorySource source(bytes);
  CourierStream stream(source);
  std::uint64_t told = 0;
  stream.on_progress([&](std::uint64_t done) { told = std::max(told, done); });
  EXPECT_EQ(stream.line(10).value(), "");
  EXPECT_EQ(stream.take(bytes.size() - 1).value().size(), bytes.size() - 1);
  EXPECT_EQ(told, bytes.size());
}

TEST(CourierStreamTest, WhatIsNotThereIsTold) {
  evidence::MemorySource empty{value::Bytes()};
  EXPECT_EQ(code_of(CourierStream(empty).line(10)), "EXCH-20");
  evidence::MemorySource endless(value::to_bytes("aaaaaaaaaaaaaaaaaaaaaa"));
  EXPECT_EQ(code_of(CourierStream(endless).line(10)), "EXCH-23");
  evidence::MemorySource cut(value::to_bytes("list\nabc"));
  CourierStream stream(cut);
  EXPECT_EQ(code_of(stream.line(10)), "");
  EXPECT_EQ(code_of(stream.take(4)), "EDGE-22");
  EXPECT_EQ(code_of(stream.pass(1)), "EDGE-22");
}

TEST(CourierStreamTest, ASlowSourceGivesTheSame) {
  Slow source(value::to_bytes("list\nabc"), 100);
  CourierStream stream(source);
  EXPECT_EQ(stream.line(10).value(), "list");
  EXPECT_EQ(value::text_of(stream.take(3).value()), "abc");
  EXPECT_TRUE(stream.at_end().value());
}

TEST(CourierStreamTest, AStickPulledOutIsTheSourcesOwnError) {
  for (std::size_t at = 0; at < 8; ++at) {
    Slow source(value::to_bytes("list\nabc"), at);
    CourierStream stream(source);
    auto line = stream.line(10);
    EXPECT_EQ(line ? code_of(stream.take(4)) : code_of(line), "SEAL-01") << at;
  }
}

}  // namespace
}  // namespace comity::edge
