// The port that opens: it holds a desk's sealing secret and turns the stanzas of an age header into
// the file key. Adapters are in room keys; sealing needs only crypto/age_recipient.h.
#pragma once

#include "crypto/age_header.h"
#include "crypto/file_key.h"
#include "value/result.h"

#include <span>

namespace comity::crypto {

/// Any thread may call it. It may block: the key can be in a token.
class Opener {
 public:
  Opener() = default;
  Opener(const Opener&) = delete;
  Opener& operator=(const Opener&) = delete;
  virtual ~Opener() = default;

  /// The file key from the first stanza that is for this opener; other stanzas, known or not, are
  /// passed over. AGE-04 when none is; AGE-09 when one of its own kind is malformed.
  [[nodiscard]] virtual value::Result<FileKey> unwrap(std::span<const Stanza> stanzas) = 0;
};

}  // namespace comity::crypto
