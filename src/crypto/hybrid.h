// Whether this program can seal and open with the hybrid suite, and whether it does so rightly:
// there is one way to the key exchange, and it leads through published vectors.
#pragma once

#include "crypto/age_recipient.h"
#include "crypto/kem.h"
#include "value/result.h"

namespace comity::crypto {

/// Published vectors: draft-connolly-cfrg-xwing-kem-08 appendix C, and a file of the age test kit
/// (github.com/C2SP/CCTV). AGE-15 when `kem` gives anything else. About a millisecond.
value::Result<void> test_kem(const Kem& kem);

/// Tested on its first use, in any process. AGE-14 when this build has none; AGE-15.
value::Result<const Kem*> hybrid_kem();

/// Whether this build can seal and open with the suite: AGE-14 or AGE-15 when not.
value::Result<void> supports(Suite suite);

/// What a new key is made for: the hybrid suite, or X25519 where this build lacks the library.
/// AGE-15: a library that is wrong is not passed over.
value::Result<Suite> suite_for_new_keys();

}  // namespace comity::crypto
