#include "keys/issuing.h"

#include "crypto/certificate.h"
#include "fakes/organisation.h"
#include "fakes/seeded_random.h"
#include "keys/private_key.h"
#include "support/shell.h"
#include "value/bytes.h"
#include "value/instant.h"
#include "value/result.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <ios>
#include <string>

namespace comity::keys {
namespace {

using fakes::Organisation;
using testing_support::shell;
using testing_support::TemporaryFolder;

class Issuing : public testing::Test {
 protected:
  std::filesystem::path write(const crypto::Certificate& certificate, const std::string& name) {
    const auto der = folder_.path() / (name + ".der");
    std::ofstream(der, std::ios::binary) << value::text_of(certificate.der());
    const auto pem = folder_.path() / (name + ".pem");
    shell("openssl x509 -inform DER -in " + der.string() + " -out " + pem.string());
    return pem;
  }

  value::Result<crypto::Certificate> desk(const Subject& subject, const Validity& validity) {
    return issue_signing(xa_.issuer(), key_.public_key(), subject, validity, random_);
  }

  value::Result<crypto::Certificate> tls(const TlsNames& names) {
    return issue_tls(xa_.issuer(), key_.public_key(),
                     {{"xa", "Arvandia"}, names, Organisation::validity()}, random_);
  }

  TemporaryFolder folder_;
  Organisation xa_{"xa"};
  PrivateKey key_ = Organisation::fresh(KeyKind::p256);
  fakes::SeededRandom random_;
};

TEST_F(Issuing, RootIsACaThatIssuedItself) {
  const crypto::Certificate& root = xa_.root();
  EXPECT_TRUE(root.is_ca());
  EXPECT_TRUE(root.issued_by(root));
  EXPECT_EQ(root.common_name(), "xa root");
  EXPECT_EQ(root.not_before(), Organisation::validity().from);
  EXPECT_EQ(root.not_after(), Organisation::validity().until);
}

TEST_F(Issuing, DeskIsIssuedByItsRootOnly) {
  const auto made = desk({"xa.247", "xa"}, Organisation::validity());
  ASSERT_TRUE(made) << made.error().detail;
  EXPECT_TRUE(made->issued_by(xa_.root()));
  EXPECT_FALSE(made->is_ca());
  EXPECT_FALSE(made->issued_by(Organisation("xa").root()));
  EXPECT_FALSE(xa_.root().issued_by(*made));
}

TEST_F(Issuing, OpensslCommandVerifiesTheChains) {
  const auto root = write(xa_.root(), "root").string();
  const auto signing =
      write(desk({"xa.247", "xa"}, Organisation::validity()).value(), "desk").string();
  const auto server = write(tls({{"xa.example"}, {"192.0.2.7", "2001:db8::7"}}).value(), "tls");
  // A day inside the validity, whatever the day of the test.
  const std::string verify = "openssl verify -x509_strict -attime 1798761600 -CAfile " + root + " ";
  EXPECT_EQ(shell(verify + signing + " 2>&1").status, 0)
      << shell(verify + signing + " 2>&1").output;
  for (const char* purpose :
       {"sslserver -verify_hostname xa.example", "sslclient", "sslserver -verify_ip 2001:db8::7"}) {
    const auto outcome = shell(verify + "-purpose " + purpose + " " + server.string() + " 2>&1");
    EXPECT_EQ(outcome.status, 0) << outcome.output;
  }
  EXPECT_NE(
      shell(verify + "-purpose sslserver -verify_hostname xb.example " + server.string() + " 2>&1")
          .status,
      0);
}

TEST_F(Issuing, SerialsDiffer) {
  const auto one = desk({"xa.247", "xa"}, Organisation::validity()).value();
  const auto other = desk({"xa.247", "xa"}, Organisation::validity()).value();
  EXPECT_FALSE(one == other);
}

TEST_F(Issuing, NamesThatACertificateCannotCarryAreRefused) {
  for (const Subject& subject : {Subject{"", "xa"}, Subject{"xa.247", ""},
                                 Subject{std::string(65, 'x'), "xa"}, Subject{"\xff", "xa"}}) {
    const auto made = desk(subject, Organisation::validity());
    ASSERT_FALSE(made) << subject.common_name;
    EXPECT_EQ(made.error().code.text(), "KEY-08");
  }
  for (const TlsNames& names :
       {TlsNames{}, TlsNames{{"xa.example,DNS:xb.example"}, {}}, TlsNames{{"*.example"}, {}},
        TlsNames{{".example"}, {}}, TlsNames{{"xa..example"}, {}}, TlsNames{{}, {"192.0.2.300"}},
        TlsNames{{""}, {}}}) {
    const auto made = tls(names);
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().code.text(), "KEY-08");
  }
}

TEST_F(Issuing, EndBeforeBeginningIsRefused) {
  const Validity validity = Organisation::validity();
  EXPECT_EQ(desk({"xa.247", "xa"}, {validity.until, validity.from}).error().code.text(), "KEY-08");
}

TEST_F(Issuing, DatesBeyond2049AreCarried) {
  const Validity far{value::Instant{0}, value::Instant{4'102'444'800'000}};
  const auto made = desk({"xa.247", "xa"}, far);
  ASSERT_TRUE(made);
  EXPECT_EQ(made->not_before(), far.from);
  EXPECT_EQ(made->not_after(), far.until);
}

TEST_F(Issuing, OnlyTheRootsOwnKeyIssues) {
  const Issuer wrong_key{xa_.root(), key_};
  EXPECT_EQ(issue_signing(wrong_key, key_.public_key(), {"xa.247", "xa"}, Organisation::validity(),
                          random_)
                .error()
                .code.text(),
            "KEY-07");
  const auto made = desk({"xa.247", "xa"}, Organisation::validity()).value();
  const Issuer no_ca{made, key_};
  EXPECT_EQ(
      issue_signing(no_ca, key_.public_key(), {"xa.1", "xa"}, Organisation::validity(), random_)
          .error()
          .code.text(),
      "KEY-07");
}

TEST_F(Issuing, OnlyP256KeysAreCertified) {
  const PrivateKey other = Organisation::fresh(KeyKind::ed25519);
  EXPECT_EQ(issue_root(other, {"xa", "xa"}, Organisation::validity(), random_).error().code.text(),
            "KEY-07");
  EXPECT_EQ(issue_signing(xa_.issuer(), other.public_key(), {"xa", "xa"}, Organisation::validity(),
                          random_)
                .error()
                .code.text(),
            "KEY-08");
}

}  // namespace
}  // namespace comity::keys
