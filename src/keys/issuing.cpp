#include "keys/issuing.h"

#include "crypto/certificate.h"
#include "crypto/openssl.h"
#include "keys/private_key.h"
#include "value/bytes.h"
#include "value/instant.h"
#include "value/ports.h"
#include "value/result.h"

#include <openssl/core_names.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace comity::keys {

namespace {

using ExtensionPtr = std::unique_ptr<X509_EXTENSION, crypto::Releases<X509_EXTENSION_free>>;
using GeneralNamesPtr = std::unique_ptr<GENERAL_NAMES, crypto::Releases<GENERAL_NAMES_free>>;
using GeneralNamePtr = std::unique_ptr<GENERAL_NAME, crypto::Releases<GENERAL_NAME_free>>;

constexpr std::size_t serial_octets = 16;

value::Failure cannot(std::string what) {
  ERR_clear_error();
  return value::fail("KEY-08", std::move(what));
}

crypto::PkeyPtr public_key_of(value::BytesView point) {
  const crypto::PkeyContextPtr context(EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr));
  std::string group = SN_X9_62_prime256v1;
  value::Bytes octets = value::to_bytes(point);
  std::array<OSSL_PARAM, 3> parameters = {
      OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, group.data(), group.size()),
      OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, octets.data(), octets.size()),
      OSSL_PARAM_construct_end()};
  EVP_PKEY* key = nullptr;
  if (!context || EVP_PKEY_fromdata_init(context.get()) != 1 ||
      EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, parameters.data()) != 1) {
    return nullptr;
  }
  return crypto::PkeyPtr(key);
}

bool set_serial(X509* x509, value::Random& random) {
  std::array<std::uint8_t, serial_octets> octets{};
  random.fill(octets);
  // Positive and of fixed length (RFC 5280 section 4.1.2.2).
  octets[0] = static_cast<std::uint8_t>((octets[0] & 0x3f) | 0x40);
  const crypto::BignumPtr number(BN_bin2bn(octets.data(), serial_octets, nullptr));
  return number && BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(x509)) != nullptr;
}

bool set_time(ASN1_TIME* time, value::Instant at) {
  std::string text = at.text();
  std::erase_if(text, [](char c) { return c == '-' || c == ':' || c == 'T'; });
  return ASN1_TIME_set_string_X509(time, text.c_str()) == 1;
}

bool add_name(X509_NAME* name, int nid, const std::string& text) {
  return !text.empty() &&
         X509_NAME_add_entry_by_NID(name, nid, MBSTRING_UTF8, value::bytes_of(text).data(),
                                    static_cast<int>(text.size()), -1, 0) == 1;
}

/// `value` is one of this file's own literals, never outside text: it is a small language.
bool add_extension(X509* x509, X509* issuer, int nid, const char* value) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, issuer, x509, nullptr, nullptr, 0);
  const ExtensionPtr extension(X509V3_EXT_conf_nid(nullptr, &context, nid, value));
  return extension && X509_add_ext(x509, extension.get(), -1) == 1;
}

/// Letters, digits and hyphens in dotted labels (RFC 5890); no wildcard.
bool is_host_name(std::string_view name) {
  const auto allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
  };
  return !name.empty() && name.size() <= 253 && std::ranges::all_of(name, allowed) &&
         name.front() != '.' && name.back() != '.' && name.find("..") == std::string_view::npos;
}

bool push_name(GENERAL_NAMES* names, int type, ASN1_STRING* text) {
  GeneralNamePtr name(text == nullptr ? nullptr : GENERAL_NAME_new());
  if (!name) {
    ASN1_STRING_free(text);
    return false;
  }
  GENERAL_NAME_set0_value(name.get(), type, text);
  if (sk_GENERAL_NAME_push(names, name.get()) <= 0) {
    return false;
  }
  [[maybe_unused]] const GENERAL_NAME* const taken = name.release();  // by the list
  return true;
}

bool push_host(GENERAL_NAMES* names, const std::string& host) {
  ASN1_STRING* const text = is_host_name(host) ? ASN1_IA5STRING_new() : nullptr;
  return text != nullptr &&
         ASN1_STRING_set(text, host.data(), static_cast<int>(host.size())) == 1 &&
         push_name(names, GEN_DNS, text);
}

bool add_tls_names(X509* x509, const TlsNames& wanted) {
  const GeneralNamesPtr names(GENERAL_NAMES_new());
  if (!names || (wanted.dns.empty() && wanted.ip.empty())) {
    return false;
  }
  for (const std::string& host : wanted.dns) {
    if (!push_host(names.get(), host)) {
      return false;
    }
  }
  for (const std::string& address : wanted.ip) {
    if (!push_name(names.get(), GEN_IPADD, a2i_IPADDRESS(address.c_str()))) {
      return false;
    }
  }
  return X509_add1_ext_i2d(x509, NID_subject_alt_name, names.get(), 0, X509V3_ADD_DEFAULT) == 1;
}

