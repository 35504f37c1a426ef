// Text forms of the age tool, and files that pass between it and us in both directions.
#include "keys/age_identity.h"

#include "codec/bech32.h"
#include "crypto/age.h"
#include "crypto/age_header.h"
#include "crypto/age_recipient.h"
#include "crypto/age_stream.h"
#include "crypto/age_wrap.h"
#include "crypto/file_key.h"
#include "crypto/hybrid.h"
#include "fakes/organisation.h"
#include "fakes/seeded_random.h"
#include "keys/file_opener.h"
#include "keys/private_key.h"
#include "support/shell.h"
#include "support/source_file.h"
#include "value/bytes.h"
#include "value/result.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <fstream>
#include <ios>
#include <memory>
#include <string>
#include <vector>

namespace comity::keys {
namespace {

using fakes::Organisation;
using testing_support::shell;
using testing_support::source_file;
using testing_support::TemporaryFolder;
using value::Bytes;

const std::string vectors = "docs/protocol/vectors/age/";

std::unique_ptr<FileOpener> opener_of(const std::string& identity_file) {
  return FileOpener::make(parse_identity_file(identity_file).value()).value();
}

std::string trimmed(std::string text) {
  while (text.ends_with('\n')) {
    text.pop_back();
  }
  return text;
}

TEST(AgeIdentity, ReadsTheFilesOfAgeKeygen) {
  const auto keys = parse_identity_file(source_file(vectors + "identity.txt"));
  ASSERT_TRUE(keys) << keys.error().detail;
  ASSERT_EQ(keys->size(), 1U);
  EXPECT_EQ(keys->front().recipient().text(), trimmed(source_file(vectors + "recipient.txt")));
}

TEST(AgeIdentity, ComesBackAsItWasExported) {
  const PrivateKey key = Organisation::fresh(KeyKind::x25519);
  const auto text = export_identity(key);
  ASSERT_TRUE(text);
  EXPECT_TRUE(text->starts_with("AGE-SECRET-KEY-1"));
  EXPECT_EQ(parse_identity(*text).value().public_key(), key.public_key());
}

TEST(AgeIdentity, OfAHybridKeyIsThatOfTheForeignTool) {
  const auto keys = parse_identity_file(source_file(vectors + "hybrid_identity.txt"));
  if (const auto able = crypto::supports(crypto::Suite::age_mlkem768x25519); !able) {
    ASSERT_FALSE(keys);
    EXPECT_EQ(keys.error().code, able.error().code) << "the text is said to be good";
    return;
  }
  ASSERT_TRUE(keys) << keys.error().detail;
  EXPECT_EQ(keys->front().recipient().text(),
            trimmed(source_file(vectors + "hybrid_recipient.txt")));
  EXPECT_EQ(export_identity(keys->front()).value(),
            trimmed(source_file(vectors + "hybrid_identity.txt")));
  EXPECT_EQ(keys->front().share().recipient(), keys->front().recipient());
}

TEST(AgeIdentity, OfAnotherLengthIsRefused) {
  for (const char* prefix : {"age-secret-key-", "age-secret-key-pq-"}) {
    std::string text = codec::encode_bech32(prefix, Bytes(33, 1));
    for (char& c : text) {
      c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    }
    const auto key = parse_identity(text);
    ASSERT_FALSE(key);
    EXPECT_TRUE(key.error().code == value::Code("KEY-09") ||
                key.error().code == value::Code("AGE-14"));
  }
}

TEST(AgeIdentity, OtherKindsHaveNone) {
  EXPECT_EQ(export_identity(Organisation::fresh(KeyKind::ed25519)).error().code.text(), "KEY-07");
}

TEST(AgeIdentity, FilesMayHaveCommentsEmptyLinesAndAnyLineEnd) {
  const std::string one = export_identity(Organisation::fresh(KeyKind::x25519)).value();
  const std::string other = export_identity(Organisation::fresh(KeyKind::x25519)).value();
  const auto keys = parse_identity_file("# two\r\n\r\n" + one + "\r\n\n#\n" + other);
  ASSERT_TRUE(keys);
  EXPECT_EQ(keys->size(), 2U);
}

TEST(AgeIdentity, OtherLinesAreRefusedByNumber) {
  std::string identity = export_identity(Organisation::fresh(KeyKind::x25519)).value();
  const auto refused = parse_identity_file("# one\n" + identity + "\nhello\n");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code.text(), "KEY-09");
  EXPECT_NE(refused.error().detail.find("line 3"), std::string::npos);
  EXPECT_EQ(refused.error().detail.find("hello"), std::string::npos) << "may be a secret";
  EXPECT_EQ(parse_identity_file("").error().code.text(), "KEY-09");
  EXPECT_EQ(parse_identity_file("# only a comment\n").error().code.text(), "KEY-09");
  EXPECT_FALSE(parse_identity(source_file(vectors + "recipient.txt")));
  for (char& c : identity) {
    c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  EXPECT_FALSE(parse_identity(identity)) << "age writes and reads it in capitals only";
}

TEST(RecipientFile, IsReadLineByLine) {
  const std::string one = trimmed(source_file(vectors + "recipient.txt"));
  const auto recipients = parse_recipient_file("# desk\n" + one + "\n\n" + one + "\n");
  ASSERT_TRUE(recipients);
  EXPECT_EQ(recipients->size(), 2U);
  EXPECT_EQ(parse_recipient_file(one + "\nage1\n").error().code.text(), "KEY-10");
  EXPECT_EQ(parse_recipient_file("\n").error().code.text(), "KEY-10");
}

struct Golden {
  const char* file;
  std::string plain;
};

class GoldenAgeFile : public testing::TestWithParam<Golden> {};

INSTANTIATE_TEST_SUITE_P(
    MadeByAge, GoldenAgeFile,
    testing::Values(Golden{"empty.age", ""}, Golden{"short.age", "The request was received.\n"},
                    Golden{"two_recipients.age", "The request was received.\n"},
                    Golden{"one_chunk.age", std::string(65536, '\0')},
                    Golden{"two_chunks.age", std::string(65537, '\0')}));

class GoldenHybridFile : public testing::TestWithParam<Golden> {};

INSTANTIATE_TEST_SUITE_P(
    MadeByAgeEncryption, GoldenHybridFile,
    testing::Values(Golden{"hybrid_short.age", "The request was received.\n"},
                    Golden{"hybrid_two_recipients.age", "The request was received.\n"},
                    Golden{"hybrid_two_chunks.age", std::string(65537, '\0')}));

TEST_P(GoldenHybridFile, Opens) {
  if (!crypto::supports(crypto::Suite::age_mlkem768x25519)) {
    GTEST_SKIP() << "this build has no hybrid suite";
  }
  const auto opener = opener_of(source_file(vectors + "hybrid_identity.txt"));
  const auto opened =
      crypto::age_open(*opener, value::bytes_of(source_file(vectors + GetParam().file)));
  ASSERT_TRUE(opened) << opened.error().detail;
  EXPECT_EQ(value::text_of(*opened), GetParam().plain);
}

TEST_P(GoldenAgeFile, Opens) {
  const auto opener = opener_of(source_file(vectors + "identity.txt"));
  const auto opened =
      crypto::age_open(*opener, value::bytes_of(source_file(vectors + GetParam().file)));
  ASSERT_TRUE(opened) << opened.error().detail;
  EXPECT_EQ(value::text_of(*opened), GetParam().plain);
}

class WithTheAgeTool : public testing::Test {
 protected:
  WithTheAgeTool() { write("identity", value::bytes_of(identity_)); }

