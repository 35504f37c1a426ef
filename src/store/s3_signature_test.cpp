#include "store/s3_signature.h"

#include "crypto/sha256.h"
#include "value/bytes.h"
#include "value/instant.h"

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <string_view>

namespace comity::store {

namespace {

// The examples of "Signature Calculations for the Authorization Header", Amazon S3 API reference.
struct Example {
  std::string_view name;
  S3Request request;
  std::string_view body;
  std::string_view signature;
};

class SignatureTest : public testing::TestWithParam<Example> {};

const std::string host = "examplebucket.s3.amazonaws.com";

INSTANTIATE_TEST_SUITE_P(
    Published, SignatureTest,
    testing::Values(Example{"GetObject",
                            {"GET", host, "/test.txt", {}, {{"range", "bytes=0-9"}}, {}},
                            "",
                            "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"},
                    Example{"PutObject",
                            {"PUT",
                             host,
                             "/test$file.text",
                             {},
                             {{"date", "Fri, 24 May 2013 00:00:00 GMT"},
                              {"x-amz-storage-class", "REDUCED_REDUNDANCY"}},
                             {}},
                            "Welcome to Amazon S3.",
                            "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd"},
                    Example{"GetBucketLifecycle",
                            {"GET", host, "/", {{"lifecycle", ""}}, {}, {}},
                            "",
                            "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543"},
                    Example{"ListObjects",
                            {"GET", host, "/", {{"max-keys", "2"}, {"prefix", "J"}}, {}, {}},
                            "",
                            "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"}),
    [](const auto& example) { return std::string(example.param.name); });

TEST_P(SignatureTest, IsTheOneThatWasPublished) {
  const S3Signatory signatory{{"AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"},
                              "us-east-1"};
  S3Request request = GetParam().request;
  request.body_hash = value::to_hex(crypto::sha256(value::bytes_of(GetParam().body)).view());
  const auto headers =
      s3_signature(request, signatory, value::parse_instant("2013-05-24T00:00:00Z").value());
  const std::string& said = headers.at("authorization");
  EXPECT_EQ(said.substr(said.find("Signature=") + 10), GetParam().signature);
  EXPECT_EQ(headers.at("x-amz-date"), "20130524T000000Z");
}

TEST(EncodeTest, EncodesWhatIsNotUnreserved) {
  EXPECT_EQ(s3_encode("a/b c~\xc3\xa9", "/"), "a/b%20c~%C3%A9");
  EXPECT_EQ(s3_encode("a/b", ""), "a%2Fb");
  EXPECT_EQ(s3_query({{"prefix", "x/1"}, {"delimiter", "/"}}), "delimiter=%2F&prefix=x%2F1");
}

}  // namespace

}  // namespace comity::store
