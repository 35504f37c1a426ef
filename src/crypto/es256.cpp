#include "crypto/es256.h"

#include "crypto/openssl.h"
#include "crypto/sha256.h"
#include "value/bytes.h"
#include "value/digest.h"
#include "value/result.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace comity::crypto {

namespace {

constexpr std::size_t scalar_octets = 32;
constexpr std::size_t signature_octets = 2 * scalar_octets;
// SEQUENCE of two INTEGERs of at most 33 octets each.
constexpr std::size_t max_der_octets = 72;

using DerSignature = std::array<std::uint8_t, max_der_octets>;

/// The DER length, or 0.
std::size_t der_of(value::BytesView raw, DerSignature& der) {
  BignumPtr r(BN_bin2bn(raw.data(), scalar_octets, nullptr));
  BignumPtr s(BN_bin2bn(raw.data() + scalar_octets, scalar_octets, nullptr));
  const EcdsaSigPtr pair(ECDSA_SIG_new());
  if (!r || !s || !pair || ECDSA_SIG_set0(pair.get(), r.get(), s.get()) != 1) {
    return 0;
  }
  // ECDSA_SIG_set0 took both over.
  [[maybe_unused]] const BIGNUM* const taken_r = r.release();
  [[maybe_unused]] const BIGNUM* const taken_s = s.release();
  unsigned char* at = der.data();
  const int length = i2d_ECDSA_SIG(pair.get(), &at);
  return length > 0 ? static_cast<std::size_t>(length) : 0;
}

}  // namespace

value::Result<value::Bytes> p256_point(const EVP_PKEY* key) {
  std::array<char, 32> group{};
  std::size_t length = 0;
  value::Bytes point(65);
  const bool good = key != nullptr && EVP_PKEY_get_base_id(key) == EVP_PKEY_EC &&
                    EVP_PKEY_get_group_name(key, group.data(), group.size(), &length) == 1 &&
                    std::string_view(group.data(), length) == SN_X9_62_prime256v1 &&
                    EVP_PKEY_get_octet_string_param(key, "encoded-pub-key", point.data(),
                                                    point.size(), &length) == 1;
  ERR_clear_error();
  if (!good || length != point.size() || point[0] != POINT_CONVERSION_UNCOMPRESSED) {
    return value::fail("CRYPTO-02", "the key is not an uncompressed P-256 key");
  }
  return point;
}

value::Result<void> verify_es256(EVP_PKEY* key, value::BytesView message,
                                 value::BytesView signature) {
  DerSignature der{};
  const std::size_t length = signature.size() == signature_octets ? der_of(signature, der) : 0;
  const value::Digest digest = sha256(message);
  const PkeyContextPtr context(EVP_PKEY_CTX_new(key, nullptr));
  if (length > 0 && context && EVP_PKEY_verify_init(context.get()) == 1 &&
      EVP_PKEY_verify(context.get(), der.data(), length, digest.octets.data(),
                      digest.octets.size()) == 1) {
    return {};
  }
  ERR_clear_error();
  return value::fail("CRYPTO-03", "the ES256 signature does not verify");
}

}  // namespace comity::crypto
