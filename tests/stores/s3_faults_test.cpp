// What an S3 service and the way to it can do: each has its code, what may pass is tried again, and
// nothing is believed that was not said whole.
#include "object/blob_store.h"
#include "store/s3_blobs.h"
#include "store/s3_client.h"
#include "store/s3_target.h"
#include "support/code.h"
#include "support/raw_tls.h"
#include "support/shell.h"
#include "support/swift_server.h"
#include "support/system_time.h"
#include "support/tls_identities.h"
#include "support/word_server.h"
#include "value/bytes.h"
#include "value/result.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <ios>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace comity::store {

namespace {

using namespace std::chrono_literals;
using support::code_of;
using support::detail_of;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;
using testing_support::WordServer;

const value::Bytes hello = value::to_bytes("hello");

/// A service that says what the test wants, a limited patience, and the calls it heard.
class S3WordsTest : public testing::Test {
 protected:
  S3WordsTest() {
    target_.bucket = "words";
    target_.credentials_file = folder_.path() / "credentials";
    testing_support::write_credentials(target_.credentials_file, "key-of-xa", "never-say-this");
  }

  std::unique_ptr<S3Client> s3(std::uint16_t port, std::chrono::milliseconds patience = 10s) {
    target_.endpoint = "http://127.0.0.1:" + std::to_string(port);
    target_.patience = patience;
    return S3Client::make(target_, clock_).value();
  }

  std::unique_ptr<S3Client> s3(const WordServer& server, std::chrono::milliseconds patience = 10s) {
    return s3(server.port(), patience);
  }

  static std::string answer(const std::string& status, const std::string& body,
                            const std::string& more = "") {
    return "HTTP/1.1 " + status +
           "\r\nConnection: close\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" +
           more + "\r\n" + body;
  }

  static std::string error(const std::string& status, const std::string& word) {
    return answer(status, "<Error><Code>" + word + "</Code></Error>");
  }

