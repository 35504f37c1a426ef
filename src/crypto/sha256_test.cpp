#include "crypto/sha256.h"

#include "value/bytes.h"
#include "value/digest.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace comity::crypto {
namespace {

using value::bytes_of;

struct Vector {
  std::string_view message;
  std::size_t repeats;
  std::string_view digest;
};

class Sha256Vectors : public testing::TestWithParam<Vector> {};

std::string message_of(const Vector& vector) {
  std::string out;
  for (std::size_t i = 0; i < vector.repeats; ++i) {
    out += vector.message;
  }
  return out;
}

// FIPS 180-4 examples and NIST's million a's.
INSTANTIATE_TEST_SUITE_P(
    Nist, Sha256Vectors,
    testing::Values(
        Vector{"", 1, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
        Vector{"abc", 1, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
        Vector{"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 1,
               "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
        Vector{"a", 1000000, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"}));

TEST_P(Sha256Vectors, WholeMessageGivesThePublishedDigest) {
  EXPECT_EQ(sha256(bytes_of(message_of(GetParam()))).hex(), GetParam().digest);
}

TEST_P(Sha256Vectors, PiecesOfAnyLengthGiveTheSameDigest) {
  const std::string message = message_of(GetParam());
  for (const std::size_t piece : {1U, 7U, 64U, 65U, 4096U}) {
    Sha256 hash;
    for (std::size_t at = 0; at < message.size(); at += piece) {
      hash.update(bytes_of(std::string_view(message).substr(at, piece)));
    }
    EXPECT_EQ(hash.octets_done(), message.size());
    EXPECT_EQ(hash.finish().hex(), GetParam().digest);
  }
}

TEST_P(Sha256Vectors, ResumingAtEveryBlockGivesTheSameDigest) {
  const std::string message = message_of(GetParam()).substr(0, 1000);
  const value::Digest whole = sha256(bytes_of(message));
  for (std::size_t at = 0; at <= message.size(); at += 64) {
    Sha256 first;
    first.update(bytes_of(std::string_view(message).substr(0, at)));
    Sha256 second = Sha256::resume(first.midstate(), at);
    second.update(bytes_of(std::string_view(message).substr(at)));
    EXPECT_EQ(second.finish(), whole) << at;
  }
}

TEST(Sha256, InitialMidstateIsTheStandardInitialValue) {
  EXPECT_EQ(value::to_hex(initial_midstate().view()),
            "6a09e667bb67ae853c6ef372a54ff53a510e527f9b05688c1f83d9ab5be0cd19");
}

TEST(Sha256, LengthBeyondFourGibibytesSurvivesResuming) {
  const std::uint64_t far = (std::uint64_t{1} << 40) + 64;
  const Sha256 hash = Sha256::resume(initial_midstate(), far);
  EXPECT_EQ(hash.octets_done(), far);
  EXPECT_EQ(hash.midstate(), initial_midstate());
}

TEST(Sha256, FinishingLeavesTheHashRunning) {
  Sha256 hash;
  hash.update(bytes_of("a"));
  EXPECT_EQ(hash.finish(), sha256(bytes_of("a")));
  hash.update(bytes_of("bc"));
  EXPECT_EQ(hash.finish(), sha256(bytes_of("abc")));
}

TEST(Sha256, CopiesContinueApart) {
  Sha256 one;
  one.update(bytes_of("ab"));
  Sha256 other = one;
  one.update(bytes_of("c"));
  other.update(bytes_of("d"));
  EXPECT_EQ(one.finish(), sha256(bytes_of("abc")));
  EXPECT_EQ(other.finish(), sha256(bytes_of("abd")));
}

}  // namespace
}  // namespace comity::crypto
