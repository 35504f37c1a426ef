// An opener without a secret, so that fuzzing reaches what stands behind an age header.
#pragma once

#include "crypto/file_key.h"
#include "crypto/opener.h"
#include "value/result.h"

#include <span>

namespace comity::fakes {

/// Takes a stanza body of 16 octets as the file key itself.
class PlainOpener final : public crypto::Opener {
 public:
  value::Result<crypto::FileKey> unwrap(std::span<const crypto::Stanza> stanzas) override {
    return crypto::FileKey::from(stanzas.front().body);
  }
};

}  // namespace comity::fakes
