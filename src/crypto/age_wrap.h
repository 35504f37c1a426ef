// One stanza for one recipient, by the recipient's suite. The stanzas themselves are in
// crypto/age_x25519.h and crypto/age_hybrid.h, the file around them in crypto/age.h.
#pragma once

#include "crypto/age_header.h"
#include "crypto/age_recipient.h"
#include "crypto/file_key.h"
#include "value/ports.h"
#include "value/result.h"

namespace comity::crypto {

/// CRYPTO-09 for a key that cannot be used; AGE-14 or AGE-15 for a hybrid recipient where this
/// build cannot seal to it.
value::Result<Stanza> wrap_file_key(const FileKey& key, const Recipient& recipient,
                                    value::Random& random);

}  // namespace comity::crypto
