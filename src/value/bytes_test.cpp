#include "value/bytes.h"

#include <gtest/gtest.h>

#include <string_view>

namespace comity::value {
namespace {

TEST(BytesTest, TextAndBytesAreTheSameOctets) {
  constexpr std::string_view text = "caf\xC3\xA9";
  const BytesView bytes = bytes_of(text);
  ASSERT_EQ(bytes.size(), 5U);
  EXPECT_EQ(bytes[3], 0xC3U);
  EXPECT_EQ(text_of(bytes), text);
}

TEST(BytesTest, ACopyOutlivesItsSource) {
  Bytes copy;
  {
    const Bytes source{1, 2, 3};
    copy = to_bytes(BytesView(source));
  }
  EXPECT_EQ(copy, (Bytes{1, 2, 3}));
  EXPECT_EQ(to_bytes(std::string_view("a\0b", 3)), (Bytes{'a', 0, 'b'}));
}

TEST(BytesTest, NothingIsNothing) {
  EXPECT_TRUE(bytes_of("").empty());
  EXPECT_TRUE(text_of({}).empty());
  EXPECT_EQ(to_hex({}), "");
}

TEST(BytesTest, HexIsLowerCaseAndTwoDigitsAnOctet) {
  EXPECT_EQ(to_hex(Bytes{0x00, 0x0F, 0xA0, 0xFF}), "000fa0ff");
}

}  // namespace
}  // namespace comity::value
