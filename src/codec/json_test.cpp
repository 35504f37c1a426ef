#include "codec/json.h"

#include "value/bytes.h"
#include "value/result.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cstddef>
#include <cstdint>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>

namespace comity::codec {
namespace {

using namespace std::string_literals;

value::Result<Json> parse(std::string_view text, JsonLimits limits = {}) {
  return parse_json(value::bytes_of(text), limits);
}

struct Accepted {
  std::string text;
  std::string written;

  friend void PrintTo(const Accepted& accepted, std::ostream* out) { *out << accepted.text; }
};

class AcceptedJson : public testing::TestWithParam<Accepted> {};

TEST_P(AcceptedJson, IsWrittenInOneForm) {
  const auto json = parse(GetParam().text);
  ASSERT_TRUE(json) << json.error().code.text() << ' ' << json.error().detail;
  const std::string written = write_json(*json);
  EXPECT_EQ(written, GetParam().written);
  EXPECT_EQ(parse(written).value(), *json);
  EXPECT_EQ(parse(write_json_indented(*json)).value(), *json);
}

INSTANTIATE_TEST_SUITE_P(Values, AcceptedJson,
                         testing::Values(Accepted{"null", "null"}, Accepted{"true", "true"},
                                         Accepted{"false", "false"}, Accepted{"0", "0"},
                                         Accepted{"-1", "-1"}, Accepted{"10", "10"},
                                         Accepted{"9007199254740991", "9007199254740991"},
                                         Accepted{"-9007199254740991", "-9007199254740991"},
                                         Accepted{"\"\"", "\"\""}, Accepted{" \t\r\n[ ] \n", "[]"},
                                         Accepted{"{ }", "{}"}, Accepted{"[1 , 2,\n3]", "[1,2,3]"},
                                         Accepted{R"({"b":1,"a":{"d":[],"c":null}})",
                                                  R"({"a":{"c":null,"d":[]},"b":1})"},
                                         Accepted{R"({"":0})", R"({"":0})"},
                                         Accepted{R"({"a":1,"A":2})", R"({"A":2,"a":1})"},
                                         Accepted{R"(["-0","- 0"])", R"(["-0","- 0"])"},
                                         Accepted{R"(["\"-0",1])", R"(["\"-0",1])"}));

// RFC 8785 section 3.2.2.2: the short escapes, lower-case \u00xx below U+0020, all else as it is.
INSTANTIATE_TEST_SUITE_P(
    Strings, AcceptedJson,
    testing::Values(Accepted{R"("\u0041\/")", "\"A/\""},
                    Accepted{R"("\b\t\n\f\r\"\\")", R"("\b\t\n\f\r\"\\")"},
                    Accepted{R"("\u0008\u0009\u000A\u000C\u000D\u0022\u005C")",
                             R"("\b\t\n\f\r\"\\")"},
                    Accepted{R"("\u000f\u001F\u0000")", R"("\u000f\u001f\u0000")"},
                    Accepted{R"("\u20ac$\u000F\u000aA'B")", "\"\xE2\x82\xAC$\\u000f\\nA'B\""},
                    Accepted{R"("\ud83d\ude02")", "\"\xF0\x9F\x98\x82\""},
                    Accepted{"\"\x7F\xC2\x80\"", "\"\x7F\xC2\x80\""},
                    Accepted{R"("\u2028")", "\"\xE2\x80\xA8\""}));

struct Refused {
  std::string text;
  const char* code;

  friend void PrintTo(const Refused& refused, std::ostream* out) { *out << refused.text; }
};

class RefusedJson : public testing::TestWithParam<Refused> {};

TEST_P(RefusedJson, SaysWhichRule) {
  const auto json = parse(GetParam().text);
  ASSERT_FALSE(json);
  EXPECT_EQ(json.error().code.text(), GetParam().code);
}

INSTANTIATE_TEST_SUITE_P(
    Structure, RefusedJson,
    testing::Values(
        Refused{"", "JSON-02"}, Refused{" ", "JSON-02"}, Refused{"[", "JSON-02"},
        Refused{"]", "JSON-02"}, Refused{"{\"a\":}", "JSON-02"}, Refused{"{\"a\"}", "JSON-02"},
        Refused{"{a:1}", "JSON-02"}, Refused{"{'a':1}", "JSON-02"}, Refused{"{1:1}", "JSON-02"},
        Refused{"[1,]", "JSON-02"}, Refused{"[,1]", "JSON-02"}, Refused{"[1 2]", "JSON-02"},
        Refused{"{\"a\":1,}", "JSON-02"}, Refused{"{\"a\":1 \"b\":2}", "JSON-02"},
        Refused{"{}{}", "JSON-02"}, Refused{"{} x", "JSON-02"}, Refused{"[1}", "JSON-02"},
        Refused{"/* a */ {}", "JSON-02"}, Refused{"{} // a", "JSON-02"}, Refused{"TRUE", "JSON-02"},
        Refused{"nul", "JSON-02"}, Refused{"nulll", "JSON-02"}, Refused{"NaN", "JSON-02"},
        Refused{"Infinity", "JSON-02"}, Refused{"undefined", "JSON-02"}, Refused{"\f1", "JSON-02"},
        Refused{"\xC2\xA0{}", "JSON-02"}, Refused{"\xEF\xBB\xBF{}", "JSON-02"},
        Refused{"\xFF\xFE{\0}\0"s, "JSON-02"}, Refused{"{}\0"s, "JSON-02"},
        Refused{"{}\0x"s, "JSON-02"}, Refused{"\0{}"s, "JSON-02"}));

INSTANTIATE_TEST_SUITE_P(
    Strings, RefusedJson,
    testing::Values(Refused{"\"", "JSON-02"}, Refused{"\"a", "JSON-02"},
                    Refused{"\"\n\"", "JSON-02"}, Refused{"\"\x1F\"", "JSON-02"},
                    Refused{"\"\0\""s, "JSON-02"}, Refused{R"("\x41")", "JSON-02"},
                    Refused{R"("\u12")", "JSON-02"}, Refused{R"("\u12G4")", "JSON-02"},
                    Refused{R"("\")", "JSON-02"}, Refused{R"("\'")", "JSON-02"},
                    Refused{R"("\ud83d")", "JSON-02"}, Refused{R"("\ud83d\u0041")", "JSON-02"},
                    Refused{R"("\ude02")", "JSON-02"}, Refused{R"("\ude02\ud83d")", "JSON-02"},
                    Refused{"\"\xFF\"", "JSON-02"}, Refused{"\"\xC0\xAF\"", "JSON-02"},
                    Refused{"\"\xE2\x82\"", "JSON-02"}, Refused{"\"\x80\"", "JSON-02"},
                    Refused{"\"\xED\xA0\x80\"", "JSON-02"},
                    Refused{"\"\xF4\x90\x80\x80\"", "JSON-02"}));

INSTANTIATE_TEST_SUITE_P(
    Numbers, RefusedJson,
    testing::Values(Refused{"01", "JSON-02"}, Refused{"+1", "JSON-02"}, Refused{".5", "JSON-02"},
                    Refused{"1.", "JSON-02"}, Refused{"-", "JSON-02"}, Refused{"0x10", "JSON-02"},
                    Refused{"1e", "JSON-02"}, Refused{"-0", "JSON-04"}, Refused{"[-0]", "JSON-04"},
                    Refused{"-0.0", "JSON-04"}, Refused{"1.0", "JSON-04"},
                    Refused{"1e2", "JSON-04"}, Refused{"1E400", "JSON-04"},
                    Refused{"9007199254740992", "JSON-04"}, Refused{"-9007199254740992", "JSON-04"},
                    Refused{"18446744073709551616", "JSON-04"},
                    Refused{"-9223372036854775809", "JSON-04"}));

INSTANTIATE_TEST_SUITE_P(Members, RefusedJson,
                         testing::Values(Refused{R"({"a":1,"a":1})", "JSON-03"},
                                         Refused{R"({"a":1,"a":2})", "JSON-03"},
                                         Refused{R"({"a":1,"\u0061":2})", "JSON-03"},
                                         Refused{R"({"":1,"":1})", "JSON-03"},
                                         Refused{R"({"x":[{"a":1,"b":2,"a":3}]})", "JSON-03"}));

TEST(JsonTest, BoundsSizeInOctets) {
  EXPECT_TRUE(parse("[1,2]", {.max_bytes = 5}));
  const auto json = parse("[1,2]", {.max_bytes = 4});
  ASSERT_FALSE(json);
  EXPECT_EQ(json.error().code.text(), "JSON-01");
}

TEST(JsonTest, BoundsDepth) {
  const auto nested = [](std::size_t depth) {
    return std::string(depth, '[') + std::string(depth, ']');
  };
  EXPECT_TRUE(parse(nested(32)));
  const auto json = parse(nested(33));
  ASSERT_FALSE(json);
  EXPECT_EQ(json.error().code.text(), "JSON-05");
  EXPECT_FALSE(parse(nested(30'000)));
  EXPECT_FALSE(parse(R"({"a":{"a":{}}})", {.max_depth = 2}));
}

TEST(JsonTest, ReadsBackWhatAPersonReads) {
  const Json json(Json::Object{{"a", Json(Json::Array{Json(1), Json("x")})},
                               {"b", Json(Json::Object())},
                               {"c", Json(Json::Array())}});
  EXPECT_EQ(write_json_indented(json),
            "{\n  \"a\": [\n    1,\n    \"x\"\n  ],\n  \"b\": {},\n  \"c\": []\n}\n");
}

TEST(JsonTest, GivesAValueOnlyAsItsOwnType) {
  const auto json = parse(R"({"n":1,"t":"x","f":false,"l":[],"z":null})").value();
  EXPECT_NE(json.object(), nullptr);
  EXPECT_EQ(json.array(), nullptr);
  const Json* number = json.member("n");
  ASSERT_NE(number, nullptr);
  EXPECT_NE(number->integer(), nullptr);
  EXPECT_EQ(number->text(), nullptr);
  EXPECT_EQ(number->boolean(), nullptr);
  EXPECT_EQ(number->member("n"), nullptr);
  const Json* nothing = json.member("z");
  ASSERT_NE(nothing, nullptr);
  EXPECT_TRUE(nothing->is_null());
  EXPECT_EQ(json.member("absent"), nullptr);
}

rc::Gen<Json> any_json(int depth) {
  auto leaf = rc::gen::oneOf(
      rc::gen::just(Json()), rc::gen::map<bool>([](bool flag) { return Json(flag); }),
      rc::gen::map(rc::gen::inRange<std::int64_t>(-9007199254740991, 9007199254740992),
                   [](std::int64_t number) { return Json(number); }),
      rc::gen::map(rc::gen::container<std::string>(rc::gen::inRange<char>(0x00, 0x7F)),
                   [](std::string text) { return Json(std::move(text)); }));
  if (depth == 0) {
    return leaf;
  }
  return rc::gen::oneOf(
      leaf,
      rc::gen::map(rc::gen::container<Json::Array>(any_json(depth - 1)),
                   [](Json::Array items) { return Json(std::move(items)); }),
      rc::gen::map(rc::gen::container<Json::Object>(
                       rc::gen::container<std::string>(rc::gen::inRange<char>(0x00, 0x7F)),
                       any_json(depth - 1)),
                   [](Json::Object members) { return Json(std::move(members)); }));
}

RC_GTEST_PROP(JsonTest, EveryValueSurvivesItsText, ()) {
  const Json json = *any_json(2);
  const JsonLimits roomy{.max_bytes = std::size_t{1} << 26U};
  RC_ASSERT(parse(write_json(json), roomy).value() == json);
  RC_ASSERT(parse(write_json_indented(json), roomy).value() == json);
}

}  // namespace
}  // namespace comity::codec