  void write(const std::string& name, value::BytesView bytes) {
    std::ofstream(folder_.path() / name, std::ios::binary) << value::text_of(bytes);
  }

  [[nodiscard]] std::string path(const std::string& name) const {
    return (folder_.path() / name).string();
  }

  [[nodiscard]] crypto::Recipient recipient() const { return opener_->recipients().front(); }

  /// A file of our making: these stanzas, and one chunk under `key`.
  Bytes file_with(const std::vector<crypto::Stanza>& stanzas, const crypto::FileKey& key) {
    Bytes file = crypto::write_age_header(stanzas, key);
    const Bytes nonce(crypto::age_nonce_octets, 5);
    file.insert(file.end(), nonce.begin(), nonce.end());
    Bytes chunk(4 + crypto::age_tag_octets);
    EXPECT_TRUE(crypto::AgeStream(key, nonce).seal(0, true, value::bytes_of("text"), chunk.data()));
    file.insert(file.end(), chunk.begin(), chunk.end());
    return file;
  }

  /// Whether the age tool opens a file, and that we say the same.
  bool both_open(const Bytes& file) {
    write("file.age", file);
    const bool theirs =
        shell("age -d -i " + path("identity") + " " + path("file.age") + " 2>/dev/null").status ==
        0;
    EXPECT_EQ(crypto::age_open(*opener_, file).has_value(), theirs);
    return theirs;
  }

