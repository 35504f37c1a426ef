// An X.509 certificate of a P-256 key, as received: its bytes are kept, its key is parsed once.
// Making certificates needs a secret and is in keys/issuing.h; whether one is trusted at an instant
// is for key sets to say (room signed), not for its dates alone.
#pragma once

#include "value/bytes.h"
#include "value/digest.h"
#include "value/instant.h"
#include "value/result.h"

#include <memory>
#include <string>

namespace comity::crypto {

/// Immutable, cheap to copy (copies share what was parsed); any thread may use it.
class Certificate {
 public:
  /// CRYPTO-01 not one DER certificate, or over 8 KiB; CRYPTO-02 its key is not P-256.
  static value::Result<Certificate> parse(value::BytesView der);

  [[nodiscard]] value::BytesView der() const;

  /// SHA-256 of the DER: what people compare and `x5t#S256` carries.
  [[nodiscard]] const value::Digest& fingerprint() const;

  /// The whole subject as RFC 4514 text, e.g. "CN=xa.247,O=xa"; escaped.
  [[nodiscard]] const std::string& subject_name() const;

  /// The first CN of the subject; empty when there is none.
  [[nodiscard]] const std::string& common_name() const;

  /// The dates are claims; the caller judges them at the proven time.
  [[nodiscard]] value::Instant not_before() const;
  [[nodiscard]] value::Instant not_after() const;

  [[nodiscard]] bool is_ca() const;

  /// The key as an uncompressed point, 65 octets.
  [[nodiscard]] value::BytesView public_point() const;

  /// ECDSA P-256 with SHA-256, `signature` as r || s, 64 octets (RFC 7518 section 3.4). CRYPTO-03
  /// when it is of another length or was not made by this key over this message.
  [[nodiscard]] value::Result<void> verify_es256(value::BytesView message,
                                                 value::BytesView signature) const;

  /// The issuer is a CA, the names and key identifiers match and it signed this certificate:
  /// CRYPTO-04 otherwise. A certificate with an unknown critical extension is CRYPTO-05.
  [[nodiscard]] value::Result<void> issued_by(const Certificate& issuer) const;

  friend bool operator==(const Certificate& a, const Certificate& b) {
    return a.fingerprint() == b.fingerprint();
  }

 private:
  struct Parsed;

  explicit Certificate(std::shared_ptr<const Parsed> parsed);

  // Shared because immutable: a chain of certificates is copied with every statement that it
  // signed.
  std::shared_ptr<const Parsed> parsed_;
};

}  // namespace comity::crypto
