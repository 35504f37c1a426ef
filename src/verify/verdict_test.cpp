#include "verify/verdict.h"

#include "codec/json.h"
#include "value/bytes.h"
#include "value/result.h"
#include "verify/finding.h"
#include "verify/telling.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <optional>
#include <string>

namespace comity::verify {
namespace {

using testing::HasSubstr;
using testing::StartsWith;
using value::fail;

TEST(VerdictTest, WhatHoldsIsUnaltered) {
  Findings findings;
  EXPECT_TRUE(findings.add(Check::sums, "bundle.json", {}));
  findings.note(Check::time, ".", "claimed");
  const Verdict verdict = verdict_of(findings);
  EXPECT_EQ(verdict.status(), 0);
  EXPECT_EQ(verdict.word(), "unaltered");
  EXPECT_THAT(verdict.sentence(), StartsWith("Unaltered"));
}

TEST(VerdictTest, WhatIsBrokenIsNamedWithItsChunk) {
  Findings findings;
  EXPECT_FALSE(findings.add(Check::evidence_file, {"files/0001-a", {}, 7}, fail("VER-20", "x")));
  EXPECT_FALSE(findings.add(Check::sealed_object, "package/0001.age", fail("PKG-10", "y")));
  const Verdict verdict = verdict_of(findings);
  EXPECT_EQ(verdict.status(), 1);
  EXPECT_EQ(verdict.where.size(), 2U);
  EXPECT_EQ(verdict.sentence(),
            "Altered: files/0001-a, chunk 7: VER-20 x; package/0001.age: PKG-10 y");
}

TEST(VerdictTest, WhatIsMissingDecidesOnlyWhenNothingIsBroken) {
  Findings findings;
  findings.add(Check::trusted_root, "key-sets/xa.chain", fail("VER-08", "ask"));
  EXPECT_EQ(verdict_of(findings).status(), 2);
  EXPECT_THAT(verdict_of(findings).sentence(), HasSubstr("key-sets/xa.chain: VER-08 ask"));
  findings.add(Check::sums, "bundle.json", fail("VER-05", "z"));
  EXPECT_EQ(verdict_of(findings).status(), 1);
  EXPECT_EQ(verdict_of(findings).missing.size(), 1U);
}

TEST(VerdictTest, ANewerVersionIsNoAlteration) {
  for (const value::Code code :
       {value::Code("STMT-02"), value::Code("JSON-09"), value::Code("PKG-01"),
        value::Code("PKG-19"), value::Code("VER-21"), value::Code("LEDGER-07")}) {
    Findings findings;
    findings.add(Check::form, ".", fail(code, "newer"));
    EXPECT_EQ(verdict_of(findings).word(), "undecided") << code.text();
  }
}

TEST(VerdictTest, NothingCheckedIsNotUnaltered) { EXPECT_EQ(verdict_of({}).status(), 2); }

TEST(VerdictTest, EachAnswerSaysWhatItProvesAndWhatNot) {
  for (const Answer answer : {Answer::unaltered, Answer::altered, Answer::undecided}) {
    EXPECT_FALSE(proven_by(answer).empty());
    EXPECT_FALSE(not_proven_by(answer).empty());
  }
}

TEST(VerdictTest, AsJsonItNamesPlacesAndCodes) {
  Findings findings;
  findings.add(Check::evidence_file, {"files/0001-a", {}, 7}, fail("VER-20", "x"));
  const std::string text = as_json(findings);
  const auto json = codec::parse_json(value::bytes_of(text), {1UL << 20U, 8}).value();
  EXPECT_EQ(*json.member("verdict"), codec::Json("altered"));
  const codec::Json::Array places = *json.member("where")->array();
  EXPECT_EQ(places.front(), (codec::Json(codec::Json::Object{{"check", "file"},
                                                             {"path", "files/0001-a"},
                                                             {"chunk", 7},
                                                             {"code", "VER-20"},
                                                             {"detail", "x"}})));
  EXPECT_THAT(as_text(findings), HasSubstr("Does not prove: "));
}

TEST(VerdictTest, AFolderThatIsNoBundleIsUndecidedAsJsonToo) {
  EXPECT_THAT(as_json(value::Error{"SEAL-01", "gone"}), HasSubstr("\"verdict\": \"undecided\""));
}

}  // namespace
}  // namespace comity::verify
