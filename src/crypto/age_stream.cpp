#include "crypto/age_stream.h"

#include "crypto/chacha.h"
#include "crypto/file_key.h"
#include "crypto/hmac.h"
#include "value/bytes.h"
#include "value/result.h"

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <string>

namespace comity::crypto {

namespace {

/// An 11-octet big-endian counter, then 1 on the final chunk.
ChachaNonce nonce_of(std::uint64_t counter, bool last) {
  ChachaNonce nonce{};
  for (std::size_t i = 0; i < 8; ++i) {
    nonce[10 - i] = static_cast<std::uint8_t>(counter >> (8 * i));
  }
  nonce[11] = last ? 1 : 0;
  return nonce;
}

Chacha payload_cipher(const FileKey& key, value::BytesView nonce) {
  Key256 payload_key = hkdf_sha256(key.view(), nonce, "payload");
  Chacha cipher(payload_key);
  cleanse(payload_key);
  return cipher;
}

}  // namespace

AgeStream::AgeStream(const FileKey& key, value::BytesView nonce)
    : cipher_(payload_cipher(key, nonce)) {}

value::Result<void> AgeStream::seal(std::uint64_t counter, bool last, value::BytesView plain,
                                    std::uint8_t* out) {
  assert(plain.size() <= age_chunk_octets);
  if (!cipher_.seal(nonce_of(counter, last), plain, out)) {
    return value::fail("CRYPTO-08", "the library could not seal a chunk");
  }
  return {};
}

value::Result<void> AgeStream::open(std::uint64_t counter, bool last, value::BytesView sealed,
                                    std::uint8_t* out) {
  if (sealed.size() > age_chunk_octets + age_tag_octets ||
      !cipher_.open(nonce_of(counter, last), sealed, out)) {
    return value::fail("AGE-06", "chunk " + std::to_string(counter) + " is not authentic");
  }
  return {};
}

}  // namespace comity::crypto
