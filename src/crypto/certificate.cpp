#include "crypto/certificate.h"

#include "crypto/es256.h"
#include "crypto/openssl.h"
#include "crypto/sha256.h"
#include "value/bytes.h"
#include "value/digest.h"
#include "value/instant.h"
#include "value/result.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <ctime>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace comity::crypto {

struct Certificate::Parsed {
  value::Bytes der;
  X509Ptr x509;
  value::Digest fingerprint;
  std::string subject;
  std::string common_name;
  value::Instant not_before;
  value::Instant not_after;
  bool is_ca = false;
  std::uint32_t flags = 0;
  value::Bytes point;
};

namespace {

constexpr std::size_t max_der_octets = 8192;

std::optional<value::Instant> instant_of(const ASN1_TIME* time) {
  std::tm parts{};
  if (time == nullptr || ASN1_TIME_to_tm(time, &parts) != 1) {
    return std::nullopt;
  }
  const std::chrono::year_month_day day{std::chrono::year(parts.tm_year + 1900),
                                        std::chrono::month(static_cast<unsigned>(parts.tm_mon + 1)),
                                        std::chrono::day(static_cast<unsigned>(parts.tm_mday))};
  const std::chrono::sys_time<value::Duration> at =
      std::chrono::sys_days(day) + std::chrono::hours(parts.tm_hour) +
      std::chrono::minutes(parts.tm_min) + std::chrono::seconds(parts.tm_sec);
  return value::Instant{at.time_since_epoch().count()};
}

std::string subject_text(const X509_NAME* name) {
  const BioPtr out(BIO_new(BIO_s_mem()));
  if (!out || X509_NAME_print_ex(out.get(), name, 0, XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB) < 0) {
    return {};
  }
  char* text = nullptr;
  const long length = BIO_get_mem_data(out.get(), &text);
  return length > 0 && text != nullptr ? std::string(text, static_cast<std::size_t>(length))
                                       : std::string();
}

std::string common_name_text(X509_NAME* name) {
  const int at = X509_NAME_get_index_by_NID(name, NID_commonName, -1);
  const X509_NAME_ENTRY* entry = at < 0 ? nullptr : X509_NAME_get_entry(name, at);
  if (entry == nullptr) {
    return {};
  }
  unsigned char* text = nullptr;
  const int length = ASN1_STRING_to_UTF8(&text, X509_NAME_ENTRY_get_data(entry));
  if (length < 0) {
    return {};
  }
  std::string out(reinterpret_cast<const char*>(text), static_cast<std::size_t>(length));
  OPENSSL_free(text);
  return out;
}

}  // namespace

value::Result<Certificate> Certificate::parse(value::BytesView der) {
  const unsigned char* at = der.data();
  if (der.empty() || der.size() > max_der_octets) {
    return value::fail("CRYPTO-01", "a certificate of " + std::to_string(der.size()) + " octets");
  }
  auto parsed = std::make_shared<Parsed>();
  parsed->x509.reset(d2i_X509(nullptr, &at, static_cast<long>(der.size())));
  if (!parsed->x509 || at != der.data() + der.size()) {
    ERR_clear_error();
    return value::fail("CRYPTO-01", "the bytes are not one DER certificate");
  }
  X509* const x509 = parsed->x509.get();
  const auto from = instant_of(X509_get0_notBefore(x509));
  const auto until = instant_of(X509_get0_notAfter(x509));
  if (!from || !until || X509_get_version(x509) != X509_VERSION_3) {
    ERR_clear_error();
    return value::fail("CRYPTO-01", "the certificate's dates or version cannot be used");
  }
  auto point = p256_point(X509_get0_pubkey(x509));
  if (!point) {
    return value::fail(point.error());
  }
  parsed->der = value::to_bytes(der);
  parsed->fingerprint = sha256(der);
  parsed->subject = subject_text(X509_get_subject_name(x509));
  parsed->common_name = common_name_text(X509_get_subject_name(x509));
  parsed->not_before = *from;
  parsed->not_after = *until;
  parsed->is_ca = X509_check_ca(x509) == 1;
  parsed->flags = X509_get_extension_flags(x509);
  parsed->point = std::move(*point);
  ERR_clear_error();
  return Certificate(std::move(parsed));
}

Certificate::Certificate(std::shared_ptr<const Parsed> parsed) : parsed_(std::move(parsed)) {}

value::BytesView Certificate::der() const { return parsed_->der; }

const value::Digest& Certificate::fingerprint() const { return parsed_->fingerprint; }

const std::string& Certificate::subject_name() const { return parsed_->subject; }

const std::string& Certificate::common_name() const { return parsed_->common_name; }

value::Instant Certificate::not_before() const { return parsed_->not_before; }

value::Instant Certificate::not_after() const { return parsed_->not_after; }

bool Certificate::is_ca() const { return parsed_->is_ca; }

value::BytesView Certificate::public_point() const { return parsed_->point; }

value::Result<void> Certificate::verify_es256(value::BytesView message,
                                              value::BytesView signature) const {
  return crypto::verify_es256(X509_get0_pubkey(parsed_->x509.get()), message, signature);
}

value::Result<void> Certificate::issued_by(const Certificate& issuer) const {
  if ((parsed_->flags & (EXFLAG_CRITICAL | EXFLAG_INVALID)) != 0) {
    return value::fail("CRYPTO-05", "an extension of " + parsed_->subject + " is not understood");
  }
  X509* const mine = parsed_->x509.get();
  X509* const theirs = issuer.parsed_->x509.get();
  const bool good = issuer.is_ca() && (issuer.parsed_->flags & EXFLAG_CRITICAL) == 0 &&
                    X509_get_signature_nid(mine) == NID_ecdsa_with_SHA256 &&
                    X509_check_issued(theirs, mine) == X509_V_OK &&
                    X509_verify(mine, X509_get0_pubkey(theirs)) == 1;
  ERR_clear_error();
  if (!good) {
    return value::fail("CRYPTO-04",
                       parsed_->subject + " was not issued by " + issuer.parsed_->subject);
  }
  return {};
}

}  // namespace comity::crypto
