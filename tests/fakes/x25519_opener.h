// The fake of the Opener port: one X25519 secret in plain memory.
#pragma once

#include "crypto/age_recipient.h"
#include "crypto/age_x25519.h"
#include "crypto/opener.h"
#include "value/ports.h"

#include <span>

namespace comity::fakes {

class X25519Opener final : public crypto::Opener {
 public:
  explicit X25519Opener(value::Random& random) {
    random.fill(secret_);
    public_key_ = crypto::x25519_public(secret_).value();
  }

  [[nodiscard]] value::Result<crypto::FileKey> unwrap(
      std::span<const crypto::Stanza> stanzas) override {
    for (const crypto::Stanza& stanza : stanzas) {
      if (stanza.type == crypto::x25519_stanza_type) {
        auto key = crypto::unwrap_x25519(stanza, secret_, public_key_);
        if (key || key.error().code != value::Code("AGE-04")) {
          return key;
        }
      }
    }
    return value::fail("AGE-04", "no stanza for the fake");
  }

  [[nodiscard]] crypto::Recipient recipient() const {
    return crypto::Recipient::x25519(public_key_);
  }

 private:
  crypto::X25519Key secret_{};
  crypto::X25519Key public_key_{};
};

}  // namespace comity::fakes
