#include "exchange/missing_chunks.h"

#include "object/blob_store.h"
#include "object/upload.h"
#include "value/bytes.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cstdint>
#include <string>
#include <vector>

namespace comity::exchange {
namespace {

constexpr std::uint64_t mib = object::chunk_size;

std::string code_of(const std::string& text, std::uint64_t length) {
  const auto read = decode_missing(value::to_bytes(text), length);
  return read ? "read" : std::string(read.error().code.text());
}

TEST(MissingChunks, SaysNothingWhenNothingIsMissing) {
  EXPECT_EQ(value::text_of(encode_missing({})), R"({"missing":[],"parts":[]})");
  EXPECT_EQ(decode_missing(encode_missing({}), 1), MissingChunks());
}

TEST(MissingChunks, NamesRangesAndTheBeginningsThatWereCutOff) {
  const MissingChunks missing{{{0, 1}, {3, 2}}, {{0, 17}, {4, 1}}};
  EXPECT_EQ(value::text_of(encode_missing(missing)),
            R"({"missing":[{"count":1,"first":0},{"count":2,"first":3}],)"
            R"("parts":[{"chunk":0,"octets":17},{"chunk":4,"octets":1}]})");
  EXPECT_EQ(decode_missing(encode_missing(missing), 4 * mib + 2), missing);
}

TEST(MissingChunks, NamesTheFirstWhenThereAreTooMany) {
  MissingChunks missing;
  for (std::uint64_t i = 0; i < most_missing_ranges + 5; ++i) {
    missing.ranges.push_back({2 * i, 1});
    missing.parts.push_back({2 * i, 9});
  }
  const auto read = decode_missing(encode_missing(missing), 4000 * mib);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->ranges.size(), most_missing_ranges);
  EXPECT_EQ(read->parts.size(), most_chunk_parts);
  EXPECT_EQ(read->ranges.front(), (object::ChunkRange{0, 1}));
}

struct Lie {
  const char* what;
  const char* text;
  const char* code;
};

class MissingLies : public testing::TestWithParam<Lie> {};

// Of an object of three chunks, the last one of ten octets.
TEST_P(MissingLies, AreRefused) {
  EXPECT_EQ(code_of(GetParam().text, 2 * mib + 10), GetParam().code) << GetParam().what;
}

INSTANTIATE_TEST_SUITE_P(
    All, MissingLies,
    testing::Values(
        Lie{"beyond the object", R"({"missing":[{"first":3,"count":1}],"parts":[]})", "EXCH-40"},
        Lie{"over its end", R"({"missing":[{"first":1,"count":3}],"parts":[]})", "EXCH-40"},
        Lie{"no chunk", R"({"missing":[{"first":1,"count":0}],"parts":[]})", "EXCH-40"},
        Lie{"endless", R"({"missing":[{"first":1,"count":9007199254740991}],"parts":[]})",
            "EXCH-40"},
        Lie{"negative", R"({"missing":[{"first":-1,"count":1}],"parts":[]})", "EXCH-40"},
        Lie{"twice", R"({"missing":[{"first":1,"count":1},{"first":1,"count":1}],"parts":[]})",
            "EXCH-40"},
        Lie{"part of a chunk that is there",
            R"({"missing":[{"first":1,"count":1}],"parts":[{"chunk":0,"octets":5}]})", "EXCH-40"},
        Lie{"part as long as its chunk",
            R"({"missing":[{"first":2,"count":1}],"parts":[{"chunk":2,"octets":10}]})", "EXCH-40"},
        Lie{"empty part", R"({"missing":[{"first":2,"count":1}],"parts":[{"chunk":2,"octets":0}]})",
            "EXCH-40"},
        Lie{"no parts", R"({"missing":[]})", "JSON-07"},
        Lie{"unknown member", R"({"missing":[],"parts":[],"more":1})", "JSON-09"},
        Lie{"text", R"({"missing":[{"first":"1","count":1}],"parts":[]})", "JSON-08"}),
    [](const auto& tested) { return "Lie" + std::to_string(tested.index); });

RC_GTEST_PROP(MissingChunksProperty, WhatIsWrittenReadsBack, ()) {
  MissingChunks missing;
  std::uint64_t next = 0;
  for (const auto gap :
       *rc::gen::container<std::vector<std::uint8_t>>(rc::gen::arbitrary<std::uint8_t>())) {
    const std::uint64_t count = 1 + gap % 5U;
    missing.ranges.push_back({next + gap, count});
    if (gap % 3U == 0 && missing.parts.size() < most_chunk_parts) {
      missing.parts.push_back({next + gap, std::uint64_t{1} + gap});
    }
    next += gap + count + 1;
  }
  RC_PRE(missing.ranges.size() <= most_missing_ranges);
  RC_ASSERT(decode_missing(encode_missing(missing), (next + 1) * mib) == missing);
}

}  // namespace
}  // namespace comity::exchange
