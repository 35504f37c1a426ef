#include "crypto/ed25519.h"

#include "support/hex.h"
#include "value/bytes.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <string_view>

namespace comity::crypto {
namespace {

using testing_support::array_from_hex;
using testing_support::from_hex;

struct Vector {
  std::string_view key;
  std::string_view message;
  std::string_view signature;
};

class Ed25519Vectors : public testing::TestWithParam<Vector> {};

// RFC 8032 section 7.1, tests 1 to 3.
INSTANTIATE_TEST_SUITE_P(
    Rfc8032, Ed25519Vectors,
    testing::Values(
        Vector{
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e"
            "39701cf9b46bd25bf5f0595bbe24655141438e7a100b"},
        Vector{
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f"
            "3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"},
        Vector{
            "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67"
            "f760984dc6594a7c15e9716ed28dc027beceea1ec40a"}));

TEST_P(Ed25519Vectors, PublishedSignatureVerifies) {
  EXPECT_TRUE(verify_ed25519(array_from_hex<32>(GetParam().key), from_hex(GetParam().message),
                             from_hex(GetParam().signature)));
}

TEST_P(Ed25519Vectors, AnyAlteredOctetIsRefused) {
  const auto key = array_from_hex<32>(GetParam().key);
  const value::Bytes message = from_hex(GetParam().message);
  for (std::size_t i = 0; i < 64; ++i) {
    value::Bytes altered = from_hex(GetParam().signature);
    altered[i] ^= 1;
    const auto verified = verify_ed25519(key, message, altered);
    ASSERT_FALSE(verified) << i;
    EXPECT_EQ(verified.error().code.text(), "CRYPTO-06");
  }
  value::Bytes longer = message;
  longer.push_back(0);
  EXPECT_FALSE(verify_ed25519(key, longer, from_hex(GetParam().signature)));
}

TEST_P(Ed25519Vectors, SignatureOfAnotherLengthIsRefused) {
  const auto key = array_from_hex<32>(GetParam().key);
  value::Bytes signature = from_hex(GetParam().signature);
  signature.push_back(0);
  EXPECT_FALSE(verify_ed25519(key, from_hex(GetParam().message), signature));
  signature.resize(63);
  EXPECT_FALSE(verify_ed25519(key, from_hex(GetParam().message), signature));
  EXPECT_FALSE(verify_ed25519(key, from_hex(GetParam().message), {}));
}

}  // namespace
}  // namespace comity::crypto