  TemporaryFolder folder_;
  std::string identity_ = export_identity(Organisation::fresh(KeyKind::x25519)).value() + "\n";
  std::unique_ptr<FileOpener> opener_ = opener_of(identity_);
  fakes::SeededRandom random_;
};

TEST_F(WithTheAgeTool, OurFilesAreOpened) {
  for (const std::size_t length : {0U, 1U, 65536U, 65537U, 200000U}) {
    Bytes plain(length);
    random_.fill(plain);
    write("plain", plain);
    write("sealed.age", crypto::age_seal(std::vector{recipient()}, plain, random_).value());
    const auto outcome = shell("age -d -i " + path("identity") + " " + path("sealed.age") +
                               " | cmp - " + path("plain") + " 2>&1");
    EXPECT_EQ(outcome.status, 0) << length << outcome.output;
  }
}

TEST_F(WithTheAgeTool, ItsFilesAreOpened) {
  for (const std::size_t length : {0U, 1U, 65536U, 65537U, 200000U}) {
    Bytes plain(length);
    random_.fill(plain);
    write("plain", plain);
    const auto sealed = shell("age -r " + recipient().text() + " " + path("plain"));
    ASSERT_EQ(sealed.status, 0);
    const auto opened = crypto::age_open(*opener_, value::bytes_of(sealed.output));
    ASSERT_TRUE(opened) << opened.error().detail;
    EXPECT_EQ(*opened, plain);
  }
}

TEST_F(WithTheAgeTool, HeadersOfEveryShapeAreJudgedAlike) {
  const crypto::FileKey key = crypto::FileKey::random(random_);
  const crypto::Stanza mine = crypto::wrap_file_key(key, recipient(), random_).value();
  const crypto::Stanza grease{"x-grease", {"a", "b"}, Bytes(48, 1)};
  crypto::Stanza two_shares = mine;
  two_shares.arguments.push_back(two_shares.arguments[0]);
  crypto::Stanza long_body = mine;
  long_body.body.push_back(0);
  crypto::Stanza zero_share = mine;
  zero_share.arguments[0] = std::string(43, 'A');
  crypto::Stanza other_case = mine;
  other_case.type = "x25519";
  EXPECT_TRUE(both_open(file_with({mine}, key)));
  EXPECT_TRUE(both_open(file_with({grease, mine, grease}, key)));
  EXPECT_TRUE(both_open(file_with({mine, mine}, key)));
  EXPECT_FALSE(both_open(file_with({grease}, key)));
  EXPECT_FALSE(both_open(file_with({two_shares}, key)));
  EXPECT_FALSE(both_open(file_with({long_body}, key)));
  EXPECT_FALSE(both_open(file_with({zero_share}, key)));
  EXPECT_FALSE(both_open(file_with({other_case}, key)));
  EXPECT_FALSE(both_open(file_with({mine}, crypto::FileKey::random(random_))));
}

TEST_F(WithTheAgeTool, DamagedFilesAreJudgedAlike) {
  Bytes plain(65536 + 100);
  random_.fill(plain);
  const Bytes file = crypto::age_seal(std::vector{recipient()}, plain, random_).value();
  for (const std::size_t end : {std::size_t{10}, std::size_t{190}, std::size_t{200},
                                std::size_t{200 + 65552}, file.size() - 1}) {
    EXPECT_FALSE(both_open(Bytes(file.begin(), file.begin() + static_cast<std::ptrdiff_t>(end))));
  }
  Bytes longer = file;
  longer.push_back(0);
  EXPECT_FALSE(both_open(longer));
  for (std::size_t at = 0; at < 220; at += 11) {
    Bytes altered = file;
    altered[at] ^= 1;
    EXPECT_FALSE(both_open(altered)) << at;
  }
}

TEST_F(WithTheAgeTool, KeygenKnowsOurIdentities) {
  EXPECT_EQ(trimmed(shell("age-keygen -y " + path("identity")).output), recipient().text());
}

}  // namespace
}  // namespace comity::keys
