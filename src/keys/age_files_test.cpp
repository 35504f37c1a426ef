#include "keys/age_files.h"

#include "crypto/age_recipient.h"
#include "fakes/organisation.h"
#include "fakes/seeded_random.h"
#include "keys/age_identity.h"
#include "keys/file_opener.h"
#include "keys/key_file.h"
#include "keys/passphrase.h"
#include "keys/private_file.h"
#include "keys/private_key.h"
#include "support/shell.h"
#include "value/bytes.h"
#include "value/result.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <filesystem>
#include <fstream>
#include <ios>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

namespace comity::keys {
namespace {

using fakes::Organisation;
using testing_support::TemporaryFolder;

class AgeFiles : public testing::Test {
 protected:
  [[nodiscard]] std::string path(const std::string& name) const {
    return (folder_.path() / name).string();
  }

  void write(const std::string& name, value::BytesView bytes) {
    std::ofstream(path(name), std::ios::binary) << value::text_of(bytes);
  }

  [[nodiscard]] value::Bytes read(const std::string& name) const {
    std::ifstream in(path(name), std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  }

  [[nodiscard]] std::ptrdiff_t files() const {
    return std::distance(std::filesystem::directory_iterator(folder_.path()), {});
  }

  static std::string code(const value::Result<void>& result) {
    return result ? "done" : std::string(result.error().code.text());
  }

  [[nodiscard]] std::vector<crypto::Recipient> recipients() const { return opener_->recipients(); }

  TemporaryFolder folder_;
  fakes::SeededRandom random_;
  std::unique_ptr<FileOpener> opener_ = Organisation::opener();
};

TEST_F(AgeFiles, SealedFileOpens) {
  value::Bytes plain(3'000'000);
  random_.fill(plain);
  write("plain", plain);
  EXPECT_EQ(code(seal_file({path("plain"), path("sealed")}, recipients(), random_)), "done");
  EXPECT_EQ(code(open_file({path("sealed"), path("opened")}, *opener_)), "done");
  EXPECT_EQ(read("opened"), plain);
  EXPECT_EQ(files(), 3);
}

TEST_F(AgeFiles, StandardOutputIsWrittenToAsItIs) {
  write("plain", value::bytes_of("evidence"));
  ASSERT_EQ(code(seal_file({path("plain"), path("sealed")}, recipients(), random_)), "done");
  testing::internal::CaptureStdout();
  const auto opened = open_file({path("sealed"), "-"}, *opener_);
  EXPECT_EQ(testing::internal::GetCapturedStdout(), "evidence");
  EXPECT_EQ(code(opened), "done");
  EXPECT_EQ(files(), 2);
}

TEST_F(AgeFiles, ALongListOfRecipientsIsNotReadWhole) {
  write("many", value::Bytes((std::size_t{1} << 20U) + 1, '#'));
  const auto loaded = load_recipients(path("many"));
  ASSERT_FALSE(loaded);
  EXPECT_EQ(loaded.error().code.text(), "KEY-06");
}

TEST_F(AgeFiles, EmptyFileOpens) {
  write("plain", {});
  EXPECT_EQ(code(seal_file({path("plain"), path("sealed")}, recipients(), random_)), "done");
  EXPECT_EQ(code(open_file({path("sealed"), path("opened")}, *opener_)), "done");
  EXPECT_TRUE(std::filesystem::exists(path("opened")));
  EXPECT_TRUE(read("opened").empty());
}

TEST_F(AgeFiles, DamagedFileLeavesNothingBehind) {
  write("plain", value::Bytes(200'000, 1));
  ASSERT_TRUE(seal_file({path("plain"), path("sealed")}, recipients(), random_));
  value::Bytes sealed = read("sealed");
  sealed.back() ^= 1;
  write("damaged", sealed);
  EXPECT_EQ(code(open_file({path("damaged"), path("opened")}, *opener_)), "AGE-06");
  EXPECT_EQ(files(), 3);
  sealed.resize(100);
  write("cut", sealed);
  EXPECT_EQ(code(open_file({path("cut"), path("opened")}, *opener_)), "AGE-07");
  EXPECT_EQ(files(), 4);
}

TEST_F(AgeFiles, ExistingFileIsNeverOverwritten) {
  write("plain", value::bytes_of("text"));
  write("there", value::bytes_of("precious"));
  EXPECT_EQ(code(seal_file({path("plain"), path("there")}, recipients(), random_)), "KEY-05");
  EXPECT_EQ(value::text_of(read("there")), "precious");
  EXPECT_EQ(files(), 2);
}

TEST_F(AgeFiles, MissingInputAndFolderAreReported) {
  EXPECT_EQ(code(seal_file({path("none"), path("out")}, recipients(), random_)), "KEY-06");
  EXPECT_EQ(code(seal_file({folder_.path().string(), path("out")}, recipients(), random_)),
            "KEY-06");
  write("plain", value::bytes_of("text"));
  EXPECT_EQ(code(seal_file({path("plain"), path("no/out")}, recipients(), random_)), "KEY-05");
  EXPECT_EQ(code(seal_file({path("plain"), path("out")}, {}, random_)), "AGE-12");
  EXPECT_EQ(files(), 1);
}

TEST_F(AgeFiles, OpenerIsLoadedFromEitherKindOfFile) {
  const PrivateKey key = Organisation::fresh(KeyKind::x25519);
  ASSERT_TRUE(write_private_file(path("identity"), export_identity(key).value() + "\n"));
  const Passphrase passphrase("open sesame");
  ASSERT_TRUE(save_key(path("key.pem"), key, passphrase, Stretch::demonstration));
  EXPECT_EQ(load_opener(path("identity"), nullptr).value()->recipients().front(), key.recipient());
  EXPECT_EQ(load_opener(path("key.pem"), &passphrase).value()->recipients().front(),
            key.recipient());
  EXPECT_EQ(load_opener(path("key.pem"), nullptr).error().code.text(), "KEY-04");
  EXPECT_EQ(load_opener(path("none"), nullptr).error().code.text(), "KEY-06");
}

TEST_F(AgeFiles, SigningKeyOpensNothing) {
  const Passphrase passphrase("open sesame");
  ASSERT_TRUE(save_key(path("key.pem"), Organisation::fresh(KeyKind::p256), passphrase,
                       Stretch::demonstration));
  EXPECT_EQ(load_opener(path("key.pem"), &passphrase).error().code.text(), "KEY-07");
}

TEST_F(AgeFiles, RecipientsAreLoaded) {
  write("recipients", value::bytes_of("# desk\n" + recipients().front().text() + "\n"));
  EXPECT_EQ(load_recipients(path("recipients")).value(), recipients());
  write("bad", value::bytes_of("hello\n"));
  EXPECT_EQ(load_recipients(path("bad")).error().code.text(), "KEY-10");
  EXPECT_EQ(load_recipients(path("none")).error().code.text(), "KEY-06");
}

}  // namespace
}  // namespace comity::keys
