#include "net/tls.h"

#include "value/bytes.h"
#include "value/digest.h"
#include "value/result.h"

#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/obj_mac.h>
#include <openssl/ssl.h>
#include <openssl/tls1.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>

#include <array>
#include <cstddef>
#include <memory>
#include <new>
#include <optional>
#include <string_view>
#include <utility>

namespace comity::net {

namespace {

struct FreeCertificate {
  void operator()(X509* certificate) const { X509_free(certificate); }
};

struct FreeKey {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};

using Certificate = std::unique_ptr<X509, FreeCertificate>;
using Key = std::unique_ptr<EVP_PKEY, FreeKey>;

// Certificates of this profile are below 1 KiB; a chain of 100 KiB is somebody's attack.
constexpr long largest_certificate_message = 16L * 1024;

Certificate read_certificate(const value::Bytes& der) {
  const unsigned char* at = der.data();
  if (der.size() > static_cast<std::size_t>(largest_certificate_message)) {
    return nullptr;
  }
  Certificate certificate(d2i_X509(nullptr, &at, static_cast<long>(der.size())));
  return at == der.data() + der.size() ? std::move(certificate) : nullptr;
}

Key key_of(const TlsIdentity& identity) {
  if (identity.private_key != nullptr) {
    EVP_PKEY_up_ref(identity.private_key);
    return Key(identity.private_key);
  }
  const auto& pkcs8 = identity.private_key_pkcs8_der;
  const unsigned char* at = pkcs8.data();
  if (pkcs8.size() > static_cast<std::size_t>(largest_certificate_message)) {
    return nullptr;
  }

  struct FreeInfo {
    void operator()(PKCS8_PRIV_KEY_INFO* info) const { PKCS8_PRIV_KEY_INFO_free(info); }
  };

  const std::unique_ptr<PKCS8_PRIV_KEY_INFO, FreeInfo> info(
      d2i_PKCS8_PRIV_KEY_INFO(nullptr, &at, static_cast<long>(pkcs8.size())));
  return info ? Key(EVP_PKCS82PKEY(info.get())) : nullptr;
}

bool is_p256(const EVP_PKEY& key) {
  std::array<char, 32> group{};
  std::size_t length = 0;
  return EVP_PKEY_is_a(&key, "EC") == 1 &&
         EVP_PKEY_get_group_name(&key, group.data(), group.size(), &length) == 1 &&
         std::string_view(group.data(), length) == SN_X9_62_prime256v1;
}

std::optional<value::Digest> fingerprint(const X509& certificate) {
  value::Digest digest;
  unsigned int length = 0;
  if (X509_digest(&certificate, EVP_sha256(), digest.octets.data(), &length) != 1 ||
      length != digest.octets.size()) {
    return std::nullopt;
  }
  return digest;
}

// Asio keeps its own pointer in OpenSSL's "app data", so the check has a slot of its own.
int pin_check_slot() {
  static const int slot = SSL_get_ex_new_index(0, nullptr, nullptr, nullptr, nullptr);
  return slot;
}

// Takes the place of OpenSSL's chain building altogether: 1 accepts, 0 refuses.
int verify_by_pin(X509_STORE_CTX* store, void* /*unused*/) {
  const auto* connection = static_cast<const SSL*>(
      X509_STORE_CTX_get_ex_data(store, SSL_get_ex_data_X509_STORE_CTX_idx()));
  const auto* check =
      connection == nullptr
          ? nullptr
          : static_cast<const PinCheck*>(SSL_get_ex_data(connection, pin_check_slot()));
  const X509* certificate = X509_STORE_CTX_get0_cert(store);
  if (check != nullptr && certificate != nullptr) {
    const auto shown = fingerprint(*certificate);
    if (shown && (*check)(*shown)) {
      X509_STORE_CTX_set_error(store, X509_V_OK);
      return 1;
    }
  }
  X509_STORE_CTX_set_error(store, X509_V_ERR_CERT_REJECTED);
  return 0;
}

bool apply_profile(SSL_CTX& context) {
  SSL_CTX_set_cert_verify_callback(&context, verify_by_pin, nullptr);
  SSL_CTX_set_verify(&context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
  // A resumed session would skip the certificate, and with it the pin.
  SSL_CTX_set_options(&context, SSL_OP_NO_TICKET | SSL_OP_NO_RENEGOTIATION);
  SSL_CTX_set_session_cache_mode(&context, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_mode(&context, SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_set_max_cert_list(&context, largest_certificate_message);
  return SSL_CTX_set_num_tickets(&context, 0) == 1 &&
         SSL_CTX_set_max_early_data(&context, 0) == 1 &&
         SSL_CTX_set_min_proto_version(&context, TLS1_3_VERSION) == 1 &&
         SSL_CTX_set_max_proto_version(&context, TLS1_3_VERSION) == 1 &&
         SSL_CTX_set1_groups_list(&context, "X25519:P-256") == 1 &&
         SSL_CTX_set1_sigalgs_list(&context, "ECDSA+SHA256") == 1 &&
         SSL_CTX_set_ciphersuites(&context,
                                  "TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:"
                                  "TLS_CHACHA20_POLY1305_SHA256") == 1;
}

}  // namespace

void FreeTlsContext::operator()(ssl_ctx_st* context) const { SSL_CTX_free(context); }

value::Result<TlsContext> make_tls_context(TlsSide side, const TlsIdentity& identity) {
  ERR_clear_error();
  TlsContext context(
      SSL_CTX_new(side == TlsSide::server ? TLS_server_method() : TLS_client_method()));
  if (!context || !apply_profile(*context)) {
    return value::fail(
        "NET-11", "the TLS library does not offer the profile: " + tls_reason(ERR_get_error()));
  }
  const auto certificate = read_certificate(identity.certificate_der);
  const auto key = key_of(identity);
  if (!certificate || !key) {
    return value::fail("NET-11",
                       certificate ? "the key is no PKCS #8" : "the certificate is no DER");
  }
  if (!is_p256(*key)) {
    return value::fail("NET-11", "the key is not P-256");
  }
  if (SSL_CTX_use_certificate(context.get(), certificate.get()) != 1 ||
      SSL_CTX_use_PrivateKey(context.get(), key.get()) != 1 ||
      SSL_CTX_check_private_key(context.get()) != 1) {
    return value::fail("NET-11", "certificate and key do not fit: " + tls_reason(ERR_get_error()));
  }
  return context;
}

void judge_peer_by(ssl_st* connection, const PinCheck& check) {
  if (connection == nullptr) {
    throw std::bad_alloc();  // the only reason SSL_new has
  }
  // OpenSSL's slot is not const; the check is only ever read back as const.
  SSL_set_ex_data(connection, pin_check_slot(), const_cast<PinCheck*>(&check));  // NOLINT
}

std::optional<value::Digest> peer_fingerprint(ssl_st* connection) {
  const X509* certificate = SSL_get0_peer_certificate(connection);
  return certificate == nullptr ? std::nullopt : fingerprint(*certificate);
}

TlsFailure tls_failure(unsigned long openssl_error) {
  if (ERR_GET_LIB(openssl_error) != ERR_LIB_SSL) {
    return TlsFailure::other;
  }
  // Alerts about our certificate (RFC 8446 section 6.2): bad_certificate (42) to
  // certificate_unknown (46), unknown_ca (48), access_denied (49), certificate_required (116).
  const int reason = ERR_GET_REASON(openssl_error);
  const int alert = reason - SSL_AD_REASON_OFFSET;
  if ((alert >= 42 && alert <= 46) || alert == 48 || alert == 49 || alert == 116) {
    return TlsFailure::our_certificate_refused;
  }
  switch (reason) {
    case SSL_R_CERTIFICATE_VERIFY_FAILED:
      return TlsFailure::peer_not_pinned;
    case SSL_R_UNEXPECTED_EOF_WHILE_READING:
      return TlsFailure::cut_off;
    default:
      return TlsFailure::other;
  }
}

std::string tls_reason(unsigned long openssl_error) {
  const char* reason = ERR_reason_error_string(openssl_error);
  return reason == nullptr ? "no reason given" : reason;
}

}  // namespace comity::net
