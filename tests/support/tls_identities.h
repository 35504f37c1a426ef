// Self-signed TLS identities for tests, made with OpenSSL directly so that the network is tested
// without the room of keys.
#pragma once

#include "net/tls.h"
#include "value/bytes.h"
#include "value/digest.h"

#include <openssl/evp.h>
#include <openssl/x509.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

namespace comity::testing_support {

struct FreeOpenSsl {
  void operator()(X509* certificate) const { X509_free(certificate); }

  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }

  void operator()(PKCS8_PRIV_KEY_INFO* info) const { PKCS8_PRIV_KEY_INFO_free(info); }
};

template <class T>
using OpenSsl = std::unique_ptr<T, FreeOpenSsl>;

struct TestIdentity {
  net::TlsIdentity tls;
  value::Digest fingerprint;
};

template <class T, class Write>
value::Bytes der_of(T* object, Write write) {
  value::Bytes der(static_cast<std::size_t>(write(object, nullptr)));
  unsigned char* at = der.data();
  write(object, &at);
  return der;
}

/// Valid from `from` to `until` seconds from now; `group` is an EC group.
inline TestIdentity make_identity(const std::string& name, long from = -60, long until = 3600,
                                  const char* group = "P-256") {
  const OpenSsl<EVP_PKEY> key(EVP_EC_gen(group));
  const OpenSsl<X509> certificate(X509_new());
  X509_set_version(certificate.get(), 2);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), from);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), until);
  X509_set_pubkey(certificate.get(), key.get());
  X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate.get()), "CN", MBSTRING_ASC,
                             value::bytes_of(name).data(), static_cast<int>(name.size()), -1, 0);
  X509_set_issuer_name(certificate.get(), X509_get_subject_name(certificate.get()));
  X509_sign(certificate.get(), key.get(), EVP_sha256());
  const OpenSsl<PKCS8_PRIV_KEY_INFO> info(EVP_PKEY2PKCS8(key.get()));
  TestIdentity made;
  made.tls.certificate_der = der_of(certificate.get(), i2d_X509);
  made.tls.private_key_pkcs8_der = der_of(info.get(), i2d_PKCS8_PRIV_KEY_INFO);
  X509_digest(certificate.get(), EVP_sha256(), made.fingerprint.octets.data(), nullptr);
  return made;
}

}  // namespace comity::testing_support
