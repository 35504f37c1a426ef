#include "store/s3_credentials.h"

#include "support/code.h"
#include "support/shell.h"
#include "value/bytes.h"
#include "value/result.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

namespace comity::store {

namespace {

namespace fs = std::filesystem;

using support::code_of;
using support::detail_of;

const std::string good =
    "# made for the node xa\n[default]\naws_access_key_id = "
    "xa\r\n\naws_secret_access_key=s/e+c=r\n";

value::Result<S3Credentials> parse(const std::string& text) {
  return parse_s3_credentials(value::bytes_of(text));
}

TEST(S3CredentialsTest, ReadsOneProfile) {
  EXPECT_EQ(parse(good).value(), (S3Credentials{"xa", "s/e+c=r"}));
  EXPECT_EQ(parse("aws_secret_access_key=s\naws_access_key_id=a:b").value(),
            (S3Credentials{"a:b", "s"}));
}

TEST(S3CredentialsTest, RefusesWhatIsNotOneProfileAndRepeatsNothing) {
  for (const std::string& text :
       {std::string(), std::string("aws_access_key_id=a"),
        std::string("aws_secret_access_key=topsecret"), good + "[other]\n",
        good + "aws_session_token=topsecret", good + "aws_access_key_id=b",
        std::string("aws_access_key_id=\naws_secret_access_key=topsecret"),
        std::string("aws_access_key_id=a b\naws_secret_access_key=topsecret"),
        std::string("[default\naws_access_key_id=a\naws_secret_access_key=topsecret"),
        std::string("topsecret"), "aws_access_key_id=" + std::string(300, 'x')}) {
    const auto read = parse(text);
    EXPECT_EQ(code_of(read), "STORE-25") << text;
    EXPECT_EQ(detail_of(read).find("topsecret"), std::string::npos);
  }
}

class S3CredentialsFileTest : public testing::Test {
 protected:
  void write(const std::string& text, fs::perms mode) {
    std::ofstream(file_) << text;
    fs::permissions(file_, mode);
  }

  testing_support::TemporaryFolder folder_;
  fs::path file_ = folder_.path() / "credentials";
};

TEST_F(S3CredentialsFileTest, OnlyItsOwnerMayReadIt) {
  write(good, fs::perms::owner_read | fs::perms::owner_write);
  EXPECT_EQ(read_s3_credentials(file_).value().access_key, "xa");
  for (const fs::perms more : {fs::perms::group_read, fs::perms::others_read,
                               fs::perms::group_write, fs::perms::others_exec}) {
    write(good, fs::perms::owner_read | more);
    EXPECT_EQ(code_of(read_s3_credentials(file_)), "STORE-25");
  }
}

TEST_F(S3CredentialsFileTest, RefusesWhatIsNoSmallFile) {
  EXPECT_EQ(code_of(read_s3_credentials(file_)), "STORE-25");
  EXPECT_EQ(code_of(read_s3_credentials(folder_.path())), "STORE-25");
  write(good + std::string(5000, '\n'), fs::perms::owner_read);
  EXPECT_EQ(code_of(read_s3_credentials(file_)), "STORE-25");
}

}  // namespace

}  // namespace comity::store
