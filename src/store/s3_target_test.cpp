#include "store/s3_target.h"

#include "support/code.h"

#include <gtest/gtest.h>

#include <string>

namespace comity::store {

namespace {

using support::code_of;

S3Target good() {
  S3Target target;
  target.endpoint = "https://s3.example:8443";
  target.bucket = "evidence-1";
  target.prefix = "xa/";
  return target;
}

TEST(S3TargetTest, TakesWhatServicesTake) {
  EXPECT_EQ(s3_host(good()).value(), "s3.example:8443");
  for (const char* endpoint : {"http://127.0.0.1:8080", "http://localhost:8080", "http://[::1]:80",
                               "http://127.0.0.1", "https://192.0.2.1", "https://[2001:db8::1]"}) {
    S3Target target = good();
    target.endpoint = endpoint;
    EXPECT_EQ(code_of(s3_host(target)), "") << endpoint;
  }
}

// What is sealed still tells who keeps how much of it, and a bucket's answers are not signed.
TEST(S3TargetTest, PlainHttpLeavesThisMachineNever) {
  for (const char* endpoint : {"http://192.0.2.1", "http://s3.example", "http://127.evil.example",
                               "http://localhost.example", "http://[2001:db8::1]:80",
                               "http://127.0.0.1@192.0.2.1", "ftp://127.0.0.1", "127.0.0.1", ""}) {
    S3Target target = good();
    target.endpoint = endpoint;
    EXPECT_EQ(code_of(s3_host(target)), "STORE-25") << endpoint;
  }
}

TEST(S3TargetTest, RefusesWhatWouldChangeARequest) {
  for (const char* endpoint : {"https://a/b", "https://", "https://user@host", "https://a?b",
                               "https://a#b", "https://a\r\nx: y", "HTTPS://a"}) {
    S3Target target = good();
    target.endpoint = endpoint;
    EXPECT_EQ(code_of(s3_host(target)), "STORE-25") << endpoint;
  }
  for (const char* bucket :
       {"", "ab", "Upper", "a/b", "-ab", "ab-", ".ab", "a..b", "a b", "../x"}) {
    S3Target target = good();
    target.bucket = bucket;
    EXPECT_EQ(code_of(s3_host(target)), "STORE-25") << bucket;
  }
  for (const char* prefix : {"xa", "/", "/xa/", "xa//", "x a/", "../", "x\n/"}) {
    S3Target target = good();
    target.prefix = prefix;
    EXPECT_EQ(code_of(s3_host(target)), "STORE-25") << prefix;
  }
  for (const char* region : {"", "a/b", "A", "a b"}) {
    S3Target target = good();
    target.region = region;
    EXPECT_EQ(code_of(s3_host(target)), "STORE-25") << region;
  }
}

}  // namespace

}  // namespace comity::store
