#include "crypto/age_x25519.h"

#include "codec/base64.h"
#include "crypto/age_header.h"
#include "crypto/chacha.h"
#include "crypto/file_key.h"
#include "crypto/hmac.h"
#include "crypto/openssl.h"
#include "value/bytes.h"
#include "value/ports.h"
#include "value/result.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace comity::crypto {

namespace {

constexpr std::string_view wrap_label = "age-encryption.org/v1/X25519";
constexpr std::size_t body_octets = 32;
// The wrapping key is used once (c2sp.org/age), so the nonce is fixed.
constexpr ChachaNonce zero_nonce{};

Key256 wrapping_key(X25519Key& shared, const X25519Key& share, const X25519Key& recipient) {
  std::array<std::uint8_t, 64> salt{};
  std::ranges::copy(share, salt.begin());
  std::ranges::copy(recipient, salt.begin() + share.size());
  const Key256 out = hkdf_sha256(shared, salt, wrap_label);
  cleanse(shared);
  return out;
}

value::Result<X25519Key> share_of(const Stanza& stanza) {
  const std::string_view text =
      stanza.arguments.size() == 1 ? std::string_view(stanza.arguments[0]) : std::string_view();
  const auto octets = codec::decode_base64_unpadded(text);
  X25519Key share{};
  if (!octets || octets->size() != share.size() || stanza.body.size() != body_octets) {
    return value::fail("AGE-09", "an X25519 stanza of another shape");
  }
  std::ranges::copy(*octets, share.begin());
  return share;
}

}  // namespace

value::Result<X25519Key> x25519(const X25519Key& scalar, const X25519Key& point) {
  const PkeyPtr mine(
      EVP_PKEY_new_raw_private_key(EVP_PKEY_X25519, nullptr, scalar.data(), scalar.size()));
  const PkeyPtr theirs(
      EVP_PKEY_new_raw_public_key(EVP_PKEY_X25519, nullptr, point.data(), point.size()));
  const PkeyContextPtr context(mine ? EVP_PKEY_CTX_new(mine.get(), nullptr) : nullptr);
  X25519Key shared{};
  std::size_t length = shared.size();
  // The library refuses an all-zero result (RFC 7748 section 6.1).
  if (theirs && context && EVP_PKEY_derive_init(context.get()) == 1 &&
      EVP_PKEY_derive_set_peer(context.get(), theirs.get()) == 1 &&
      EVP_PKEY_derive(context.get(), shared.data(), &length) == 1) {
    return shared;
  }
  ERR_clear_error();
  return value::fail("CRYPTO-09", "no shared secret with this point");
}

value::Result<X25519Key> x25519_public(const X25519Key& scalar) {
  const PkeyPtr key(
      EVP_PKEY_new_raw_private_key(EVP_PKEY_X25519, nullptr, scalar.data(), scalar.size()));
  X25519Key out{};
  std::size_t length = out.size();
  if (!key || EVP_PKEY_get_raw_public_key(key.get(), out.data(), &length) != 1) {
    ERR_clear_error();
    return value::fail("CRYPTO-09", "not an X25519 key");
  }
  return out;
}

value::Result<Stanza> wrap_x25519(const FileKey& key, const X25519Key& recipient,
                                  value::Random& random) {
  X25519Key ephemeral{};
  random.fill(ephemeral);
  const auto share = x25519_public(ephemeral);
  auto shared = x25519(ephemeral, recipient);
  cleanse(ephemeral);
  if (!share || !shared) {
    return value::fail("CRYPTO-09", "the recipient's public key cannot be used");
  }
  Key256 wrapping = wrapping_key(*shared, *share, recipient);
  value::Bytes body(body_octets);
  const bool wrapped = Chacha(wrapping).seal(zero_nonce, key.view(), body.data());
  cleanse(wrapping);
  if (!wrapped) {
    return value::fail("CRYPTO-08", "the library could not wrap a file key");
  }
  return Stanza{
      std::string(x25519_stanza_type), {codec::encode_base64_unpadded(*share)}, std::move(body)};
}

value::Result<FileKey> unwrap_x25519(const Stanza& stanza, const X25519Key& secret,
                                     const X25519Key& recipient) {
  const auto share = share_of(stanza);
  if (!share) {
    return value::fail(share.error());
  }
  auto shared = x25519(secret, *share);
  if (!shared) {
    return value::fail("AGE-09", "an X25519 stanza with a point of small order");
  }
  Key256 wrapping = wrapping_key(*shared, *share, recipient);
  std::array<std::uint8_t, body_octets - chacha_tag_octets> octets{};
  const bool mine = Chacha(wrapping).open(zero_nonce, stanza.body, octets.data());
  cleanse(wrapping);
  if (!mine) {
    return value::fail("AGE-04", "the stanza is for another recipient");
  }
  auto key = FileKey::from(octets);
  cleanse(octets);
  return key;
}

}  // namespace comity::crypto
