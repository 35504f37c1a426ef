// The low-level functions are deprecated in OpenSSL 3, but they are the only ones that reach the
// SHA-NI code, need no allocation, copy as plain values and show the chaining value (midstates).
#define OPENSSL_SUPPRESS_DEPRECATED

#include "crypto/sha256.h"

#include "value/bytes.h"
#include "value/digest.h"

#include <openssl/crypto.h>
#include <openssl/sha.h>

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <type_traits>

namespace comity::crypto {

namespace {

constexpr std::uint64_t block_octets = 64;

SHA256_CTX read(const std::uint8_t* octets) {
  SHA256_CTX context;
  std::memcpy(&context, octets, sizeof context);
  return context;
}

Midstate chaining_value(const SHA256_CTX& context) {
  Midstate out;
  for (std::size_t i = 0; i < out.octets.size(); ++i) {
    out.octets[i] = static_cast<std::uint8_t>(context.h[i / 4] >> (24 - 8 * (i % 4)));
  }
  return out;
}

}  // namespace

static_assert(std::is_trivially_copyable_v<SHA256_CTX>);

Midstate initial_midstate() { return Sha256().midstate(); }

Sha256::Sha256() {
  static_assert(sizeof(SHA256_CTX) == context_octets && alignof(SHA256_CTX) <= 8);
  SHA256_CTX context;
  SHA256_Init(&context);
  std::memcpy(context_.data(), &context, sizeof context);
}

Sha256 Sha256::resume(const Midstate& midstate, std::uint64_t octets_done) {
  assert(octets_done % block_octets == 0);
  Sha256 out;
  SHA256_CTX context = read(out.context_.data());
  for (std::size_t i = 0; i < 8; ++i) {
    context.h[i] = 0;
    for (std::size_t j = 0; j < 4; ++j) {
      context.h[i] = (context.h[i] << 8) | midstate.octets[4 * i + j];
    }
  }
  const std::uint64_t bits = octets_done << 3;
  context.Nl = static_cast<SHA_LONG>(bits);
  context.Nh = static_cast<SHA_LONG>(bits >> 32);
  std::memcpy(out.context_.data(), &context, sizeof context);
  return out;
}

void Sha256::update(value::BytesView bytes) {
  SHA256_CTX context = read(context_.data());
  SHA256_Update(&context, bytes.data(), bytes.size());
  std::memcpy(context_.data(), &context, sizeof context);
}

value::Digest Sha256::finish() const {
  SHA256_CTX context = read(context_.data());
  value::Digest out;
  SHA256_Final(out.octets.data(), &context);
  return out;
}

Midstate Sha256::midstate() const {
  assert(octets_done() % block_octets == 0);
  return chaining_value(read(context_.data()));
}

std::uint64_t Sha256::octets_done() const {
  const SHA256_CTX context = read(context_.data());
  return ((std::uint64_t{context.Nh} << 32) | context.Nl) >> 3;
}

void Sha256::cleanse() { OPENSSL_cleanse(context_.data(), context_.size()); }

value::Digest sha256(value::BytesView bytes) {
  SHA256_CTX context;
  SHA256_Init(&context);
  SHA256_Update(&context, bytes.data(), bytes.size());
  value::Digest out;
  SHA256_Final(out.octets.data(), &context);
  return out;
}

}  // namespace comity::crypto
