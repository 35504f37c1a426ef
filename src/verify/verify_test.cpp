#include "verify/verify.h"

#include "codec/json.h"
#include "evidence/court_bundle.h"
#include "ledger/slip.h"
#include "statement/statement.h"
#include "support/bundle_story.h"
#include "value/bytes.h"
#include "value/digest.h"
#include "verify/finding.h"
#include "verify/telling.h"
#include "verify/verdict.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstddef>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace comity::verify {
namespace {

using codec::Json;
using testing::HasSubstr;
using testing::StartsWith;
using testing_support::BundleStory;
namespace bundle = evidence::bundle;

class VerifyTest : public testing::Test {
 protected:
  struct Told {
    std::string sentence;
    int status = 2;
    std::vector<std::string> where;  ///< "check path", with the chunk if it is known
  };

  [[nodiscard]] Told verdict(const bundle::Roots& trusted) const {
    const auto findings = verify_bundle(story_.folder(), trusted);
    if (!findings) {
      return {"no bundle: " + std::string(findings.error().code.text()), 2, {}};
    }
    const Verdict verdict = verdict_of(*findings);
    Told told{verdict.sentence(), verdict.status(), {}};
    for (const Finding* finding : verdict.where) {
      const Place at(finding->place.path, {}, finding->place.chunk);
      told.where.push_back(std::string(meaning_of(finding->check).name) + " " + at.text());
    }
    return told;
  }

  [[nodiscard]] Told verdict() const { return verdict(story_.roots); }

  /// One octet in the middle of a file becomes another.
  void flip(const std::string& path) const {
    value::Bytes bytes = story_.read(path);
    bytes[bytes.size() / 2] ^= 1U;
    story_.write(path, bytes);
  }

  /// The same statement once more, as the next file, and the sums of a careful forger.
  void add_statement(testing_support::BundleNode& from, const statement::Statement& statement,
                     const std::vector<std::string>& authorisations) {
    story_.add(from, from.envelope(statement, authorisations));
    story_.write_sums();
  }

  statement::Statement answer(const std::string& document) {
    return story_.make(story_.xb, story_.xa, document, {BundleStory::digest_of(story_.manifest)},
                       Json::Object{});
  }

