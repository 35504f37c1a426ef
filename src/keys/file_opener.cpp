#include "keys/file_opener.h"

#include "crypto/age_header.h"
#include "crypto/age_recipient.h"
#include "crypto/age_x25519.h"
#include "crypto/file_key.h"
#include "crypto/openssl.h"  // IWYU pragma: keep
#include "keys/private_key.h"
#include "value/result.h"

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace comity::keys {

value::Result<std::unique_ptr<FileOpener>> FileOpener::make(const std::vector<PrivateKey>& keys) {
  std::unique_ptr<FileOpener> opener(new FileOpener());
  opener->pairs_.reserve(keys.size());
  for (const PrivateKey& key : keys) {
    Pair& pair = opener->pairs_.emplace_back();
    std::size_t length = pair.secret.size();
    if (key.kind() != KeyKind::x25519 ||
        EVP_PKEY_get_raw_private_key(key.handle(), pair.secret.data(), &length) != 1) {
      ERR_clear_error();
      return value::fail("KEY-07", "sealed files are opened with an X25519 key");
    }
    pair.recipient = key.recipient().public_key();
  }
  if (opener->pairs_.empty()) {
    return value::fail("KEY-07", "no key to open with");
  }
  return opener;
}

value::Result<std::unique_ptr<FileOpener>> FileOpener::make(PrivateKey key) {
  std::vector<PrivateKey> keys;
  keys.push_back(std::move(key));
  return make(keys);
}

FileOpener::~FileOpener() {
  for (Pair& pair : pairs_) {
    crypto::cleanse(pair.secret);
  }
}

value::Result<crypto::FileKey> FileOpener::unwrap(std::span<const crypto::Stanza> stanzas) {
  for (const crypto::Stanza& stanza : stanzas) {
    if (stanza.type != crypto::x25519_stanza_type) {
      continue;
    }
    for (const Pair& pair : pairs_) {
      auto key = crypto::unwrap_x25519(stanza, pair.secret, pair.recipient);
      if (key || key.error().code != value::Code("AGE-04")) {
        return key;
      }
    }
  }
  return value::fail("AGE-04", "none of " + std::to_string(stanzas.size()) + " stanzas");
}

std::vector<crypto::Recipient> FileOpener::recipients() const {
  std::vector<crypto::Recipient> out;
  out.reserve(pairs_.size());
  for (const Pair& pair : pairs_) {
    out.push_back(crypto::Recipient::x25519(pair.recipient));
  }
  return out;
}

}  // namespace comity::keys
