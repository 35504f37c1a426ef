#include "crypto/ed25519.h"

#include "crypto/openssl.h"
#include "value/bytes.h"
#include "value/result.h"

namespace comity::crypto {

value::Result<void> verify_ed25519(const Ed25519PublicKey& key, value::BytesView message,
                                   value::BytesView signature) {
  const PkeyPtr pkey(
      EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, key.data(), key.size()));
  const MdContextPtr context(EVP_MD_CTX_new());
  if (pkey && context && signature.size() == Ed25519Signature{}.size() &&
      EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, pkey.get()) == 1 &&
      EVP_DigestVerify(context.get(), signature.data(), signature.size(), message.data(),
                       message.size()) == 1) {
    return {};
  }
  ERR_clear_error();
  return value::fail("CRYPTO-06", "the Ed25519 signature does not verify");
}

}  // namespace comity::crypto