  BundleStory story_;
};

TEST_F(VerifyTest, AnUntouchedBundleIsUnaltered) {
  EXPECT_THAT(verdict().sentence, StartsWith("Unaltered"));
  EXPECT_EQ(verdict().status, 0);
}

TEST_F(VerifyTest, WithoutTrustItNamesTheFingerprintsToAskFor) {
  const Told got = verdict({});
  EXPECT_EQ(got.status, 2);
  EXPECT_THAT(got.sentence, StartsWith("Cannot be decided"));
  for (const auto& [node, root] : story_.roots) {
    EXPECT_THAT(got.sentence, HasSubstr(root.hex()));
  }
}

TEST_F(VerifyTest, ARootThatTheReaderWasToldOtherwiseIsRefused) {
  bundle::Roots trusted = story_.roots;
  trusted["xb"] = trusted["xa"];
  EXPECT_THAT(verdict(trusted).sentence, HasSubstr("VER-07"));
  EXPECT_EQ(verdict(trusted).status, 1);
}

TEST_F(VerifyTest, OneFlippedOctetInAnyFileIsRefused) {
  for (const std::string& path : story_.paths()) {
    const value::Bytes before = story_.read(path);
    flip(path);
    EXPECT_EQ(verdict().status, 1) << path << ": " << verdict().sentence;
    story_.write(path, before);
  }
  EXPECT_EQ(verdict().status, 0);
}

TEST_F(VerifyTest, WritingNewSumsHidesNoFlippedOctetOfWhatWasSigned) {
  for (const std::string& path : story_.paths()) {
    if (path == bundle::head_file || path == bundle::sums_file) {
      continue;  // bundle.json is its writer's claim: what it names is checked below
    }
    const value::Bytes before = story_.read(path);
    flip(path);
    story_.write_sums();
    EXPECT_EQ(verdict().status, 1) << path << ": " << verdict().sentence;
    story_.write(path, before);
  }
}

TEST_F(VerifyTest, EveryOctetOfAStatementCounts) {
  const std::string path = bundle::statement_path(1);
  const value::Bytes before = story_.read(path);
  for (std::size_t at = 0; at < before.size(); at += 97) {
    value::Bytes bytes = before;
    bytes[at] ^= 1U;
    story_.write(path, bytes);
    story_.write_sums();
    EXPECT_EQ(verdict().status, 1) << at << ": " << verdict().sentence;
  }
}

TEST_F(VerifyTest, AMissingFileAndAnAddedOneAreRefused) {
  story_.write("verdict.txt", value::to_bytes("all is well"));
  EXPECT_THAT(verdict().sentence, HasSubstr("VER-06"));
  story_.write_sums();
  EXPECT_THAT(verdict().sentence, HasSubstr("VER-06"));
  std::filesystem::remove(story_.folder() / "verdict.txt");
  std::filesystem::remove(story_.folder() / bundle::statement_path(2));
  EXPECT_EQ(verdict().status, 1);
}

TEST_F(VerifyTest, ALinkIsNoFileOfABundle) {
  std::filesystem::create_symlink("/etc/hostname", story_.folder() / "files" / "0009-x");
  EXPECT_THAT(verdict().where, testing::ElementsAre("form files/0009-x"));
}

TEST_F(VerifyTest, AFolderWithoutHeadIsNoBundle) {
  std::filesystem::remove(story_.folder() / bundle::head_file);
  EXPECT_EQ(verdict().sentence, "no bundle: VER-01");
}

TEST_F(VerifyTest, TheHeadMustNameTheCaseAndANodeOfTheBundle) {
  story_.write(bundle::head_file, bundle::encode_head({story_.id(), story_.clock.now(), "xa"}));
  story_.write_sums();
  EXPECT_THAT(verdict().sentence, HasSubstr("VER-1"));
  story_.write(bundle::head_file, bundle::encode_head({story_.case_id, story_.clock.now(), "xc"}));
  story_.write_sums();
  EXPECT_THAT(verdict().sentence, HasSubstr("VER-09"));
}

TEST_F(VerifyTest, AMissingParentLeavesTheVerdictOpen) {
  story_.write(bundle::statement_path(1), story_.read(bundle::statement_path(3)));
  std::filesystem::remove(story_.folder() / bundle::statement_path(2));
  std::filesystem::remove(story_.folder() / bundle::statement_path(3));
  std::filesystem::rename(story_.folder() / bundle::statement_path(4),
                          story_.folder() / bundle::statement_path(2));
  story_.write_sums();
  EXPECT_EQ(verdict().status, 2);
  EXPECT_THAT(verdict().sentence, HasSubstr("VER-14"));
}

TEST_F(VerifyTest, AStatementThatNobodyAuthorisedIsRefused) {
  add_statement(story_.xb, answer("decision_grant"), {});
  EXPECT_THAT(verdict().sentence, HasSubstr("VER-12"));
}

TEST_F(VerifyTest, AnAuthorisationForAnotherActIsRefused) {
  const auto statement = answer("decision_grant");
  add_statement(story_.xb, statement,
                {story_.xb.authorise(statement, "duty_officer", "decision_refusal")});
  EXPECT_THAT(verdict().sentence, HasSubstr("VER-11"));
}

TEST_F(VerifyTest, ARoleThePersonWasNotEnrolledInIsRefused) {
  const auto statement = answer("decision_grant");
  add_statement(story_.xb, statement, {story_.xb.authorise(statement, "deciding_authority")});
  EXPECT_THAT(verdict().sentence, HasSubstr("VER-11"));
}

TEST_F(VerifyTest, OnePersonCountsOnce) {
  const auto statement = answer("decision_grant");
  const std::string once = story_.xb.authorise(statement, "duty_officer");
  add_statement(story_.xb, statement, {once, once});
  EXPECT_THAT(verdict().sentence, HasSubstr("stands twice"));
}

TEST_F(VerifyTest, AStatementSignedForAnotherNodesDeskIsRefused) {
  auto statement = answer("decision_grant");
  statement.head.from_desk = story_.xa.desk_name();
  add_statement(story_.xb, statement, {story_.xb.authorise(statement, "duty_officer")});
  EXPECT_EQ(verdict().status, 1);
}

TEST_F(VerifyTest, AReceiptForWhatWasNotReceivedIsRefused) {
  const value::Digest manifest = BundleStory::digest_of(story_.manifest);
  Json::Object record{{"verdict", "accepted"},
                      {"payload_digest", manifest.hex()},
                      {"slip", ledger::slip_json(story_.xa.log(value::bytes_of("other bytes")))}};
  add_statement(
      story_.xa,
      story_.make(story_.xa, story_.xb, "technical_receipt", {manifest}, std::move(record)), {});
  EXPECT_THAT(verdict().sentence, HasSubstr("LEDGER-19"));
}

TEST_F(VerifyTest, AReceiptOfOnesOwnStatementIsRefused) {
  const value::Digest manifest = BundleStory::digest_of(story_.manifest);
  Json::Object record{{"verdict", "accepted"},
                      {"payload_digest", manifest.hex()},
                      {"slip", ledger::slip_json(story_.xb.log(story_.manifest))}};
  add_statement(
      story_.xb,
      story_.make(story_.xb, story_.xa, "technical_receipt", {manifest}, std::move(record)), {});
  EXPECT_THAT(verdict().sentence, HasSubstr("VER-18"));
}

TEST_F(VerifyTest, TheSameStatementTwiceIsRefused) {
  const auto statement = answer("decision_grant");
  const std::string authorisation = story_.xb.authorise(statement, "duty_officer");
  add_statement(story_.xb, statement, {authorisation});
  EXPECT_EQ(verdict().status, 0) << verdict().sentence;
  add_statement(story_.xb, statement, {authorisation});
  EXPECT_THAT(verdict().sentence, HasSubstr("VER-13"));
}

TEST_F(VerifyTest, AStatementWithoutReceiptIsNotedAndNothingMore) {
  const auto statement = answer("decision_grant");
  add_statement(story_.xb, statement, {story_.xb.authorise(statement, "duty_officer")});
  EXPECT_EQ(verdict().status, 0) << verdict().sentence;
  EXPECT_THAT(as_text(verify_bundle(story_.folder(), story_.roots).value()),
              HasSubstr("no receipt in the bundle"));
}

TEST_F(VerifyTest, WithoutObjectsAndFilesTheStatementsStillStand) {
  for (const std::string& path : story_.paths()) {
    if (path.ends_with(".age") || path.starts_with("files") || path == bundle::inner_file) {
      std::filesystem::remove(story_.folder() / path);
    }
  }
  story_.write_sums();
  EXPECT_EQ(verdict().status, 0) << verdict().sentence;
}

TEST_F(VerifyTest, FilesWithoutTheSignedListAreRefused) {
  std::filesystem::remove(story_.folder() / bundle::inner_file);
  story_.write_sums();
  EXPECT_EQ(verdict().status, 1);
}

TEST_F(VerifyTest, EachFindingSaysWhatItProvesAndWhatNot) {
  const auto findings = verify_bundle(story_.folder(), story_.roots).value();
  for (const Finding& finding : findings.all()) {
    EXPECT_FALSE(meaning_of(finding.check).proves.empty());
    EXPECT_FALSE(meaning_of(finding.check).does_not_prove.empty());
  }
  const std::string json = as_json(findings);
  EXPECT_TRUE(codec::parse_json(value::bytes_of(json), {1UL << 20U, 8}));
  EXPECT_THAT(json, HasSubstr("\"status\": 0"));
  EXPECT_THAT(json, HasSubstr("\"does_not_prove\""));
  EXPECT_THAT(as_text(findings), HasSubstr("time claimed, not proven"));
}

}  // namespace
}  // namespace comity::verify
