#include "crypto/age_recipient.h"

#include "codec/bech32.h"
#include "crypto/age_x25519.h"
#include "crypto/kem.h"
#include "support/source_file.h"
#include "value/bytes.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace comity::crypto {
namespace {

constexpr const char* published = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p";

TEST(Recipient, IsReadAndWrittenBack) {
  const auto recipient = Recipient::parse(published);
  ASSERT_TRUE(recipient);
  EXPECT_EQ(recipient->text(), published);
  EXPECT_EQ(recipient->suite(), Suite::age_x25519);
  X25519Key key{};
  ASSERT_EQ(recipient->public_key().size(), key.size());
  std::ranges::copy(recipient->public_key(), key.begin());
  EXPECT_EQ(Recipient::x25519(key), *recipient);
}

TEST(Recipient, OfTheHybridSuiteIsReadInAnyBuild) {
  HybridPublicKey key{};
  key.back() = 7;
  const Recipient recipient = Recipient::hybrid(key);
  EXPECT_EQ(recipient.suite(), Suite::age_mlkem768x25519);
  const std::string text = recipient.text();
  EXPECT_TRUE(text.starts_with("age1pq1"));
  EXPECT_EQ(text.size(), 1959U);
  EXPECT_EQ(Recipient::parse(text).value(), recipient);
  EXPECT_EQ(Recipient::parse(text.substr(0, 1958)).error().code.text(), "AGE-10");
}

// Sealed to the identity beside it by npm age-encryption.
TEST(Recipient, OfTheHybridSuiteIsReadFromAFile) {
  std::string text = testing_support::source_file("docs/protocol/vectors/age/hybrid_recipient.txt");
  text.pop_back();
  const auto recipient = Recipient::parse(text);
  ASSERT_TRUE(recipient);
  EXPECT_EQ(recipient->suite(), Suite::age_mlkem768x25519);
  EXPECT_EQ(recipient->text(), text);
}

TEST(Recipient, RefusesOtherTexts) {
  std::string upper(published);
  for (char& c : upper) {
    c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  std::string altered(published);
  altered[20] = altered[20] == 'q' ? 'p' : 'q';
  const std::string short_key = codec::encode_bech32("age", value::Bytes(31, 1));
  const std::string other_kind = codec::encode_bech32("age1pq", value::Bytes(32, 1));
  const std::string short_hybrid = codec::encode_bech32("age1pq", value::Bytes(1215, 1));
  const std::string unmarked_hybrid = codec::encode_bech32("age", value::Bytes(1216, 1));
  for (const std::string& text :
       {std::string(), upper, altered, short_key, other_kind, short_hybrid, unmarked_hybrid,
        std::string(" ") + published, published + std::string("\n")}) {
    const auto recipient = Recipient::parse(text);
    ASSERT_FALSE(recipient) << text;
    EXPECT_EQ(recipient.error().code.text(), "AGE-10");
  }
}

TEST(SuiteNames, ComeBackAndUnknownOnesAreRefused) {
  EXPECT_EQ(suite_name(Suite::age_x25519), "age-x25519");
  EXPECT_EQ(parse_suite("age-x25519").value(), Suite::age_x25519);
  EXPECT_EQ(suite_name(Suite::age_mlkem768x25519), "age-mlkem768x25519");
  EXPECT_EQ(parse_suite("age-mlkem768x25519").value(), Suite::age_mlkem768x25519);
  EXPECT_EQ(parse_suite("age-mlkem1024").error().code.text(), "AGE-11");
  EXPECT_EQ(parse_suite("").error().code.text(), "AGE-11");
}

}  // namespace
}  // namespace comity::crypto
