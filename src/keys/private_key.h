// A private key in memory, overwritten when it dies. At rest it is a key file (keys/key_file.h); in
// use it is behind a port (keys/file_signer.h, keys/file_opener.h).
#pragma once

#include "crypto/age_recipient.h"
#include "value/bytes.h"
#include "value/ports.h"
#include "value/result.h"

#include <array>
#include <cstdint>
#include <memory>
#include <string_view>
#include <utility>

struct evp_pkey_st;

namespace comity::keys {

/// What a key is for decides its kind: p256 signs statements and TLS, ed25519 the ledger, x25519
/// and hybrid (X-Wing) open what is sealed.
enum class KeyKind { p256, ed25519, x25519, hybrid };

std::string_view key_kind_name(KeyKind kind);

/// Move-only. Any thread may use it.
class PrivateKey {
 public:
  /// KEY-01 when the library cannot, AGE-14 when this build has none. P-256 keys come from the
  /// library's own generator; the others are 32 octets of `random`.
  static value::Result<PrivateKey> generate(KeyKind kind, value::Random& random);

  /// An ed25519, x25519 or hybrid secret of 32 octets; KEY-01 otherwise. AGE-14 for a hybrid one
  /// where this build lacks the library.
  static value::Result<PrivateKey> from_octets(KeyKind kind, value::BytesView secret);

  /// Takes the library's key over; KEY-03 when it is P-256, Ed25519 and X25519 none.
  static value::Result<PrivateKey> adopt(evp_pkey_st* key);

  /// The key in clear as PKCS#8 DER, for the TLS adapter; the caller overwrites it.
  [[nodiscard]] value::Result<value::Bytes> pkcs8_der() const;

  /// The same key, held a second time.
  [[nodiscard]] PrivateKey share() const;

  [[nodiscard]] KeyKind kind() const { return kind_; }

  /// 65 octets (uncompressed point) for p256, 1,216 for hybrid, 32 for the others.
  [[nodiscard]] value::Bytes public_key() const;

  /// REQUIRES: kind() is x25519 or hybrid.
  [[nodiscard]] crypto::Recipient recipient() const;

  /// The 32 octets of a key of another kind than p256; the caller overwrites them.
  [[nodiscard]] std::array<std::uint8_t, 32> secret() const;

  /// For the sources of this room and the TLS adapter. Null for a hybrid key.
  [[nodiscard]] evp_pkey_st* handle() const { return key_.get(); }

 private:
  struct Release {
    void operator()(evp_pkey_st* key) const;
  };

  /// The library knows no such keys: the seed, and the public key that it gives.
  struct Hybrid;

  PrivateKey(KeyKind kind, evp_pkey_st* key) : kind_(kind), key_(key) {}

  explicit PrivateKey(std::shared_ptr<const Hybrid> hybrid)
      : kind_(KeyKind::hybrid), hybrid_(std::move(hybrid)) {}

  static value::Result<PrivateKey> hybrid_from(value::BytesView secret);

  KeyKind kind_;
  std::unique_ptr<evp_pkey_st, Release> key_;
  std::shared_ptr<const Hybrid> hybrid_;
};

}  // namespace comity::keys
