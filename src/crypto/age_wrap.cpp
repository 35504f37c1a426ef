#include "crypto/age_wrap.h"

#include "crypto/age_header.h"
#include "crypto/age_hybrid.h"
#include "crypto/age_recipient.h"
#include "crypto/age_x25519.h"
#include "crypto/file_key.h"
#include "crypto/hybrid.h"
#include "crypto/kem.h"
#include "value/ports.h"
#include "value/result.h"

#include <algorithm>

namespace comity::crypto {

value::Result<Stanza> wrap_file_key(const FileKey& key, const Recipient& recipient,
                                    value::Random& random) {
  switch (recipient.suite()) {
    case Suite::age_x25519: {
      X25519Key point{};
      std::ranges::copy(recipient.public_key(), point.begin());
      return wrap_x25519(key, point, random);
    }
    case Suite::age_mlkem768x25519: {
      const auto kem = hybrid_kem();
      HybridPublicKey point{};
      std::ranges::copy(recipient.public_key(), point.begin());
      return kem ? wrap_hybrid(**kem, key, point, random) : value::fail(kem.error());
    }
  }
  return value::fail("AGE-11", "a suite without a way to seal");
}

}  // namespace comity::crypto
