#include "keys/file_signer.h"

#include "crypto/certificate.h"
#include "crypto/ed25519.h"
#include "crypto/es256.h"
#include "crypto/openssl.h"
#include "keys/private_key.h"
#include "value/bytes.h"
#include "value/result.h"

#include <algorithm>
#include <cstddef>
#include <memory>
#include <utility>

namespace comity::keys {

value::Result<std::unique_ptr<FileSigner>> FileSigner::make(PrivateKey key,
                                                            crypto::Certificate certificate) {
  if (key.kind() != KeyKind::p256 ||
      !std::ranges::equal(key.public_key(), certificate.public_point())) {
    return value::fail("KEY-07", "the key is not that of " + certificate.subject_name());
  }
  return std::unique_ptr<FileSigner>(new FileSigner(std::move(key), std::move(certificate)));
}

FileSigner::FileSigner(PrivateKey key, crypto::Certificate certificate)
    : key_(std::move(key)), certificate_(std::move(certificate)) {}

value::Result<value::Bytes> FileSigner::sign_es256(value::BytesView message) {
  return crypto::sign_es256(key_.handle(), message);
}

value::Result<std::unique_ptr<FileEd25519Signer>> FileEd25519Signer::make(PrivateKey key) {
  if (key.kind() != KeyKind::ed25519) {
    return value::fail("KEY-07", "a ledger is signed with an Ed25519 key");
  }
  return std::unique_ptr<FileEd25519Signer>(new FileEd25519Signer(std::move(key)));
}

FileEd25519Signer::FileEd25519Signer(PrivateKey key) : key_(std::move(key)) {
  std::ranges::copy(key_.public_key(), public_key_.begin());
}

value::Result<crypto::Ed25519Signature> FileEd25519Signer::sign(value::BytesView message) {
  const crypto::MdContextPtr context(EVP_MD_CTX_new());
  crypto::Ed25519Signature signature{};
  std::size_t length = signature.size();
  if (!context ||
      EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key_.handle()) != 1 ||
      EVP_DigestSign(context.get(), signature.data(), &length, message.data(), message.size()) !=
          1) {
    ERR_clear_error();
    return value::fail("CRYPTO-07", "the library could not sign");
  }
  return signature;
}

}  // namespace comity::keys
