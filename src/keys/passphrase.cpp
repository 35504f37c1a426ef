#include "keys/passphrase.h"

#include <openssl/crypto.h>

namespace comity::keys {

Passphrase::~Passphrase() { OPENSSL_cleanse(text_.data(), text_.size()); }

}  // namespace comity::keys
