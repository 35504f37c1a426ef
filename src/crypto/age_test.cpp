#include "crypto/age.h"

#include "crypto/age_head.h"
#include "crypto/age_header.h"
#include "crypto/age_recipient.h"
#include "crypto/age_stream.h"
#include "crypto/age_wrap.h"
#include "crypto/file_key.h"
#include "crypto/sha256.h"
#include "fakes/seeded_random.h"
#include "fakes/x25519_opener.h"
#include "support/must.h"
#include "value/bytes.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

namespace comity::crypto {
namespace {

constexpr std::size_t sealed_chunk = age_chunk_octets + age_tag_octets;

class Age : public testing::Test {
 protected:
  value::Bytes plain(std::size_t length) {
    value::Bytes out(length);
    random_.fill(out);
    return out;
  }

  value::Bytes sealed(const value::Bytes& bytes) {
    return age_seal(std::vector{opener_.recipient()}, bytes, random_).value();
  }

  /// Where the chunks begin in a file sealed to one recipient.
  static std::size_t payload_at(const value::Bytes& file) {
    return testing_support::must(read_age_header(file)).length + age_nonce_octets;
  }

  std::string refusal(const value::Bytes& file) {
    const auto opened = age_open(opener_, file);
    return opened ? "opened" : std::string(opened.error().code.text());
  }

