#include "crypto/age_hybrid.h"

#include "codec/base64.h"
#include "crypto/age_header.h"
#include "crypto/chacha.h"
#include "crypto/file_key.h"
#include "crypto/hmac.h"
#include "crypto/hpke.h"
#include "crypto/kem.h"
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

constexpr std::string_view info = "age-encryption.org/mlkem768x25519";
constexpr std::size_t body_octets = 32;

/// Takes the shared secret and overwrites it.
HpkeContext context_of(Key256& shared) {
  const HpkeContext out = hpke_base(hpke_mlkem768_x25519, shared, info);
  cleanse(shared);
  return out;
}

value::Result<HybridShare> share_of(const Stanza& stanza) {
  const std::string_view text =
      stanza.arguments.size() == 1 ? std::string_view(stanza.arguments[0]) : std::string_view();
  const auto octets = codec::decode_base64_unpadded(text);
  HybridShare share{};
  if (!octets || octets->size() != share.size() || stanza.body.size() != body_octets) {
    return value::fail("AGE-09", "an mlkem768x25519 stanza of another shape");
  }
  std::ranges::copy(*octets, share.begin());
  return share;
}

}  // namespace

value::Result<Stanza> wrap_hybrid(const Kem& kem, const FileKey& key,
                                  const HybridPublicKey& recipient, value::Random& random) {
  HybridRandomness randomness{};
  random.fill(randomness);
  auto encapsulated = kem.encapsulate(recipient, randomness);
  cleanse(randomness);
  if (!encapsulated) {
    return value::fail("CRYPTO-09", "the recipient's public key cannot be used");
  }
  HpkeContext context = context_of(encapsulated->secret);
  value::Bytes body(body_octets);
  const bool wrapped = Chacha(context.key).seal(context.nonce, key.view(), body.data());
  cleanse(context.key);
  if (!wrapped) {
    return value::fail("CRYPTO-08", "the library could not wrap a file key");
  }
  return Stanza{std::string(hybrid_stanza_type),
                {codec::encode_base64_unpadded(encapsulated->share)},
                std::move(body)};
}

value::Result<FileKey> unwrap_hybrid(const Kem& kem, const Stanza& stanza,
                                     const HybridSeed& secret) {
  const auto share = share_of(stanza);
  if (!share) {
    return value::fail(share.error());
  }
  auto shared = kem.decapsulate(*share, secret);
  if (!shared) {
    return value::fail("AGE-09", "an mlkem768x25519 stanza with a point of small order");
  }
  HpkeContext context = context_of(*shared);
  std::array<std::uint8_t, body_octets - chacha_tag_octets> octets{};
  const bool mine = Chacha(context.key).open(context.nonce, stanza.body, octets.data());
  cleanse(context.key);
  if (!mine) {
    return value::fail("AGE-04", "the stanza is for another recipient");
  }
  auto key = FileKey::from(octets);
  cleanse(octets);
  return key;
}

}  // namespace comity::crypto
