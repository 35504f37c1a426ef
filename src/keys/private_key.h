// A private key in memory, overwritten when it dies. At rest it is a key file (keys/key_file.h); in
// use it is behind a port (keys/file_signer.h, keys/file_opener.h).
#pragma once

#include "crypto/age_recipient.h"
#include "value/bytes.h"
#include "value/ports.h"
#include "value/result.h"

#include <memory>
#include <string_view>

struct evp_pkey_st;

namespace comity::keys {

/// What a key is for decides its kind: p256 signs statements and TLS, ed25519 the ledger, x25519
/// opens what is sealed.
enum class KeyKind { p256, ed25519, x25519 };

std::string_view key_kind_name(KeyKind kind);

/// Move-only. Any thread may use it.
class PrivateKey {
 public:
  /// KEY-01 when the library cannot. P-256 keys come from the library's own generator; the others
  /// are 32 octets of `random`.
  static value::Result<PrivateKey> generate(KeyKind kind, value::Random& random);

  /// An ed25519 or x25519 secret of 32 octets; KEY-01 otherwise.
  static value::Result<PrivateKey> from_octets(KeyKind kind, value::BytesView secret);

  /// Takes the library's key over; KEY-03 when it is of none of the three kinds.
  static value::Result<PrivateKey> adopt(evp_pkey_st* key);

  /// The key in clear as PKCS#8 DER, for the TLS adapter; the caller overwrites it.
  [[nodiscard]] value::Result<value::Bytes> pkcs8_der() const;

  /// The same key, held a second time.
  [[nodiscard]] PrivateKey share() const;

  [[nodiscard]] KeyKind kind() const { return kind_; }

  /// 65 octets (uncompressed point) for p256, 32 for the others.
  [[nodiscard]] value::Bytes public_key() const;

  /// REQUIRES: kind() is x25519.
  [[nodiscard]] crypto::Recipient recipient() const;

  /// For the sources of this room and the TLS adapter.
  [[nodiscard]] evp_pkey_st* handle() const { return key_.get(); }

 private:
  struct Release {
    void operator()(evp_pkey_st* key) const;
  };

  PrivateKey(KeyKind kind, evp_pkey_st* key) : kind_(kind), key_(key) {}

  KeyKind kind_;
  std::unique_ptr<evp_pkey_st, Release> key_;
};

}  // namespace comity::keys
