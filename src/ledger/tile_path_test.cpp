#include "ledger/tile_path.h"

#include "value/result.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cstdint>
#include <optional>
#include <string>

namespace comity::ledger {
namespace {

struct Spelling {
  TilePath path;
  std::string text;
};

class EverySpelling : public testing::TestWithParam<Spelling> {};

TEST_P(EverySpelling, IsWrittenAndRead) {
  const auto& [path, text] = GetParam();
  EXPECT_EQ(path.text(), text);
  const auto parsed = parse_tile_path(text);
  ASSERT_TRUE(parsed.has_value());
  EXPECT_EQ(*parsed, path);
}

INSTANTIATE_TEST_SUITE_P(
    TilePath, EverySpelling,
    testing::Values(
        Spelling{{0, 0}, "tile/0/000"}, Spelling{{0, 0, 1}, "tile/0/000.p/1"},
        Spelling{{3, 999, 255}, "tile/3/999.p/255"}, Spelling{{0, 1000}, "tile/0/x001/000"},
        Spelling{{1, 1234067}, "tile/1/x001/x234/067"}, Spelling{{63, 5}, "tile/63/005"},
        Spelling{{std::nullopt, 0}, "tile/entries/000"},
        Spelling{{std::nullopt, 1234, 17}, "tile/entries/x001/234.p/17"},
        Spelling{{0, 9223372036854775807U}, "tile/0/x009/x223/x372/x036/x854/x775/807"}));

class NoSpelling : public testing::TestWithParam<const char*> {};

TEST_P(NoSpelling, IsRefused) {
  const auto parsed = parse_tile_path(GetParam());
  ASSERT_FALSE(parsed.has_value());
  EXPECT_EQ(parsed.error().code, value::Code("LEDGER-08"));
}

INSTANTIATE_TEST_SUITE_P(
    TilePath, NoSpelling,
    testing::Values("", "tile", "tile/", "tile/0", "tile/0/", "/tile/0/000", "tile/00/000",
                    "tile/01/000", "tile/64/000", "tile/-1/000", "tile/+1/000", "tile/0/0",
                    "tile/0/00", "tile/0/0000", "tile/0/000/", "tile/0/x000/001", "tile/0/x001",
                    "tile/0/x001/", "tile/0/001/002", "tile/0/x001/x002", "tile/0/000.p",
                    "tile/0/000.p/", "tile/0/000.p/0", "tile/0/000.p/256", "tile/0/000.p/01",
                    "tile/0/000.p/1/", "tile/0/000.p/1 ", "tile/entries", "tile/entries/0",
                    "tile/entries/x000/000", "tile/entry/000", "tile/0/../000", "checkpoint",
                    "tile/0/x009/x223/x372/x036/x854/x775/808",
                    "tile/0/x999/x999/x999/x999/x999/x999/999", "tile/99999999999999999999/000"));

RC_GTEST_PROP(TilePath, ReadsWhatItWrites, (bool entries, std::uint64_t index)) {
  TilePath path{std::nullopt, index >> 1U, *rc::gen::inRange(1U, 257U)};
  if (!entries) {
    path.level = *rc::gen::inRange(0U, 64U);
  }
  RC_ASSERT(parse_tile_path(path.text()) == path);
}

TEST(TilePath, KnowsHowWideATileIs) {
  EXPECT_EQ(width_in_tree(0, 0, 0), 0U);
  EXPECT_EQ(width_in_tree(0, 0, 1), 1U);
  EXPECT_EQ(width_in_tree(0, 0, 255), 255U);
  EXPECT_EQ(width_in_tree(0, 0, 256), 256U);
  EXPECT_EQ(width_in_tree(0, 1, 256), 0U);
  EXPECT_EQ(width_in_tree(0, 1, 600), 256U);
  EXPECT_EQ(width_in_tree(0, 2, 600), 88U);
  EXPECT_EQ(width_in_tree(0, 3, 600), 0U);
  EXPECT_EQ(width_in_tree(1, 0, 600), 2U);
  EXPECT_EQ(width_in_tree(2, 0, 65536), 1U);
  EXPECT_EQ(width_in_tree(8, 0, ~std::uint64_t{0}), 0U);
  EXPECT_EQ(width_in_tree(63, 0, ~std::uint64_t{0}), 0U);
  EXPECT_EQ(width_in_tree(0, ~std::uint64_t{0}, ~std::uint64_t{0}), 0U);
}

}  // namespace
}  // namespace comity::ledger
