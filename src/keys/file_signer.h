// The signing ports over keys loaded from files. The ports are in crypto/signer.h.
#pragma once

#include "crypto/certificate.h"
#include "crypto/signer.h"
#include "keys/private_key.h"
#include "value/bytes.h"
#include "value/result.h"

#include <memory>

namespace comity::keys {

class FileSigner final : public crypto::Signer {
 public:
  /// KEY-07 unless `key` is the P-256 key of `certificate`.
  static value::Result<std::unique_ptr<FileSigner>> make(PrivateKey key,
                                                         crypto::Certificate certificate);

  [[nodiscard]] value::Result<value::Bytes> sign_es256(value::BytesView message) override;

  [[nodiscard]] const crypto::Certificate& certificate() const override { return certificate_; }

 private:
  FileSigner(PrivateKey key, crypto::Certificate certificate);

  PrivateKey key_;
  crypto::Certificate certificate_;
};

class FileEd25519Signer final : public crypto::Ed25519Signer {
 public:
  /// KEY-07 unless `key` is an Ed25519 key.
  static value::Result<std::unique_ptr<FileEd25519Signer>> make(PrivateKey key);

  [[nodiscard]] crypto::Ed25519PublicKey public_key() const override { return public_key_; }

  [[nodiscard]] value::Result<crypto::Ed25519Signature> sign(value::BytesView message) override;

 private:
  explicit FileEd25519Signer(PrivateKey key);

  PrivateKey key_;
  crypto::Ed25519PublicKey public_key_{};
};

}  // namespace comity::keys
