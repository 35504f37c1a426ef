#include "crypto/es256.h"

#include "codec/base64.h"
#include "crypto/openssl.h"
#include "value/bytes.h"

#include <gtest/gtest.h>
#include <openssl/core_names.h>

#include <array>
#include <cstddef>
#include <string>

namespace comity::crypto {
namespace {

using value::bytes_of;

// RFC 7515 appendix A.3: the key and the JWS.
constexpr const char* x = "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU";
constexpr const char* y = "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0";
constexpr const char* input =
    "eyJhbGciOiJFUzI1NiJ9."
    "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFt"
    "cGxlLmNvbS9pc19yb290Ijp0cnVlfQ";
constexpr const char* signature =
    "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSA"
    "pmWQxfKTUJqPP3-Kg6NU1Q";

value::Bytes octets(const char* text) { return codec::decode_base64url(text).value(); }

value::Bytes point() {
  value::Bytes out = {4};
  for (const char* coordinate : {x, y}) {
    const value::Bytes part = octets(coordinate);
    out.insert(out.end(), part.begin(), part.end());
  }
  return out;
}

PkeyPtr rfc_key() {
  const PkeyContextPtr context(EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr));
  std::string group = "P-256";
  value::Bytes public_key = point();
  std::array<OSSL_PARAM, 3> parameters = {
      OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, group.data(), 0),
      OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, public_key.data(),
                                        public_key.size()),
      OSSL_PARAM_construct_end()};
  EVP_PKEY* key = nullptr;
  EVP_PKEY_fromdata_init(context.get());
  EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, parameters.data());
  return PkeyPtr(key);
}

TEST(Es256, PublishedSignatureVerifies) {
  EXPECT_TRUE(verify_es256(rfc_key().get(), bytes_of(input), octets(signature)));
}

TEST(Es256, AlteredSignatureOrMessageIsRefused) {
  const PkeyPtr key = rfc_key();
  for (std::size_t i = 0; i < 64; ++i) {
    value::Bytes altered = octets(signature);
    altered[i] ^= 0x80;
    const auto verified = verify_es256(key.get(), bytes_of(input), altered);
    ASSERT_FALSE(verified) << i;
    EXPECT_EQ(verified.error().code.text(), "CRYPTO-03");
  }
  EXPECT_FALSE(verify_es256(key.get(), bytes_of("other"), octets(signature)));
}

TEST(Es256, ZeroAndWrongLengthsAreRefused) {
  const PkeyPtr key = rfc_key();
  EXPECT_FALSE(verify_es256(key.get(), bytes_of(input), value::Bytes(64, 0)));
  EXPECT_FALSE(verify_es256(key.get(), bytes_of(input), value::Bytes(64, 0xff)));
  EXPECT_FALSE(verify_es256(key.get(), bytes_of(input), {}));
  value::Bytes longer = octets(signature);
  longer.push_back(0);
  EXPECT_FALSE(verify_es256(key.get(), bytes_of(input), longer));
}

TEST(Es256, SignaturesOfAnyMessageAre64OctetsThatVerify) {
  const PkeyPtr key(EVP_EC_gen("P-256"));
  // Enough signatures that some r or s has a leading zero octet (1 in 128).
  for (int i = 0; i < 500; ++i) {
    const std::string message = "message " + std::to_string(i);
    const auto made = sign_es256(key.get(), bytes_of(message));
    ASSERT_TRUE(made);
    ASSERT_EQ(made->size(), 64U);
    ASSERT_TRUE(verify_es256(key.get(), bytes_of(message), *made)) << i;
  }
}

TEST(P256Point, IsTheUncompressedPointOfAP256KeyOnly) {
  EXPECT_EQ(p256_point(rfc_key().get()).value(), point());
  const PkeyPtr other(EVP_EC_gen("P-384"));
  EXPECT_EQ(p256_point(other.get()).error().code.text(), "CRYPTO-02");
  EXPECT_EQ(p256_point(nullptr).error().code.text(), "CRYPTO-02");
}

}  // namespace
}  // namespace comity::crypto
