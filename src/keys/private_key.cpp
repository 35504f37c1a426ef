#include "keys/private_key.h"

#include "crypto/age_recipient.h"
#include "crypto/es256.h"
#include "crypto/file_key.h"
#include "crypto/hybrid.h"
#include "crypto/kem.h"
#include "crypto/openssl.h"
#include "keys/pkcs8.h"
#include "value/bytes.h"
#include "value/ports.h"
#include "value/result.h"

#include <openssl/x509.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace comity::keys {

namespace {

value::Failure no_key(KeyKind kind) {
  ERR_clear_error();
  return value::fail("KEY-01", "no " + std::string(key_kind_name(kind)) + " key");
}

}  // namespace

std::string_view key_kind_name(KeyKind kind) {
  switch (kind) {
    case KeyKind::p256:
      return "P-256";
    case KeyKind::ed25519:
      return "Ed25519";
    case KeyKind::x25519:
      return "X25519";
    case KeyKind::hybrid:
      return "mlkem768x25519";
  }
  return {};
}

struct PrivateKey::Hybrid {
  crypto::HybridSeed seed{};
  crypto::HybridPublicKey public_key{};

  Hybrid() = default;
  Hybrid(const Hybrid&) = delete;
  Hybrid& operator=(const Hybrid&) = delete;

  ~Hybrid() { crypto::cleanse(seed); }
};

void PrivateKey::Release::operator()(evp_pkey_st* key) const { EVP_PKEY_free(key); }

value::Result<PrivateKey> PrivateKey::generate(KeyKind kind, value::Random& random) {
  if (kind == KeyKind::p256) {
    EVP_PKEY* const key = EVP_EC_gen("P-256");
    if (key == nullptr) {
      return no_key(kind);
    }
    return PrivateKey(kind, key);
  }
  std::array<std::uint8_t, 32> secret{};
  random.fill(secret);
  auto key = from_octets(kind, secret);
  crypto::cleanse(secret);
  return key;
}

value::Result<PrivateKey> PrivateKey::hybrid_from(value::BytesView secret) {
  const auto kem = crypto::hybrid_kem();
  if (!kem) {
    return value::fail(kem.error());
  }
  auto hybrid = std::make_shared<Hybrid>();
  if (secret.size() != hybrid->seed.size()) {
    return no_key(KeyKind::hybrid);
  }
  std::ranges::copy(secret, hybrid->seed.begin());
  const auto point = (*kem)->public_key(hybrid->seed);
  if (!point) {
    return no_key(KeyKind::hybrid);
  }
  hybrid->public_key = *point;
  return PrivateKey(std::move(hybrid));
}

value::Result<PrivateKey> PrivateKey::from_octets(KeyKind kind, value::BytesView secret) {
  EVP_PKEY* key = nullptr;
  switch (kind) {
    case KeyKind::p256:
      break;
    case KeyKind::ed25519:
      key = EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, secret.data(), secret.size());
      break;
    case KeyKind::x25519:
      key = EVP_PKEY_new_raw_private_key(EVP_PKEY_X25519, nullptr, secret.data(), secret.size());
      break;
    case KeyKind::hybrid:
      return hybrid_from(secret);
  }
  if (key == nullptr) {
    return no_key(kind);
  }
  return PrivateKey(kind, key);
}

value::Result<PrivateKey> PrivateKey::adopt(evp_pkey_st* key) {
  crypto::PkeyPtr owned(key);
  const int id = EVP_PKEY_get_base_id(key);
  if (id == EVP_PKEY_ED25519) {
    return PrivateKey(KeyKind::ed25519, owned.release());
  }
  if (id == EVP_PKEY_X25519) {
    return PrivateKey(KeyKind::x25519, owned.release());
  }
  if (crypto::p256_point(key)) {
    return PrivateKey(KeyKind::p256, owned.release());
  }
  return value::fail("KEY-03", "the key is not P-256, Ed25519 or X25519");
}

value::Result<value::Bytes> PrivateKey::pkcs8_der() const {
  const Pkcs8Ptr info = to_pkcs8(*this);
  unsigned char* der = nullptr;
  const int length = info ? i2d_PKCS8_PRIV_KEY_INFO(info.get(), &der) : -1;
  if (length <= 0) {
    return no_key(kind_);
  }
  value::Bytes out(der, der + length);
  OPENSSL_clear_free(der, static_cast<std::size_t>(length));
  return out;
}

PrivateKey PrivateKey::share() const {
  if (hybrid_) {
    return PrivateKey(hybrid_);
  }
  EVP_PKEY_up_ref(key_.get());
  return {kind_, key_.get()};
}

value::Bytes PrivateKey::public_key() const {
  if (kind_ == KeyKind::p256) {
    return crypto::p256_point(key_.get()).value_or(value::Bytes());
  }
  if (hybrid_) {
    return value::to_bytes(hybrid_->public_key);
  }
  value::Bytes out(32);
  std::size_t length = out.size();
  EVP_PKEY_get_raw_public_key(key_.get(), out.data(), &length);
  return out;
}

crypto::Recipient PrivateKey::recipient() const {
  assert(kind_ == KeyKind::x25519 || kind_ == KeyKind::hybrid);
  if (hybrid_) {
    return crypto::Recipient::hybrid(hybrid_->public_key);
  }
  std::array<std::uint8_t, 32> key{};
  std::ranges::copy(public_key(), key.begin());
  return crypto::Recipient::x25519(key);
}

std::array<std::uint8_t, 32> PrivateKey::secret() const {
  assert(kind_ != KeyKind::p256);
  if (hybrid_) {
    return hybrid_->seed;
  }
  std::array<std::uint8_t, 32> out{};
  std::size_t length = out.size();
  EVP_PKEY_get_raw_private_key(key_.get(), out.data(), &length);
  return out;
}

}  // namespace comity::keys
