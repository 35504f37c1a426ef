#include "net/endpoint.h"

#include "value/result.h"

#include <gtest/gtest.h>

#include <string>

namespace comity::net {
namespace {

struct Good {
  const char* text;
  const char* host;
  int port;
  const char* authority;
};

class GoodEndpoint : public testing::TestWithParam<Good> {};

TEST_P(GoodEndpoint, IsTakenApart) {
  const auto endpoint = parse_endpoint(GetParam().text);
  ASSERT_TRUE(endpoint) << endpoint.error().detail;
  EXPECT_EQ(endpoint->host, GetParam().host);
  EXPECT_EQ(endpoint->port, GetParam().port);
  EXPECT_EQ(endpoint->authority(), GetParam().authority);
}

INSTANTIATE_TEST_SUITE_P(Endpoints, GoodEndpoint,
                         testing::Values(Good{"https://192.0.2.7:443", "192.0.2.7", 443,
                                              "192.0.2.7:443"},
                                         Good{"https://node.xa.example:8443", "node.xa.example",
                                              8443, "node.xa.example:8443"},
                                         Good{"https://localhost:1", "localhost", 1, "localhost:1"},
                                         Good{"https://[2001:db8::7]:65535", "2001:db8::7", 65535,
                                              "[2001:db8::7]:65535"}));

class BadEndpoint : public testing::TestWithParam<const char*> {};

TEST_P(BadEndpoint, IsRefused) {
  const auto endpoint = parse_endpoint(GetParam());
  ASSERT_FALSE(endpoint);
  EXPECT_EQ(endpoint.error().code, value::Code("NET-01"));
}

INSTANTIATE_TEST_SUITE_P(
    Endpoints, BadEndpoint,
    testing::Values("", "https://", "https:", "192.0.2.7:443", "http://192.0.2.7:443",
                    "https://192.0.2.7", "https://192.0.2.7:", "https://192.0.2.7:0",
                    "https://192.0.2.7:65536", "https://192.0.2.7:0443", "https://192.0.2.7:+443",
                    "https://192.0.2.7:443/", "https://192.0.2.7:443?x", "https://a@b.example:443",
                    "https://:443", "https://Node.example:443", "https://node..example:443",
                    "https://-node.example:443", "https://node.example.:443",
                    "https://no de.example:443", "https://2001:db8::7:443", "https://[]:443",
                    "https://[192.0.2.7]:443", "https://[2001:db8::7:443",
                    "https://node.example\r\nx:443"));

TEST(Endpoint, RefusesAHostThatIsTooLong) {
  std::string host;
  while (host.size() < 254) {
    host += "a.";
  }
  EXPECT_FALSE(parse_endpoint("https://" + host + "a:443"));
  EXPECT_FALSE(parse_endpoint("https://" + std::string(64, 'a') + ":443"));
  EXPECT_TRUE(parse_endpoint("https://" + std::string(63, 'a') + ":443"));
}

}  // namespace
}  // namespace comity::net
