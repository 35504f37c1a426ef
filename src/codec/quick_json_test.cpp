#include "codec/quick_json.h"

#include "codec/json.h"
#include "value/bytes.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace comity::codec {
namespace {

std::optional<Json> quick(std::string_view text, std::size_t max_depth = 32) {
  return quick_json(value::bytes_of(text), max_depth);
}

TEST(QuickJson, ReadsWhatNodesWriteLikeTheCarefulReader) {
  for (const std::string_view text :
       {R"({"after":[],"case_id":"0190-0abc","record":{"n":[1,-2,9007199254740991],"s":"é\n"}})",
        R"(["\"-0",1])", R"({"b":{"d":null},"a":true})", "[]", "\"alone\"", "17", " {} "}) {
    EXPECT_EQ(quick(text), careful_json(value::bytes_of(text), 32).value()) << text;
  }
}

class DoubtfulJson : public testing::TestWithParam<std::string_view> {};

TEST_P(DoubtfulJson, IsLeftToTheCarefulReader) { EXPECT_FALSE(quick(GetParam())); }

INSTANTIATE_TEST_SUITE_P(Forms, DoubtfulJson,
                         testing::Values(R"("\udc00")", R"("\u0041")", "-0", R"({"x":[-0]})",
                                         R"({"a":1,"a":1})", R"({"b":0,"a":1,"b":0})", "1.0", "1e2",
                                         "9007199254740992", "-9007199254740992",
                                         "18446744073709551615", "99999999999999999999",
                                         "\xEF\xBB\xBF{}", "\"\xC0\x80\"", "\"a\nb\"", "[1,]", "[1",
                                         "", "{\"a\":}", "[] []"));

TEST(QuickJson, CountsDepthLikeTheCarefulReader) {
  const std::string text = "[[{}]]";
  EXPECT_TRUE(quick(text, 3));
  EXPECT_FALSE(quick(text, 2));
  EXPECT_TRUE(careful_json(value::bytes_of(text), 3));
  EXPECT_FALSE(careful_json(value::bytes_of(text), 2));
}

TEST(QuickJson, OctetsThatAreNowhereAreNoDocument) {
  EXPECT_FALSE(quick_json(value::BytesView(), 32));
  EXPECT_FALSE(parse_json(value::BytesView(), {}));
}

TEST(QuickJson, AShortDocumentAfterALongOneHoldsNothingOfIt) {
  ASSERT_TRUE(quick("[\"" + std::string(60'000, 'x') + "\"]"));
  EXPECT_EQ(quick("[\"y\"]"), Json(Json::Array{"y"}));
}

}  // namespace
}  // namespace comity::codec
