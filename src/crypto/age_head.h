// The beginning of an age file as whoever seals it has it: header and payload nonce, with the file
// key that both are bound to. Kept apart from crypto/age.h for those who must be able to go on with
// a file after their process has ended.
#pragma once

#include "crypto/age_recipient.h"
#include "crypto/file_key.h"
#include "crypto/opener.h"
#include "value/bytes.h"
#include "value/digest.h"
#include "value/ports.h"
#include "value/result.h"

#include <span>

namespace comity::crypto {

/// Secret, because of the key.
struct AgeHead {
  FileKey key;
  value::Bytes octets;   ///< the header, then the 16 octets of the payload nonce
  value::Digest digest;  ///< of the header alone, up to the line end after its MAC

  [[nodiscard]] value::BytesView nonce() const;
};

/// With a file key of its own. AGE-12 without recipients; AGE-13 when their suites differ: the
/// weaker one would decide; AGE-14 for a hybrid recipient where this build lacks the library.
value::Result<AgeHead> make_age_head(std::span<const Recipient> recipients, value::Random& random);

/// The head at the start of `bytes`. AGE-01 to 03 the header; AGE-05 its MAC was not made with this
/// key; AGE-07 the bytes end inside.
value::Result<AgeHead> restore_age_head(const FileKey& key, value::BytesView bytes);

/// The same by somebody it was sealed to: AGE-04, AGE-09 besides.
value::Result<AgeHead> open_age_head(Opener& opener, value::BytesView bytes);

}  // namespace comity::crypto
