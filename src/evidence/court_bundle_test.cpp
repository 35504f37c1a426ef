#include "evidence/court_bundle.h"

#include "crypto/sha256.h"
#include "evidence/inner_manifest.h"
#include "value/bytes.h"
#include "value/digest.h"
#include "value/instant.h"
#include "value/result.h"
#include "value/uuid.h"

#include <gtest/gtest.h>

#include <string>

namespace comity::evidence::bundle {
namespace {

value::Digest digest(const std::string& text) { return crypto::sha256(value::bytes_of(text)); }

template <class T>
std::string code(const value::Result<T>& result) {
  return result ? "" : std::string(result.error().code.text());
}

TEST(CourtBundleTest, TheHeadComesBackAsItWasWritten) {
  const Head head{value::parse_uuid("019d0000-0000-7000-8000-000000000001").value(),
                  value::parse_instant("2026-11-21T21:45:21Z").value(), "xa"};
  EXPECT_EQ(decode_head(encode_head(head)).value(), head);
}

TEST(CourtBundleTest, AHeadOfAnotherVersionOrWithMoreMembersIsRefused) {
  const auto read = [](const std::string& text) { return decode_head(value::bytes_of(text)); };
  const std::string rest = R"("case_id":"019d0000-0000-7000-8000-000000000001",)"
                           R"("made_at":"2026-11-21T21:45:21Z","node":"xa")";
  EXPECT_TRUE(read("{\"schema\":\"bundle/1\"," + rest + "}"));
  EXPECT_EQ(code(read("{\"schema\":\"bundle/2\"," + rest + "}")), "VER-21");
  EXPECT_EQ(code(read("{\"schema\":\"bundle/2\",\"of\":\"another form\"}")), "VER-21");
  EXPECT_EQ(code(read("{\"schema\":\"bundle/x\"," + rest + "}")), "VER-02");
  EXPECT_EQ(code(read("{\"schema\":\"bundle/1\",\"more\":1," + rest + "}")), "VER-02");
  EXPECT_EQ(code(read("{}")), "VER-02");
  EXPECT_EQ(code(read("not JSON")), "VER-02");
}

TEST(CourtBundleTest, RootsAreLinesOfNodeAndFingerprint) {
  const Roots roots{{"xa", digest("a")}, {"xb", digest("b")}};
  EXPECT_EQ(decode_roots(encode_roots(roots)).value(), roots);
  EXPECT_EQ(decode_roots("# read out by telephone\r\n\n" + encode_roots(roots)).value(), roots);
  EXPECT_TRUE(decode_roots("").value().empty());
}

TEST(CourtBundleTest, ARootThatCouldBeMisreadIsRefused) {
  const std::string line = "xa " + digest("a").hex() + "\n";
  EXPECT_EQ(code(decode_roots(line + line)), "VER-03");
  EXPECT_EQ(code(decode_roots("xa\n")), "VER-03");
  EXPECT_EQ(code(decode_roots("XA " + digest("a").hex())), "VER-03");
  EXPECT_EQ(code(decode_roots("xa " + digest("a").hex() + " ")), "VER-03");
}

TEST(CourtBundleTest, SumsHaveTheFormOfTheSumsTool) {
  const Sums sums{{"bundle.json", digest("a")}, {"files/0001-a b.txt", digest("b")}};
  const std::string text = encode_sums(sums);
  EXPECT_EQ(text.substr(64, 14), "  bundle.json\n");
  EXPECT_EQ(decode_sums(text).value(), sums);
}

TEST(CourtBundleTest, EveryOtherSpellingOfSumsIsRefused) {
  const std::string one = digest("a").hex() + "  a\n";
  const std::string two = digest("b").hex() + "  b\n";
  EXPECT_TRUE(decode_sums(one + two));
  EXPECT_EQ(code(decode_sums(two + one)), "VER-04");
  EXPECT_EQ(code(decode_sums(one + one)), "VER-04");
  EXPECT_EQ(code(decode_sums(digest("a").hex() + " *a\n")), "VER-04");
  EXPECT_EQ(code(decode_sums(digest("a").hex() + "  a")), "VER-04");
  EXPECT_EQ(code(decode_sums("\n")), "VER-04");
}

TEST(CourtBundleTest, FilesAreNamedAsOpeningNamesThem) {
  InnerManifest inner;
  EvidenceObject object;
  object.name = "Report über alles.pdf";
  object.length = 7;
  object.sha256 = digest("a");
  inner.objects = {object};
  const auto files = files_of(inner);
  ASSERT_EQ(files.size(), 1U);
  EXPECT_TRUE(files[0].path.starts_with("files/0001-"));
  EXPECT_EQ(files[0].name, object.name);
  EXPECT_EQ(files[0].sha256, object.sha256);
}

TEST(CourtBundleTest, PathsHaveFourDigits) {
  EXPECT_EQ(statement_path(7), "statements/0007.enclosure");
  EXPECT_EQ(object_path(12'345), "package/12345.age");
  EXPECT_EQ(chain_path("xa"), "key-sets/xa.chain");
}

}  // namespace
}  // namespace comity::evidence::bundle