/// Everything but extensions and signature; null when a part cannot be carried.
crypto::X509Ptr begin(value::BytesView point, const Subject& subject, const Validity& validity,
                      value::Random& random) {
  crypto::X509Ptr x509(X509_new());
  const crypto::PkeyPtr key = public_key_of(point);
  if (!x509 || !key || validity.from >= validity.until) {
    return nullptr;
  }
  X509_NAME* const name = X509_get_subject_name(x509.get());
  const bool good = X509_set_version(x509.get(), X509_VERSION_3) == 1 &&
                    set_serial(x509.get(), random) &&
                    set_time(X509_getm_notBefore(x509.get()), validity.from) &&
                    set_time(X509_getm_notAfter(x509.get()), validity.until) &&
                    add_name(name, NID_organizationName, subject.organisation) &&
                    add_name(name, NID_commonName, subject.common_name) &&
                    X509_set_pubkey(x509.get(), key.get()) == 1;
  return good ? std::move(x509) : nullptr;
}

value::Result<crypto::Certificate> signed_with(X509* x509, const PrivateKey& key) {
  if (X509_sign(x509, key.handle(), EVP_sha256()) <= 0) {
    ERR_clear_error();
    return value::fail("KEY-01", "the library could not sign the certificate");
  }
  unsigned char* der = nullptr;
  const int length = i2d_X509(x509, &der);
  if (length <= 0) {
    ERR_clear_error();
    return value::fail("KEY-01", "the library could not write the certificate");
  }
  auto certificate =
      crypto::Certificate::parse(value::BytesView(der, static_cast<std::size_t>(length)));
  OPENSSL_free(der);
  return certificate;
}

bool holds_key(const Issuer& issuer) {
  return issuer.key.kind() == KeyKind::p256 && issuer.certificate.is_ca() &&
         std::ranges::equal(issuer.key.public_key(), issuer.certificate.public_point());
}

/// An end certificate up to the extensions that every kind has.
value::Result<crypto::X509Ptr> begin_issued(const Issuer& issuer, value::BytesView point,
                                            const Subject& subject, const Validity& validity,
                                            value::Random& random) {
  if (!holds_key(issuer)) {
    return value::fail("KEY-07", "the key is not that of the issuing root");
  }
  crypto::X509Ptr x509 = begin(point, subject, validity, random);
  const unsigned char* at = issuer.certificate.der().data();
  const crypto::X509Ptr root(
      d2i_X509(nullptr, &at, static_cast<long>(issuer.certificate.der().size())));
  const bool good =
      x509 && root && X509_set_issuer_name(x509.get(), X509_get_subject_name(root.get())) == 1 &&
      add_extension(x509.get(), root.get(), NID_basic_constraints, "critical,CA:FALSE") &&
      add_extension(x509.get(), root.get(), NID_key_usage, "critical,digitalSignature") &&
      add_extension(x509.get(), root.get(), NID_subject_key_identifier, "hash") &&
      add_extension(x509.get(), root.get(), NID_authority_key_identifier, "keyid:always");
  if (!good) {
    return cannot("a key, name or date that a certificate cannot carry");
  }
  return x509;
}

}  // namespace

value::Result<crypto::Certificate> issue_root(const PrivateKey& key, const Subject& subject,
                                              const Validity& validity, value::Random& random) {
  if (key.kind() != KeyKind::p256) {
    return value::fail("KEY-07", "a root is a P-256 key");
  }
  const crypto::X509Ptr x509 = begin(key.public_key(), subject, validity, random);
  X509* const root = x509.get();
  const bool good =
      root != nullptr && X509_set_issuer_name(root, X509_get_subject_name(root)) == 1 &&
      add_extension(root, root, NID_basic_constraints, "critical,CA:TRUE,pathlen:0") &&
      add_extension(root, root, NID_key_usage, "critical,digitalSignature,keyCertSign,cRLSign") &&
      add_extension(root, root, NID_subject_key_identifier, "hash");
  if (!good) {
    return cannot("a name or date that a certificate cannot carry");
  }
  return signed_with(root, key);
}

value::Result<crypto::Certificate> issue_signing(const Issuer& issuer,
                                                 value::BytesView public_point,
                                                 const Subject& subject, const Validity& validity,
                                                 value::Random& random) {
  const auto x509 = begin_issued(issuer, public_point, subject, validity, random);
  if (!x509) {
    return value::fail(x509.error());
  }
  return signed_with(x509->get(), issuer.key);
}

value::Result<crypto::Certificate> issue_tls(const Issuer& issuer, value::BytesView public_point,
                                             const TlsRequest& request, value::Random& random) {
  const auto x509 = begin_issued(issuer, public_point, request.subject, request.validity, random);
  if (!x509) {
    return value::fail(x509.error());
  }
  if (!add_tls_names(x509->get(), request.names) ||
      !add_extension(x509->get(), nullptr, NID_ext_key_usage, "serverAuth,clientAuth")) {
    return cannot("a host name or address that a certificate cannot carry");
  }
  return signed_with(x509->get(), issuer.key);
}

}  // namespace comity::keys
