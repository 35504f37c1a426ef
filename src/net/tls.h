// The TLS profile of both sides: version 1.3 only, both certificates shown, each judged by its
// fingerprint alone. Neighbours: server.h and client.h, which run connections over it.
#pragma once

#include "value/bytes.h"
#include "value/digest.h"
#include "value/result.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>

// OpenSSL's own names; only tls.cpp and the connections look inside.
struct evp_pkey_st;
struct ssl_ctx_st;
struct ssl_st;

namespace comity::net {

/// The node's own certificate and its key (P-256), in memory only. The key is either a loaded one,
/// borrowed until the context is made (no copy of its octets comes about), or PKCS #8.
struct TlsIdentity {
  value::Bytes certificate_der;
  value::Bytes private_key_pkcs8_der;
  evp_pkey_st* private_key = nullptr;
};

struct FreeTlsContext {
  void operator()(ssl_ctx_st* context) const;
};

using TlsContext = std::unique_ptr<ssl_ctx_st, FreeTlsContext>;

enum class TlsSide { server, client };

/// NET-11 when certificate and key cannot be read, are not P-256 or do not belong together.
value::Result<TlsContext> make_tls_context(TlsSide side, const TlsIdentity& identity);

/// Says whether a fingerprint is pinned. Names, chains and dates of the certificate are not asked:
/// the key set in force decides (docs/protocol/transport.md).
using PinCheck = std::function<bool(const value::Digest&)>;

/// Lends `check` to one connection, which refuses every peer until that is done. `check` outlives
/// the handshake and throws nothing.
void judge_peer_by(ssl_st* connection, const PinCheck& check);

/// SHA-256 of the certificate the peer proved it holds; none before the handshake.
std::optional<value::Digest> peer_fingerprint(ssl_st* connection);

/// What a failed handshake or read was about, from OpenSSL's packed error code.
enum class TlsFailure { our_certificate_refused, peer_not_pinned, cut_off, other };

TlsFailure tls_failure(unsigned long openssl_error);

/// OpenSSL's sentence for it.
std::string tls_reason(unsigned long openssl_error);

}  // namespace comity::net
