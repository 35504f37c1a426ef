#include "codec/members.h"

#include "codec/json.h"
#include "value/bytes.h"
#include "value/result.h"

#include <gtest/gtest.h>

#include <functional>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>

namespace comity::codec {
namespace {

constexpr const char* digest_text =
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

Json parse(std::string_view text) { return parse_json(value::bytes_of(text), {}).value(); }

TEST(MembersTest, ReadsEachTypeOnce) {
  const Json json = parse(R"({"t":"x","i":-7,"b":true,"l":[1],"o":{"p":1},"s":"Zg==",
    "u":"017f22e2-79b0-7cc3-98c4-dc0c0c07398f","w":"2026-11-03T02:14:09Z",
    "d":")" + std::string(digest_text) +
                          R"("})");
  Members members(json, "letter");
  EXPECT_EQ(members.text("t"), "x");
  EXPECT_EQ(members.integer("i"), -7);
  EXPECT_TRUE(members.boolean("b"));
  EXPECT_EQ(members.array("l").size(), 1U);
  EXPECT_NE(members.object("o").member("p"), nullptr);
  EXPECT_EQ(members.base64("s"), value::Bytes{'f'});
  EXPECT_EQ(members.uuid("u").text(), "017f22e2-79b0-7cc3-98c4-dc0c0c07398f");
  EXPECT_EQ(members.instant("w").text(), "2026-11-03T02:14:09Z");
  EXPECT_EQ(members.digest("d").hex(), digest_text);
  EXPECT_TRUE(members.finish());
}

TEST(MembersTest, AnOptionalMemberMayBeAbsentButNotAnotherType) {
  const Json json = parse(R"({"there":"x","number":1})");
  Members members(json, "letter");
  EXPECT_EQ(members.optional_text("there"), "x");
  EXPECT_EQ(members.optional_text("absent"), std::nullopt);
  EXPECT_EQ(members.optional("absent"), nullptr);
  EXPECT_NE(members.optional("number"), nullptr);
  EXPECT_TRUE(members.finish());
  EXPECT_EQ(members.optional_text("number"), std::nullopt);
  EXPECT_EQ(members.finish().error().code.text(), "JSON-08");
}

TEST(MembersTest, RefusesAMemberNobodyAskedFor) {
  const Json json = parse(R"({"known":1,"newer":2})");
  Members members(json, "letter");
  EXPECT_EQ(members.integer("known"), 1);
  const auto finished = members.finish();
  ASSERT_FALSE(finished);
  EXPECT_EQ(finished.error(), (value::Error{"JSON-09", "letter.newer"}));
}

TEST(MembersTest, KeepsTheFirstErrorOnly) {
  const Json json = parse(R"({"i":"x"})");
  Members members(json, "letter");
  EXPECT_EQ(members.integer("i"), 0);
  EXPECT_EQ(members.text("absent"), "");
  members.refuse({"JSON-02", "later"});
  EXPECT_EQ(members.finish().error(), (value::Error{"JSON-08", "letter.i is no integer"}));
}

TEST(MembersTest, LetsADecoderAddItsOwnError) {
  const Json json = parse("{}");
  Members members(json, "letter");
  EXPECT_TRUE(members.finish());
  members.refuse({"VAL-06", "no such desk"});
  EXPECT_EQ(members.finish().error().code.text(), "VAL-06");
}

TEST(MembersTest, WantsAnObject) {
  const Json json = parse("[]");
  Members members(json, "letter");
  EXPECT_EQ(members.text("a"), "");
  EXPECT_EQ(members.finish().error(), (value::Error{"JSON-06", "letter"}));
}

struct Misread {
  const char* name;
  const char* code;
  std::function<void(Members&)> read;

  friend void PrintTo(const Misread& misread, std::ostream* out) { *out << misread.name; }
};

class RefusedMember : public testing::TestWithParam<Misread> {};

TEST_P(RefusedMember, SaysWhichRule) {
  const Json json = parse(R"({"text":"x","number":1})");
  Members members(json, "letter");
  GetParam().read(members);
  const auto finished = members.finish();
  ASSERT_FALSE(finished);
  EXPECT_EQ(finished.error().code.text(), GetParam().code);
}

INSTANTIATE_TEST_SUITE_P(
    Members, RefusedMember,
    testing::Values(Misread{"MissingText", "JSON-07", [](Members& m) { m.text("none"); }},
                    Misread{"MissingInteger", "JSON-07", [](Members& m) { m.integer("none"); }},
                    Misread{"MissingBoolean", "JSON-07", [](Members& m) { m.boolean("none"); }},
                    Misread{"MissingDigest", "JSON-07", [](Members& m) { m.digest("none"); }},
                    Misread{"MissingArray", "JSON-07", [](Members& m) { m.array("none"); }},
                    Misread{"MissingObject", "JSON-07", [](Members& m) { m.object("none"); }},
                    Misread{"TextForNumber", "JSON-08", [](Members& m) { m.text("number"); }},
                    Misread{"IntegerForText", "JSON-08", [](Members& m) { m.integer("text"); }},
                    Misread{"BooleanForText", "JSON-08", [](Members& m) { m.boolean("text"); }},
                    Misread{"ArrayForText", "JSON-08", [](Members& m) { m.array("text"); }},
                    Misread{"ObjectForText", "JSON-08", [](Members& m) { m.object("text"); }},
                    Misread{"NoDigest", "VAL-01", [](Members& m) { m.digest("text"); }},
                    Misread{"NoUuid", "VAL-05", [](Members& m) { m.uuid("text"); }},
                    Misread{"NoInstant", "VAL-03", [](Members& m) { m.instant("text"); }},
                    Misread{"NoBase64", "CODEC-01", [](Members& m) { m.base64("text"); }}),
    [](const auto& given) { return given.param.name; });

TEST(MembersTest, NamesTheMemberInTheDetail) {
  const Json json = parse(R"({"at":"yesterday"})");
  Members members(json, "letter.header");
  EXPECT_EQ(members.instant("at"), value::Instant{});
  EXPECT_TRUE(members.finish().error().detail.starts_with("letter.header.at: "));
}

}  // namespace
}  // namespace comity::codec