  // of "hello"
  const std::string digest_ =
      "x-amz-meta-sha256: 2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824\r\n";
  const std::string good_ = answer("200 OK", "hello", digest_);
  testing_support::SystemTime clock_;
  testing_support::TemporaryFolder folder_;
  S3Target target_;
};

TEST_F(S3WordsTest, TriesAgainWhatTheServiceCannotDoNow) {
  const WordServer server({answer("503 Slow Down", ""), answer("500 Oh", "<Error/>"), good_});
  EXPECT_EQ(s3(server)->get("a", 5).value(), hello);
  EXPECT_THAT(server.heard(), SizeIs(3));
}

// 100, 200, 400, 800 ms, then every two seconds: what fails for all is not made worse by asking.
TEST_F(S3WordsTest, GivesUpWhenItsPatienceEndsAndWaitsLongerEachTime) {
  const WordServer server({answer("503 Slow Down", "")});
  const auto begun = std::chrono::steady_clock::now();
  EXPECT_EQ(code_of(s3(server, 1600ms)->get("a", 5)), "STORE-17");
  EXPECT_LT(std::chrono::steady_clock::now() - begun, 10s);
  EXPECT_GT(server.heard().size(), 1U);
  EXPECT_LE(server.heard().size(), 5U);
}

TEST_F(S3WordsTest, ACutAnswerIsTriedAgainAndNeverBelieved) {
  const std::string cut = good_.substr(0, good_.size() - 2);
  {
    const WordServer server({cut, good_});
    EXPECT_EQ(s3(server)->get("a", 5).value(), hello);
  }
  const WordServer server({cut});
  EXPECT_EQ(code_of(s3(server, 500ms)->get("a", 5)), "STORE-17");
}

TEST_F(S3WordsTest, AnAnswerWithoutItsLengthIsBelievedForItsDigestOnly) {
  const std::string head = "HTTP/1.1 200 OK\r\nConnection: close\r\n" + digest_ + "\r\n";
  const WordServer server({head + "hel", head + "hello"});
  EXPECT_EQ(s3(server)->get("a", 5).value(), hello);
  const WordServer always({head + "hel"});
  EXPECT_EQ(code_of(s3(always)->get("a", 5)), "STORE-23");
  EXPECT_THAT(always.heard(), SizeIs(2));
}

TEST_F(S3WordsTest, OtherBytesThanWerePutAreNamed) {
  const WordServer server({answer("200 OK", "jello", digest_)});
  EXPECT_EQ(code_of(s3(server)->get("a", 5)), "STORE-23");
  const WordServer silent({answer("200 OK", "hello")});
  EXPECT_EQ(code_of(s3(silent)->get("a", 5)), "STORE-23");
  const WordServer longer({good_});
  EXPECT_EQ(code_of(s3(longer)->get("a", 4)), "STORE-23");
}

TEST_F(S3WordsTest, AServerThatSaysNothingIsLeft) {
  const WordServer server({""});
  const auto begun = std::chrono::steady_clock::now();
  EXPECT_EQ(code_of(s3(server, 700ms)->get("a", 5)), "STORE-17");
  EXPECT_LT(std::chrono::steady_clock::now() - begun, 10s);
}

TEST_F(S3WordsTest, AServerThatIsGoneIsTriedAgainAndNamed) {
  std::uint16_t port = 0;
  {
    const WordServer gone({good_});
    port = gone.port();
  }
  EXPECT_EQ(code_of(s3(port, 300ms)->get("a", 5)), "STORE-17");
}

TEST_F(S3WordsTest, AnAnswerThatIsTooLargeIsNotRead) {
  const WordServer server({answer("200 OK", std::string(300'000, 'x'), digest_)});
  EXPECT_EQ(code_of(s3(server)->get("a", 5)), "STORE-23");
  const WordServer page({answer("403 Forbidden", std::string(300'000, 'x'))});
  EXPECT_EQ(code_of(s3(page)->get("a", 5)), "STORE-16");
}

TEST_F(S3WordsTest, WhatWillNotPassIsAskedOnce) {
  for (const auto& [said, code] : {std::pair{answer("507 Insufficient Storage", ""), "STORE-03"},
                                   {error("400 Bad Request", "EntityTooLarge"), "STORE-21"},
                                   {error("403 Forbidden", "RequestTimeTooSkewed"), "STORE-18"},
                                   {error("404 Not Found", "NoSuchBucket"), "STORE-24"},
                                   {error("403 Forbidden", "AccessDenied"), "STORE-16"}}) {
    const WordServer server({said});
    EXPECT_EQ(code_of(s3(server)->put("a", hello)), code);
    EXPECT_THAT(server.heard(), SizeIs(1)) << code;
  }
}

TEST_F(S3WordsTest, TheSecretIsNeitherSentNorSaid) {
  const WordServer server({answer("403 Forbidden",
                                  "<Error><Code>SignatureDoesNotMatch</Code><AWSAccessKeyId>"
                                  "key-of-xa</AWSAccessKeyId></Error>")});
  const auto done = s3(server)->put("a", hello);
  EXPECT_EQ(detail_of(done), "words/a: 403 SignatureDoesNotMatch");
  EXPECT_THAT(server.heard().at(0), HasSubstr("Credential=key-of-xa/"));
  EXPECT_THAT(server.heard().at(0), Not(HasSubstr("never-say-this")));
}

TEST_F(S3WordsTest, AConditionProtectsWhereTheServiceKnowsIt) {
  const std::string none = answer("404 Not Found", "");
  const WordServer faster({none, error("412 Precondition Failed", "PreconditionFailed"), good_});
  EXPECT_EQ(s3(faster)->put_new("a", value::to_bytes("other")).value(), S3Put::other);
  EXPECT_THAT(faster.heard().at(1), HasSubstr("if-none-match: *"));
  const WordServer lost({none, answer("500 Oh", ""), error("412 Precondition Failed", "x"), good_});
  EXPECT_EQ(s3(lost)->put_new("a", hello).value(), S3Put::same);
}

TEST_F(S3WordsTest, AServiceWithoutConditionsIsAskedForOneOnce) {
  const std::string none = answer("404 Not Found", "");
  const std::string put = answer("200 OK", "");
  const WordServer server(
      {none, error("501 Not Implemented", "NotImplemented"), put, none, put, good_});
  const auto client = s3(server);
  EXPECT_EQ(client->put_new("a", hello).value(), S3Put::put);
  EXPECT_THAT(server.heard().at(2), Not(HasSubstr("if-none-match")));
  EXPECT_EQ(client->put_new("b", hello).value(), S3Put::put);
  EXPECT_THAT(server.heard().at(4), Not(HasSubstr("if-none-match")));
  EXPECT_EQ(client->put_new("b", hello).value(), S3Put::same);
}

TEST_F(S3WordsTest, AListThatGoesInACircleEnds) {
  const std::string page =
      "<ListBucketResult><IsTruncated>true</IsTruncated><Contents><Key>a</Key><Size>1</Size>"
      "</Contents></ListBucketResult>";
  const WordServer server({answer("200 OK", page)});
  EXPECT_EQ(code_of(s3(server)->list("")), "STORE-17");
  EXPECT_THAT(server.heard(), SizeIs(2));
  const WordServer strange({answer("200 OK", page)});
  EXPECT_EQ(code_of(s3(strange)->list("b/")), "STORE-17");
}

TEST_F(S3WordsTest, ObjectsHaveTheCodesOfTheirPort) {
  const object::ObjectId id;
  {
    const WordServer server({answer("404 Not Found", ""), answer("507 Insufficient Storage", "")});
    EXPECT_EQ(code_of(s3_blobs(s3(server))->begin(id, 1)), "OBJ-08");
  }
  {
    const WordServer server({error("403 Forbidden", "AccessDenied")});
    EXPECT_EQ(code_of(s3_blobs(s3(server))->info(id)), "OBJ-09");
  }
  const WordServer server({answer("200 OK", "jello", digest_)});
  EXPECT_EQ(code_of(s3_blobs(s3(server))->info(id)), "OBJ-10");
}

/// The same over TLS, by hand.
class S3TlsTest : public S3WordsTest {
 protected:
  std::unique_ptr<S3Client> over_tls(const std::string& name, const std::string& authority) {
    target_.endpoint = "https://" + name + ":" + std::to_string(server_.port());
    target_.ca_file = authority;
    return S3Client::make(target_, clock_).value();
  }

  std::string authority_file(const testing_support::TestIdentity& identity) {
    const std::string der = (folder_.path() / "ca.der").string();
    const std::string pem = (folder_.path() / "ca.pem").string();
    const auto& bytes = identity.tls.certificate_der;
    std::ofstream(der, std::ios::binary) << value::text_of(bytes);
    EXPECT_EQ(testing_support::shell("openssl x509 -inform der -in " + der + " -out " + pem).status,
              0);
    return pem;
  }

  const testing_support::TestIdentity identity_ = testing_support::make_identity("localhost");
  const testing_support::TestIdentity other_ = testing_support::make_identity("localhost");
  testing_support::RawServer server_{[this](std::unique_ptr<testing_support::Socket> socket) {
    testing_support::RawTls tls(std::move(socket), &identity_.tls, TLS1_3_VERSION);
    if (tls.accept()) {
      (void)tls.receive("\r\n\r\n");
      // NOLINTNEXTLINE(clang-analyzer-core.CallAndMessage): it takes the captured object for none
      (void)tls.send(good_);
      (void)tls.receive_all();
    }
  }};
};

TEST_F(S3TlsTest, OnlyTheNamedAuthorityAndNameAreTrusted) {
  EXPECT_EQ(over_tls("localhost", authority_file(identity_))->get("a", 5).value(), hello);
  EXPECT_EQ(code_of(over_tls("localhost", authority_file(other_))->get("a", 5)), "STORE-22");
  EXPECT_EQ(code_of(over_tls("127.0.0.1", authority_file(identity_))->get("a", 5)), "STORE-22");
  EXPECT_EQ(code_of(over_tls("localhost", "")->get("a", 5)), "STORE-22");
  EXPECT_EQ(code_of(over_tls("localhost", "/nowhere/ca.pem")->get("a", 5)), "STORE-22");
}

}  // namespace

}  // namespace comity::store
