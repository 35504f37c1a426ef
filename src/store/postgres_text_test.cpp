#include "store/postgres_text.h"

#include "value/bytes.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace comity::store {

namespace {

using namespace std::string_view_literals;

TEST(PostgresTextTest, NumbersArgumentsOutsideOfQuotes) {
  EXPECT_EQ(postgres_sql("SELECT a FROM t WHERE b = ?1 AND c = '?' LIMIT ?12"),
            "SELECT a FROM t WHERE b = $1 AND c = '?' LIMIT $12");
}

TEST(PostgresTextTest, LeavesTextThatIsUtf8) {
  for (const std::string_view text :
       {""sv, "plain"sv, "\xc3\xa9"sv, "\xe2\x82\xac"sv, "\xf0\x9f\x98\x80"sv, "\xed\x9f\xbf"sv,
        "\xf4\x8f\xbf\xbf"sv, "\xee\x80\x80"sv, "\x7f\t\n"sv}) {
    EXPECT_EQ(postgres_text(text), text);
  }
}

TEST(PostgresTextTest, ReplacesEachOctetThatIsNone) {
  const std::string mark = "\xef\xbf\xbd";
  const std::vector<std::pair<std::string_view, std::string>> table{
      {"a\0b"sv, "a" + mark + "b"},
      {"\xff"sv, mark},
      {"\x80"sv, mark},
      {"\xc3"sv, mark},
      {"\xc3(", mark + "("},
      {"\xc0\xaf"sv, mark + mark},                        // an overlong "/"
      {"\xe0\x80\xaf"sv, mark + mark + mark},             // another
      {"\xed\xa0\x80"sv, mark + mark + mark},             // a surrogate
      {"\xf4\x90\x80\x80"sv, mark + mark + mark + mark},  // above U+10FFFF
      {"\xf0\x9f\x98"sv, mark + mark + mark},             // cut
      {"\xe2\x82\xac\xe2\x82"sv, "\xe2\x82\xac" + mark + mark}};
  for (const auto& [text, expected] : table) {
    EXPECT_EQ(postgres_text(text), expected) << value::to_hex(value::bytes_of(text));
  }
}

TEST(PostgresTextTest, ReadsTheNumbersItWrites) {
  for (const std::int64_t number :
       {std::int64_t{0}, std::int64_t{1}, std::int64_t{-1}, std::int64_t{1'700'000'000'000},
        std::numeric_limits<std::int64_t>::max(), std::numeric_limits<std::int64_t>::min()}) {
    EXPECT_EQ(read_binary_integer(write_binary_integer(number)), number);
  }
  EXPECT_EQ(write_binary_integer(258), (value::Bytes{0, 0, 0, 0, 0, 0, 1, 2}));
}

TEST(PostgresTextTest, ReadsShorterNumbersWithTheirSign) {
  EXPECT_EQ(read_binary_integer(value::Bytes{0xff, 0xfe}), -2);
  EXPECT_EQ(read_binary_integer(value::Bytes{0, 0, 1, 0}), 256);
  EXPECT_EQ(read_binary_integer({}), 0);
  EXPECT_EQ(read_binary_integer(value::Bytes(9, 1)), 0);
}

}  // namespace

}  // namespace comity::store
