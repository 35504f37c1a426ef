#include "keys/key_file.h"

#include "codec/base64.h"
#include "crypto/age_recipient.h"
#include "crypto/ed25519.h"
#include "crypto/hybrid.h"
#include "fakes/organisation.h"
#include "keys/file_signer.h"
#include "keys/passphrase.h"
#include "keys/pkcs8.h"
#include "keys/private_file.h"
#include "keys/private_key.h"
#include "support/hex.h"
#include "support/shell.h"
#include "value/bytes.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <utility>

namespace comity::keys {
namespace {

using fakes::Organisation;
using testing_support::shell;
using testing_support::TemporaryFolder;

const Passphrase passphrase("correct horse, battery staple");

class KeyFile : public testing::TestWithParam<KeyKind> {
 protected:
  TemporaryFolder folder_;
  std::filesystem::path path_ = folder_.path() / "desk.pem";
};

INSTANTIATE_TEST_SUITE_P(Kinds, KeyFile,
                         testing::Values(KeyKind::p256, KeyKind::ed25519, KeyKind::x25519));

TEST(HybridKeyFile, IsPkcs8WithTheIdentifierOfXWing) {
  if (!crypto::supports(crypto::Suite::age_mlkem768x25519)) {
    GTEST_SKIP() << "this build has no hybrid suite";
  }
  const TemporaryFolder folder;
  const PrivateKey key = Organisation::fresh(KeyKind::hybrid);
  ASSERT_TRUE(save_key(folder.path() / "desk.pem", key, passphrase, Stretch::demonstration));
  const auto loaded = load_key(folder.path() / "desk.pem", passphrase);
  ASSERT_TRUE(loaded) << loaded.error().detail;
  EXPECT_EQ(loaded->kind(), KeyKind::hybrid);
  EXPECT_EQ(loaded->public_key(), key.public_key());
  EXPECT_EQ(load_key(folder.path() / "desk.pem", Passphrase("other")).error().code.text(),
            "KEY-04");
  const auto clear = folder.path() / "clear.pem";
  std::ofstream(clear) << write_key_in_clear(key).value();
  const auto shape = shell("openssl asn1parse -in " + clear.string());
  EXPECT_NE(shape.output.find(":1.3.6.1.4.1.62253.25722"), std::string::npos) << shape.output;
  EXPECT_NE(shape.output.find("l=  32 prim: OCTET STRING"), std::string::npos) << shape.output;
}

TEST(HybridKeyFile, OfAnotherLengthIsRefused) {
  // PKCS#8 with the identifier of X-Wing and 31 octets.
  const value::Bytes der = testing_support::from_hex(
      "3033020100300d060b2b0601040183e62d81c87a041f" + std::string(62, '1'));
  const unsigned char* octets = der.data();
  const Pkcs8Ptr info(d2i_PKCS8_PRIV_KEY_INFO(nullptr, &octets, static_cast<long>(der.size())));
  ASSERT_TRUE(info);
  const auto key = from_pkcs8(*info);
  ASSERT_FALSE(key);
  EXPECT_EQ(key.error().code.text(),
            crypto::supports(crypto::Suite::age_mlkem768x25519) ? "KEY-03" : "AGE-14");
}

TEST_P(KeyFile, ComesBackAsItWasSaved) {
  const PrivateKey key = Organisation::fresh(GetParam());
  ASSERT_TRUE(save_key(path_, key, passphrase));
  const auto loaded = load_key(path_, passphrase);
  ASSERT_TRUE(loaded) << loaded.error().detail;
  EXPECT_EQ(loaded->kind(), GetParam());
  EXPECT_EQ(loaded->public_key(), key.public_key());
}

TEST_P(KeyFile, IsInClearWhatTheAdapterOfTlsTakes) {
  const PrivateKey key = Organisation::fresh(GetParam());
  const auto der = key.pkcs8_der();
  ASSERT_TRUE(der);
  const auto pem = write_key_in_clear(key);
  ASSERT_TRUE(pem);
  const std::size_t begin = pem->find('\n') + 1;
  std::string body = pem->substr(begin, pem->find("-----END") - begin);
  body.erase(std::remove(body.begin(), body.end(), '\n'), body.end());
  EXPECT_EQ(codec::decode_base64(body).value(), *der);
}

TEST_P(KeyFile, RefusesAnotherPassphrase) {
  const auto pem = write_key(Organisation::fresh(GetParam()), passphrase);
  ASSERT_TRUE(pem);
  const auto read = read_key(*pem, Passphrase("correct horse, battery stable"));
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code.text(), "KEY-04");
}

TEST_P(KeyFile, IsOpenedByTheOpensslCommand) {
  const PrivateKey key = Organisation::fresh(GetParam());
  ASSERT_TRUE(save_key(path_, key, Passphrase("open sesame")));
  const auto opened =
      shell("openssl pkey -in " + path_.string() + " -passin 'pass:open sesame' -noout -text 2>&1");
  EXPECT_EQ(opened.status, 0) << opened.output;
  EXPECT_NE(opened.output.find("rivate-Key"), std::string::npos) << opened.output;
  const auto shape = shell("openssl asn1parse -in " + path_.string());
  EXPECT_NE(shape.output.find(":scrypt"), std::string::npos) << shape.output;
  EXPECT_NE(shape.output.find(":aes-256-cbc"), std::string::npos) << shape.output;
}

TEST_P(KeyFile, IsForItsOwnerAloneAndNeverOverwritten) {
  const PrivateKey key = Organisation::fresh(GetParam());
  ASSERT_TRUE(save_key(path_, key, passphrase, Stretch::demonstration));
  struct stat facts{};
  ASSERT_EQ(::stat(path_.c_str(), &facts), 0);
  EXPECT_EQ(facts.st_mode & 0777U, 0600U);
  const auto again =
      save_key(path_, Organisation::fresh(GetParam()), passphrase, Stretch::demonstration);
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code.text(), "KEY-05");
  EXPECT_EQ(load_key(path_, passphrase).value().public_key(), key.public_key());
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder_.path()), {}), 1);
}

