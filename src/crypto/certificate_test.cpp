#include "crypto/certificate.h"

#include "support/source_file.h"
#include "value/bytes.h"
#include "value/instant.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <string>

namespace comity::crypto {
namespace {

// Made with the openssl command: docs/protocol/vectors/certificate/README.md says how.
value::Bytes vector(const std::string& name) {
  return value::to_bytes(testing_support::source_file("docs/protocol/vectors/certificate/" + name));
}

Certificate certificate(const std::string& name) {
  return Certificate::parse(vector(name + ".der")).value();
}

TEST(CertificateParsing, ReadsWhatOpensslWrote) {
  const Certificate desk = certificate("desk");
  EXPECT_EQ(desk.common_name(), "xa.247");
  EXPECT_EQ(desk.subject_name(), "CN=xa.247,O=Arvandia Central Authority");
  EXPECT_EQ(desk.fingerprint().hex(),
            "9ea1913f8bcb1dd832eb8844fc7ee309c142e2288ed640775ce39c41c89264e3");
  EXPECT_EQ(desk.not_before().text(), "2026-11-21T22:23:09Z");
  EXPECT_EQ(desk.not_after().text(), "2031-11-20T22:23:09Z");
  EXPECT_FALSE(desk.is_ca());
  EXPECT_EQ(desk.public_point().size(), 65U);
  EXPECT_TRUE(certificate("root").is_ca());
}

TEST(CertificateParsing, KeepsTheReceivedBytes) {
  const value::Bytes der = vector("desk.der");
  EXPECT_TRUE(std::ranges::equal(certificate("desk").der(), der));
  EXPECT_EQ(certificate("desk"), certificate("desk"));
  EXPECT_FALSE(certificate("desk") == certificate("root"));
}

TEST(CertificateParsing, RefusesAnythingBeforeOrAfterOrMissing) {
  value::Bytes longer = vector("desk.der");
  longer.push_back(0);
  EXPECT_EQ(Certificate::parse(longer).error().code.text(), "CRYPTO-01");
  const std::string shifted = std::string(1, '0') + std::string(value::text_of(vector("desk.der")));
  EXPECT_EQ(Certificate::parse(value::bytes_of(shifted)).error().code.text(), "CRYPTO-01");
  const value::Bytes whole = vector("desk.der");
  for (std::size_t length = 0; length < whole.size(); length += 7) {
    EXPECT_FALSE(Certificate::parse(value::BytesView(whole).first(length))) << length;
  }
  EXPECT_EQ(Certificate::parse(value::Bytes(9000, 0x30)).error().code.text(), "CRYPTO-01");
}

TEST(CertificateParsing, RefusesKeysThatAreNotP256) {
  EXPECT_EQ(Certificate::parse(vector("p384.der")).error().code.text(), "CRYPTO-02");
  EXPECT_EQ(Certificate::parse(vector("rsa.der")).error().code.text(), "CRYPTO-02");
}

TEST(CertificateIssue, RootIssuedTheDeskAndItself) {
  EXPECT_TRUE(certificate("desk").issued_by(certificate("root")));
  EXPECT_TRUE(certificate("root").issued_by(certificate("root")));
}

TEST(CertificateIssue, RootOfTheSameNameWithAnotherKeyIsRefused) {
  const auto issued = certificate("desk").issued_by(certificate("namesake_root"));
  ASSERT_FALSE(issued);
  EXPECT_EQ(issued.error().code.text(), "CRYPTO-04");
}

TEST(CertificateIssue, DeskCannotIssue) {
  const auto issued = certificate("issued_by_desk").issued_by(certificate("desk"));
  ASSERT_FALSE(issued);
  EXPECT_EQ(issued.error().code.text(), "CRYPTO-04");
}

TEST(CertificateIssue, OtherSignatureAlgorithmIsRefused) {
  EXPECT_EQ(certificate("sha512").issued_by(certificate("root")).error().code.text(), "CRYPTO-04");
}

TEST(CertificateIssue, UnknownCriticalExtensionIsRefused) {
  EXPECT_EQ(certificate("unknown_critical").issued_by(certificate("root")).error().code.text(),
            "CRYPTO-05");
}

TEST(CertificateIssue, AlteredCertificateIsRefused) {
  const value::Bytes whole = vector("desk.der");
  std::size_t read = 0;
  for (std::size_t i = 0; i < whole.size(); ++i) {
    value::Bytes altered = whole;
    altered[i] ^= 1;
    const auto parsed = Certificate::parse(altered);
    if (parsed) {
      ++read;
      EXPECT_FALSE(parsed->issued_by(certificate("root"))) << i;
    }
  }
  EXPECT_GT(read, 0U);
}

TEST(CertificateVerifying, AcceptsTheSignatureThatOpensslMade) {
  const value::Bytes message = vector("message.txt");
  const value::Bytes signature = vector("message.signature");
  EXPECT_TRUE(certificate("desk").verify_es256(message, signature));
  const auto other = certificate("root").verify_es256(message, signature);
  ASSERT_FALSE(other);
  EXPECT_EQ(other.error().code.text(), "CRYPTO-03");
}

}  // namespace
}  // namespace comity::crypto
