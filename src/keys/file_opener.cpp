#include "keys/file_opener.h"

#include "crypto/age_header.h"
#include "crypto/age_hybrid.h"
#include "crypto/age_recipient.h"
#include "crypto/age_x25519.h"
#include "crypto/file_key.h"
#include "crypto/hybrid.h"
#include "keys/private_key.h"
#include "value/result.h"

#include <algorithm>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace comity::keys {

namespace {

std::string_view stanza_type(crypto::Suite suite) {
  switch (suite) {
    case crypto::Suite::age_x25519:
      return crypto::x25519_stanza_type;
    case crypto::Suite::age_mlkem768x25519:
      return crypto::hybrid_stanza_type;
  }
  return {};
}

}  // namespace

value::Result<std::unique_ptr<FileOpener>> FileOpener::make(const std::vector<PrivateKey>& keys) {
  std::unique_ptr<FileOpener> opener(new FileOpener());
  opener->held_.reserve(keys.size());
  for (const PrivateKey& key : keys) {
    if (key.kind() != KeyKind::x25519 && key.kind() != KeyKind::hybrid) {
      return value::fail("KEY-07", "sealed files are opened with an X25519 or a hybrid key");
    }
    Held& held = opener->held_.emplace_back(Held{key.recipient()});
    auto secret = key.secret();
    held.secret = secret;
    crypto::cleanse(secret);
  }
  if (opener->held_.empty()) {
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
  for (Held& held : held_) {
    crypto::cleanse(held.secret);
  }
}

value::Result<crypto::FileKey> FileOpener::unwrap_one(const crypto::Stanza& stanza,
                                                      const Held& held) {
  switch (held.recipient.suite()) {
    case crypto::Suite::age_x25519: {
      crypto::X25519Key point{};
      std::ranges::copy(held.recipient.public_key(), point.begin());
      return crypto::unwrap_x25519(stanza, held.secret, point);
    }
    case crypto::Suite::age_mlkem768x25519: {
      const auto kem = crypto::hybrid_kem();
      return kem ? crypto::unwrap_hybrid(**kem, stanza, held.secret) : value::fail(kem.error());
    }
  }
  return value::fail("AGE-11", "a suite without a way to open");
}

value::Result<crypto::FileKey> FileOpener::unwrap(std::span<const crypto::Stanza> stanzas) {
  bool hybrid = false;
  for (const crypto::Stanza& stanza : stanzas) {
    hybrid = hybrid || stanza.type == crypto::hybrid_stanza_type;
    for (const Held& held : held_) {
      if (stanza.type != stanza_type(held.recipient.suite())) {
        continue;
      }
      auto key = unwrap_one(stanza, held);
      if (key || key.error().code != value::Code("AGE-04")) {
        return key;
      }
    }
  }
  if (const auto kem = crypto::hybrid_kem(); hybrid && !kem) {
    return value::fail(kem.error());
  }
  return value::fail("AGE-04", "none of " + std::to_string(stanzas.size()) + " stanzas");
}

std::vector<crypto::Recipient> FileOpener::recipients() const {
  std::vector<crypto::Recipient> out;
  out.reserve(held_.size());
  for (const Held& held : held_) {
    out.push_back(held.recipient);
  }
  return out;
}

}  // namespace comity::keys