  fakes::SeededRandom random_;
  fakes::X25519Opener opener_{random_};
};

class AgeLengths : public Age, public testing::WithParamInterface<std::size_t> {};

INSTANTIATE_TEST_SUITE_P(AroundChunks, AgeLengths,
                         testing::Values(0, 1, 65535, 65536, 65537, 131071, 131072, 131073));

TEST_P(AgeLengths, SealedFilesOpen) {
  const value::Bytes bytes = plain(GetParam());
  const value::Bytes file = sealed(bytes);
  const auto opened = age_open(opener_, file);
  ASSERT_TRUE(opened) << opened.error().detail;
  EXPECT_EQ(*opened, bytes);
  const std::size_t chunks = std::max<std::size_t>(1, (GetParam() + 65535) / 65536);
  EXPECT_EQ(file.size(), payload_at(file) + GetParam() + chunks * age_tag_octets);
}

TEST_P(AgeLengths, PiecesOfAnyLengthSealAndOpenTheSame) {
  const value::Bytes bytes = plain(GetParam());
  for (const std::size_t piece : {4097U, 65536U, 65552U, 100000U}) {
    auto sealer = AgeSealer::begin(std::vector{opener_.recipient()}, random_).value();
    value::Bytes file = value::to_bytes(sealer.header());
    for (std::size_t at = 0; at < bytes.size(); at += piece) {
      const std::size_t length = std::min(piece, bytes.size() - at);
      ASSERT_TRUE(sealer.update(value::BytesView(bytes).subspan(at, length), file));
    }
    ASSERT_TRUE(sealer.finish(file));
    AgeOpener reader(opener_);
    value::Bytes out;
    for (std::size_t at = 0; at < file.size(); at += piece) {
      const std::size_t length = std::min(piece, file.size() - at);
      ASSERT_TRUE(reader.update(value::BytesView(file).subspan(at, length), out));
    }
    ASSERT_TRUE(reader.finish(out));
    EXPECT_EQ(out, bytes);
    EXPECT_EQ(reader.header_digest(), sealer.header_digest());
  }
}

TEST_P(AgeLengths, FileCutAtAChunkBoundaryIsSaidToBeCut) {
  const value::Bytes file = sealed(plain(GetParam()));
  const std::size_t start = payload_at(file);
  for (std::size_t end = start; end < file.size(); end += sealed_chunk) {
    const value::Bytes cut(file.begin(), file.begin() + static_cast<std::ptrdiff_t>(end));
    EXPECT_EQ(refusal(cut), "AGE-07") << end;
  }
}

TEST_P(AgeLengths, FileCutAnywhereNeverOpens) {
  const value::Bytes file = sealed(plain(GetParam()));
  for (std::size_t end = 0; end < file.size(); end += end < 300 ? 1 : 9973) {
    const value::Bytes cut(file.begin(), file.begin() + static_cast<std::ptrdiff_t>(end));
    EXPECT_NE(refusal(cut), "opened") << end;
  }
}

TEST_P(AgeLengths, OctetsAfterTheEndAreRefused) {
  const value::Bytes file = sealed(plain(GetParam()));
  for (const std::size_t more : {1U, 16U, 65552U, 70000U}) {
    value::Bytes longer = file;
    longer.insert(longer.end(), more, 0);
    EXPECT_NE(refusal(longer), "opened") << more;
  }
}

TEST_P(AgeLengths, AlteredPayloadIsRefused) {
  value::Bytes file = sealed(plain(GetParam()));
  for (std::size_t at = payload_at(file); at < file.size(); at += 16411) {
    file[at] ^= 1;
    EXPECT_EQ(refusal(file), "AGE-06") << at;
    file[at] ^= 1;
  }
  file.back() ^= 0x80;
  EXPECT_EQ(refusal(file), "AGE-06");
}

TEST_F(Age, WholeFinalChunkFollowedByMoreIsSaidToBeExtended) {
  value::Bytes file = sealed(plain(65536));
  file.push_back(0);
  EXPECT_EQ(refusal(file), "AGE-08");
}

TEST_F(Age, AlteredHeaderIsRefused) {
  const value::Bytes file = sealed(plain(10));
  const std::size_t length = testing_support::must(read_age_header(file)).length;
  for (std::size_t at = 0; at < length + age_nonce_octets; ++at) {
    value::Bytes altered = file;
    altered[at] ^= 1;
    EXPECT_NE(refusal(altered), "opened") << at;
  }
}

TEST_F(Age, StanzaAddedOnTheWayIsRefused) {
  const value::Bytes file = sealed(plain(10));
  std::string text(value::text_of(file));
  text.insert(text.find("---"), "-> grease\nAAAA\n");
  EXPECT_EQ(refusal(value::to_bytes(text)), "AGE-05");
}

TEST_F(Age, ChunksInAnotherOrderAreRefused) {
  value::Bytes file = sealed(plain(3 * age_chunk_octets));
  const auto first = file.begin() + static_cast<std::ptrdiff_t>(payload_at(file));
  std::swap_ranges(first, first + sealed_chunk, first + sealed_chunk);
  EXPECT_EQ(refusal(file), "AGE-06");
}

TEST_F(Age, EmptyFinalChunkAfterOthersIsRefused) {
  const FileKey key = FileKey::random(random_);
  const std::vector<Stanza> stanzas = {wrap_file_key(key, opener_.recipient(), random_).value()};
  value::Bytes file = write_age_header(stanzas, key);
  const value::Bytes nonce(age_nonce_octets, 9);
  file.insert(file.end(), nonce.begin(), nonce.end());
  AgeStream stream(key, nonce);
  const std::size_t at = file.size();
  file.resize(at + sealed_chunk + age_tag_octets);
  ASSERT_TRUE(stream.seal(0, false, value::Bytes(age_chunk_octets, 1), file.data() + at));
  ASSERT_TRUE(stream.seal(1, true, {}, file.data() + at + sealed_chunk));
  EXPECT_EQ(refusal(file), "AGE-06");
}

TEST_F(Age, FileForAnotherRecipientIsNotOpened) {
  const fakes::X25519Opener other(random_);
  const auto file = age_seal(std::vector{other.recipient()}, plain(10), random_);
  ASSERT_TRUE(file);
  EXPECT_EQ(refusal(*file), "AGE-04");
}

TEST_F(Age, EachOfSeveralRecipientsOpensTheFile) {
  fakes::X25519Opener other(random_);
  const value::Bytes bytes = plain(100);
  const auto file =
      age_seal(std::vector{other.recipient(), opener_.recipient()}, bytes, random_).value();
  EXPECT_EQ(age_open(opener_, file).value(), bytes);
  EXPECT_EQ(age_open(other, file).value(), bytes);
}

TEST_F(Age, NothingIsSealedToNobodyOrToTooMany) {
  EXPECT_EQ(age_seal({}, plain(1), random_).error().code.text(), "AGE-12");
  const std::vector<Recipient> many(1000, opener_.recipient());
  EXPECT_EQ(age_seal(many, plain(1), random_).error().code.text(), "AGE-03");
}

TEST_F(Age, SealingTwiceGivesDifferentFiles) {
  const value::Bytes bytes = plain(10);
  EXPECT_NE(sealed(bytes), sealed(bytes));
}

TEST_F(Age, HeaderDigestIsOfTheHeaderWithoutTheNonce) {
  auto sealer = AgeSealer::begin(std::vector{opener_.recipient()}, random_).value();
  EXPECT_EQ(sealer.header_digest(),
            sha256(sealer.header().first(sealer.header().size() - age_nonce_octets)));
}

TEST_F(Age, ASealerThatGoesOnMakesTheSameFile) {
  const value::Bytes bytes = plain(5 * age_chunk_octets + 9);
  const auto head = make_age_head(std::vector{opener_.recipient()}, random_).value();
  AgeSealer whole(head);
  value::Bytes file = value::to_bytes(whole.header());
  ASSERT_TRUE(whole.update(bytes, file));
  ASSERT_TRUE(whole.finish(file));
  AgeSealer rest(restore_age_head(head.key, file).value(), 3);
  value::Bytes end;
  ASSERT_TRUE(rest.update(value::BytesView(bytes).subspan(3 * age_chunk_octets), end));
  ASSERT_TRUE(rest.finish(end));
  EXPECT_TRUE(
      std::equal(end.begin(), end.end(), file.end() - static_cast<std::ptrdiff_t>(end.size())));
  EXPECT_EQ(rest.header_digest(), whole.header_digest());
}

TEST_F(Age, AHeadIsRestoredWithItsKeyOnly) {
  const auto head = make_age_head(std::vector{opener_.recipient()}, random_).value();
  EXPECT_EQ(open_age_head(opener_, head.octets).value().octets, head.octets);
  EXPECT_EQ(restore_age_head(FileKey::random(random_), head.octets).error().code.text(), "AGE-05");
  const value::BytesView octets = head.octets;
  for (const std::size_t size : {octets.size() - 1, octets.size() - age_nonce_octets - 1}) {
    EXPECT_EQ(restore_age_head(head.key, octets.first(size)).error().code.text(), "AGE-07");
  }
}

TEST_F(Age, ChunksBeforeADamagedOneComeOutAndNothingAfter) {
  const value::Bytes bytes = plain(3 * age_chunk_octets);
  value::Bytes file = sealed(bytes);
  file[payload_at(file) + sealed_chunk + 5] ^= 1;
  AgeOpener reader(opener_);
  value::Bytes out;
  const auto read = reader.update(file, out);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code.text(), "AGE-06");
  EXPECT_EQ(out, value::Bytes(bytes.begin(), bytes.begin() + age_chunk_octets));
  EXPECT_FALSE(reader.update(value::Bytes(10, 0), out));
  EXPECT_FALSE(reader.finish(out));
  EXPECT_EQ(out.size(), age_chunk_octets);
}

TEST_F(Age, AnyChunkCanBeOpenedAlone) {
  const FileKey key = FileKey::random(random_);
  const value::Bytes nonce(age_nonce_octets, 1);
  AgeStream sealing(key, nonce);
  const value::Bytes bytes = plain(1000);
  value::Bytes chunk(bytes.size() + age_tag_octets);
  ASSERT_TRUE(sealing.seal(1ULL << 40U, false, bytes, chunk.data()));
  AgeStream opening(key, nonce);
  value::Bytes out(bytes.size());
  ASSERT_TRUE(opening.open(1ULL << 40U, false, chunk, out.data()));
  EXPECT_EQ(out, bytes);
  EXPECT_FALSE(opening.open((1ULL << 40U) + 1, false, chunk, out.data()));
  EXPECT_EQ(out, value::Bytes(bytes.size(), 0));
}

}  // namespace
}  // namespace comity::crypto