TEST(KeyFileRefusals, FileOthersMayReadIsNotLoaded) {
  const TemporaryFolder folder;
  const auto path = folder.path() / "open.pem";
  ASSERT_TRUE(
      save_key(path, Organisation::fresh(KeyKind::p256), passphrase, Stretch::demonstration));
  ASSERT_EQ(::chmod(path.c_str(), 0640), 0);
  const auto loaded = load_key(path, passphrase);
  ASSERT_FALSE(loaded);
  EXPECT_EQ(loaded.error().code.text(), "KEY-06");
}

TEST(KeyFileRefusals, MissingAndOversizedFilesAreNotLoaded) {
  const TemporaryFolder folder;
  EXPECT_EQ(load_key(folder.path() / "none.pem", passphrase).error().code.text(), "KEY-06");
  EXPECT_EQ(load_key(folder.path(), passphrase).error().code.text(), "KEY-06");
  const auto large = folder.path() / "large.pem";
  ASSERT_TRUE(write_private_file(large, std::string(70'000, 'x')));
  EXPECT_EQ(load_key(large, passphrase).error().code.text(), "KEY-06");
}

TEST(KeyFileRefusals, FolderThatDoesNotExistIsReported) {
  const TemporaryFolder folder;
  const auto saved = save_key(folder.path() / "no" / "a.pem", Organisation::fresh(KeyKind::p256),
                              passphrase, Stretch::demonstration);
  ASSERT_FALSE(saved);
  EXPECT_EQ(saved.error().code.text(), "KEY-05");
}

TEST(KeyFileRefusals, EmptyPassphraseIsRefused) {
  const auto pem = write_key(Organisation::fresh(KeyKind::p256), Passphrase(""));
  ASSERT_FALSE(pem);
  EXPECT_EQ(pem.error().code.text(), "KEY-11");
  const TemporaryFolder folder;
  const auto saved =
      save_key(folder.path() / "a.pem", Organisation::fresh(KeyKind::p256), Passphrase(""));
  ASSERT_FALSE(saved);
  EXPECT_EQ(saved.error().code.text(), "KEY-11");
  EXPECT_FALSE(std::filesystem::exists(folder.path() / "a.pem"));
}

TEST(KeyFileRefusals, TextThatIsNoSealedKeyIsRefused) {
  EXPECT_EQ(read_key("", passphrase).error().code.text(), "KEY-02");
  EXPECT_EQ(
      read_key("-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n", passphrase).error().code.text(),
      "KEY-02");
  const auto clear = write_key_in_clear(Organisation::fresh(KeyKind::p256));
  ASSERT_TRUE(clear);
  EXPECT_EQ(read_key(*clear, passphrase).error().code.text(), "KEY-02");
}

TEST(KeyFileRefusals, KeyOfAnotherKindIsRefused) {
  const TemporaryFolder folder;
  const auto path = folder.path() / "p384.pem";
  ASSERT_EQ(shell("openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-384 -aes-256-cbc"
                  " -pass pass:x -out " +
                  path.string())
                .status,
            0);
  ASSERT_EQ(::chmod(path.c_str(), 0600), 0);
  EXPECT_EQ(load_key(path, Passphrase("x")).error().code.text(), "KEY-03");
}

TEST(KeyFileForeign, KeyMadeByTheOpensslCommandIsLoaded) {
  const TemporaryFolder folder;
  const auto path = folder.path() / "foreign.pem";
  ASSERT_EQ(
      shell("openssl genpkey -algorithm ED25519 -aes-256-cbc -pass pass:x -out " + path.string())
          .status,
      0);
  ASSERT_EQ(::chmod(path.c_str(), 0600), 0);
  auto key = load_key(path, Passphrase("x"));
  ASSERT_TRUE(key) << key.error().detail;
  const auto signer = FileEd25519Signer::make(std::move(*key));
  ASSERT_TRUE(signer);
  const auto signature = (*signer)->sign(value::bytes_of("text"));
  ASSERT_TRUE(signature);
  EXPECT_TRUE(crypto::verify_ed25519((*signer)->public_key(), value::bytes_of("text"), *signature));
}

}  // namespace
}  // namespace comity::keys
