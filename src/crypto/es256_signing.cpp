// Apart from es256.cpp, so that a program that only verifies has no code that signs.
#include "crypto/es256.h"
#include "crypto/openssl.h"
#include "crypto/sha256.h"
#include "value/bytes.h"
#include "value/digest.h"
#include "value/result.h"

#include <array>
#include <cstddef>
#include <cstdint>

namespace comity::crypto {
namespace {

constexpr std::size_t scalar_octets = 32;
constexpr std::size_t signature_octets = 2 * scalar_octets;
// SEQUENCE of two INTEGERs of at most 33 octets each.
constexpr std::size_t max_der_octets = 72;

value::Failure cannot_sign() {
  ERR_clear_error();
  return value::fail("CRYPTO-07", "the library could not sign");
}

}  // namespace

value::Result<value::Bytes> sign_es256(EVP_PKEY* key, value::BytesView message) {
  const value::Digest digest = sha256(message);
  std::array<std::uint8_t, max_der_octets> der{};
  std::size_t length = der.size();
  const PkeyContextPtr context(EVP_PKEY_CTX_new(key, nullptr));
  if (!context || EVP_PKEY_sign_init(context.get()) != 1 ||
      EVP_PKEY_sign(context.get(), der.data(), &length, digest.octets.data(),
                    digest.octets.size()) != 1) {
    return cannot_sign();
  }
  const unsigned char* at = der.data();
  const EcdsaSigPtr pair(d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(length)));
  value::Bytes raw(signature_octets);
  if (!pair || BN_bn2binpad(ECDSA_SIG_get0_r(pair.get()), raw.data(), scalar_octets) < 0 ||
      BN_bn2binpad(ECDSA_SIG_get0_s(pair.get()), raw.data() + scalar_octets, scalar_octets) < 0) {
    return cannot_sign();
  }
  return raw;
}

}  // namespace comity::crypto
