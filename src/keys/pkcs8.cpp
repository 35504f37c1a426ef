#include "keys/pkcs8.h"

#include "crypto/file_key.h"
#include "crypto/openssl.h"
#include "keys/private_key.h"
#include "value/bytes.h"
#include "value/result.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <utility>

namespace comity::keys {

namespace {

// id-XWing: 1.3.6.1.4.1.62253.25722
constexpr const char* xwing_identifier = "1.3.6.1.4.1.62253.25722";
constexpr std::size_t seed_octets = 32;

using ObjectPtr = std::unique_ptr<ASN1_OBJECT, crypto::Releases<ASN1_OBJECT_free>>;

Pkcs8Ptr hybrid_to_pkcs8(const PrivateKey& key) {
  Pkcs8Ptr info(PKCS8_PRIV_KEY_INFO_new());
  ObjectPtr algorithm(OBJ_txt2obj(xwing_identifier, 1));
  auto* const copy = static_cast<std::uint8_t*>(OPENSSL_malloc(seed_octets));
  if (!info || !algorithm || copy == nullptr) {
    OPENSSL_free(copy);
    return nullptr;
  }
  auto seed = key.secret();
  std::ranges::copy(seed, copy);
  crypto::cleanse(seed);
  if (PKCS8_pkey_set0(info.get(), algorithm.get(), 0, V_ASN1_UNDEF, nullptr, copy,
                      static_cast<int>(seed_octets)) != 1) {
    OPENSSL_clear_free(copy, seed_octets);
    return nullptr;
  }
  [[maybe_unused]] const ASN1_OBJECT* const taken = algorithm.release();  // by PKCS8_pkey_set0
  return info;
}

/// The octets of an X-Wing key; empty for any other.
value::BytesView hybrid_octets(const PKCS8_PRIV_KEY_INFO& info) {
  const ASN1_OBJECT* algorithm = nullptr;
  const unsigned char* octets = nullptr;
  int length = 0;
  std::array<char, 64> name{};
  if (PKCS8_pkey_get0(&algorithm, &octets, &length, nullptr, &info) != 1 || length <= 0 ||
      OBJ_obj2txt(name.data(), static_cast<int>(name.size()), algorithm, 1) <= 0 ||
      std::string_view(name.data()) != xwing_identifier) {
    return {};
  }
  return {octets, static_cast<std::size_t>(length)};
}

}  // namespace

Pkcs8Ptr to_pkcs8(const PrivateKey& key) {
  return key.kind() == KeyKind::hybrid ? hybrid_to_pkcs8(key)
                                       : Pkcs8Ptr(EVP_PKEY2PKCS8(key.handle()));
}

value::Result<PrivateKey> from_pkcs8(const PKCS8_PRIV_KEY_INFO& info) {
  if (const value::BytesView octets = hybrid_octets(info); !octets.empty()) {
    auto key = PrivateKey::from_octets(KeyKind::hybrid, octets);
    const bool malformed = !key && key.error().code == value::Code("KEY-01");
    return malformed ? value::fail("KEY-03", "an X-Wing key of another length") : std::move(key);
  }
  EVP_PKEY* const key = EVP_PKCS82PKEY(&info);
  ERR_clear_error();
  return key != nullptr ? PrivateKey::adopt(key)
                        : value::fail("KEY-03", "a key that the library does not know");
}

}  // namespace comity::keys
