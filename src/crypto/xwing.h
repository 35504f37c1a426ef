// X-Wing by libsodium. Callers take it from crypto/hybrid.h, tested.
#pragma once

#include "crypto/kem.h"

namespace comity::crypto {

/// Null when this build has no library for it.
const Kem* xwing();

}  // namespace comity::crypto
