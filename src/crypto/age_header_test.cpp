#include "crypto/age_header.h"

#include "crypto/file_key.h"
#include "fakes/seeded_random.h"
#include "support/must.h"
#include "value/bytes.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <string>
#include <vector>

namespace comity::crypto {
namespace {

using value::bytes_of;

const std::string version = "age-encryption.org/v1\n";
const std::string stanza = "-> kind word\nAAAA\n";
const std::string mac = "--- " + std::string(43, 'A') + "\n";

class AgeHeaderLength : public testing::TestWithParam<std::size_t> {};

// 47, 48 and 49 octets of body stand on either side of a full base64 line.
INSTANTIATE_TEST_SUITE_P(Bodies, AgeHeaderLength, testing::Values(0, 1, 32, 47, 48, 49, 96, 500));

TEST_P(AgeHeaderLength, BodyComesBackAndTheMacVerifies) {
  fakes::SeededRandom random;
  const FileKey key = FileKey::random(random);
  Stanza one{"kind", {"first", "!~"}, value::Bytes(GetParam())};
  random.fill(one.body);
  const value::Bytes bytes = write_age_header(std::vector{one, Stanza{"other", {}, {}}}, key);
  const AgeHeader read = testing_support::must(read_age_header(bytes));
  EXPECT_EQ(read.length, bytes.size());
  ASSERT_EQ(read.stanzas.size(), 2U);
  EXPECT_EQ(read.stanzas[0], one);
  EXPECT_TRUE(check_age_mac(read, bytes, key));
  EXPECT_EQ(check_age_mac(read, bytes, FileKey::random(random)).error().code.text(), "AGE-05");
}

TEST_P(AgeHeaderLength, EveryBeginningIsNeitherReadNorRefused) {
  fakes::SeededRandom random;
  const Stanza one{"kind", {"argument"}, value::Bytes(GetParam(), 7)};
  const value::Bytes bytes = write_age_header(std::vector{one}, FileKey::random(random));
  for (std::size_t length = 0; length < bytes.size(); ++length) {
    const auto read = read_age_header(value::BytesView(bytes).first(length));
    ASSERT_TRUE(read) << length << read.error().detail;
    EXPECT_FALSE(read->has_value()) << length;
  }
}

TEST(FileKey, HasSixteenOctets) {
  EXPECT_TRUE(FileKey::from(value::Bytes(16, 1)));
  for (const std::size_t octets : {0UL, 15UL, 17UL, 32UL}) {
    EXPECT_EQ(FileKey::from(value::Bytes(octets, 1)).error().code.text(), "AGE-09") << octets;
  }
}

TEST(AgeHeader, OctetsAfterItAreNotItsOwn) {
  const std::string text = version + stanza + mac + "payload\n--- more";
  const AgeHeader read = testing_support::must(read_age_header(bytes_of(text)));
  EXPECT_EQ(read.length, (version + stanza + mac).size());
}

struct Refused {
  const char* why;
  std::string text;
};

class MalformedAgeHeader : public testing::TestWithParam<Refused> {};

INSTANTIATE_TEST_SUITE_P(
    Headers, MalformedAgeHeader,
    testing::Values(
        Refused{"no stanza", version + mac}, Refused{"bare text", version + "hello\n" + mac},
        Refused{"no type", version + "->\nAAAA\n" + mac},
        Refused{"empty type", version + "-> \nAAAA\n" + mac},
        Refused{"two spaces", version + "-> kind  word\nAAAA\n" + mac},
        Refused{"trailing space", version + "-> kind \nAAAA\n" + mac},
        Refused{"control character", version + "-> kind\tword\nAAAA\n" + mac},
        Refused{"not ASCII", version + "-> k\xc3\xa9\nAAAA\n" + mac},
        Refused{"carriage return", version + "-> kind\r\nAAAA\r\n" + mac},
        Refused{"padding", version + "-> kind\nAAA=\n" + mac},
        Refused{"not canonical", version + "-> kind\nAAB\n" + mac},
        Refused{"impossible length", version + "-> kind\nAAAAA\n" + mac},
        Refused{"line of 65", version + "-> kind\n" + std::string(65, 'A') + "\n\n" + mac},
        Refused{"full last line", version + "-> kind\n" + std::string(64, 'A') + "\n" + mac},
        Refused{"short first line", version + "-> kind\nAAAA\nAAAA\n" + mac},
        Refused{"MAC without space", version + stanza + "---" + std::string(43, 'A') + "\n"},
        Refused{"MAC with two spaces", version + stanza + "---  " + std::string(43, 'A') + "\n"},
        Refused{"MAC with a space after", version + stanza + "--- " + std::string(43, 'A') + " \n"},
        Refused{"no MAC", version + stanza + "---\n"},
        Refused{"short MAC", version + stanza + "--- AAAA\n"},
        Refused{"MAC not canonical", version + stanza + "--- " + std::string(42, 'A') + "B\n"},
        Refused{"padded MAC", version + stanza + "--- " + std::string(43, 'A') + "=\n"},
        Refused{"passphrase and key",
                version + "-> scrypt AAAAAAAAAAAAAAAAAAAAAA 10\nAAAA\n" + stanza + mac}));

TEST_P(MalformedAgeHeader, IsRefused) {
  const auto read = read_age_header(bytes_of(GetParam().text));
  ASSERT_FALSE(read) << GetParam().why;
  EXPECT_EQ(read.error().code.text(), "AGE-02") << GetParam().why;
}

TEST(AgeHeader, OtherFirstLineIsNoAgeFile) {
  for (const char* text : {"x", "age-encryption.org/v2\n", "age-encryption.org/v1\r\n",
                           "-----BEGIN AGE ENCRYPTED FILE-----\n"}) {
    EXPECT_EQ(read_age_header(bytes_of(text)).error().code.text(), "AGE-01") << text;
  }
}

TEST(AgeHeader, EndlessHeaderIsRefused) {
  std::string text = version;
  while (text.size() < max_age_header_octets) {
    text += stanza;
  }
  EXPECT_EQ(read_age_header(bytes_of(text)).error().code.text(), "AGE-03");
  EXPECT_EQ(
      read_age_header(bytes_of(version + "-> " + std::string(70'000, 'a'))).error().code.text(),
      "AGE-03");
}

}  // namespace
}  // namespace comity::crypto
