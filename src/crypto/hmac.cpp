#include "crypto/hmac.h"

#include "crypto/file_key.h"
#include "crypto/sha256.h"
#include "value/bytes.h"
#include "value/digest.h"

#include <openssl/crypto.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace comity::crypto {

namespace {

constexpr std::size_t block_octets = 64;
using Block = std::array<std::uint8_t, block_octets>;

value::Digest keyed(Block block, std::uint8_t pad, value::BytesView message) {
  for (std::uint8_t& octet : block) {
    octet ^= pad;
  }
  Sha256 hash;
  hash.update(block);
  hash.update(message);
  const value::Digest out = hash.finish();
  hash.cleanse();
  cleanse(block);
  return out;
}

}  // namespace

Key256 hmac_sha256(value::BytesView key, value::BytesView message) {
  Block block{};
  if (key.size() > block.size()) {
    std::ranges::copy(sha256(key).octets, block.begin());
  } else {
    std::ranges::copy(key, block.begin());
  }
  value::Digest inner = keyed(block, 0x36, message);
  const Key256 out = keyed(block, 0x5c, inner.view()).octets;
  cleanse(inner.octets);
  cleanse(block);
  return out;
}

Key256 hkdf_sha256(value::BytesView secret, value::BytesView salt, std::string_view info) {
  Key256 extracted = hmac_sha256(salt, secret);
  value::Bytes message = value::to_bytes(info);
  message.push_back(1);
  const Key256 out = hmac_sha256(extracted, message);
  cleanse(extracted);
  return out;
}

bool equal_in_constant_time(value::BytesView a, value::BytesView b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace comity::crypto
