#include "crypto/file_key.h"

#include "value/bytes.h"
#include "value/ports.h"
#include "value/result.h"

#include <openssl/crypto.h>

#include <algorithm>
#include <cstdint>
#include <span>
#include <string>

namespace comity::crypto {

FileKey FileKey::random(value::Random& random) {
  FileKey out;
  random.fill(out.octets_);
  return out;
}

value::Result<FileKey> FileKey::from(value::BytesView octets) {
  FileKey out;
  if (octets.size() != out.octets_.size()) {
    return value::fail("AGE-09", "a file key of " + std::to_string(octets.size()) + " octets");
  }
  std::ranges::copy(octets, out.octets_.begin());
  return out;
}

FileKey::~FileKey() { cleanse(octets_); }

void cleanse(std::span<std::uint8_t> secret) { OPENSSL_cleanse(secret.data(), secret.size()); }

}  // namespace comity::crypto
