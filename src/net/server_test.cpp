#include "net/server.h"

#include "edge/routes.h"
#include "exchange/transport.h"
#include "support/raw_tls.h"
#include "support/tls_house.h"
#include "support/tls_identities.h"
#include "value/bytes.h"
#include "value/result.h"

#include <gtest/gtest.h>
#include <poll.h>
#include <sys/socket.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace comity::net {
namespace {

using testing_support::connect_to;
using testing_support::eventually;
using testing_support::RawTls;
using testing_support::TlsHouse;

// Holds routes back until the test lets them go.
class Gate {
 public:
  void wait() {
    std::unique_lock lock(guard_);
    ++waiting_;
    changed_.wait(lock, [this] { return open_; });
  }

  void open() {
    const std::scoped_lock lock(guard_);
    open_ = true;
    changed_.notify_all();
  }

  int waiting() {
    const std::scoped_lock lock(guard_);
    return waiting_;
  }

 private:
  std::mutex guard_;
  std::condition_variable changed_;
  bool open_ = false;
  int waiting_ = 0;
};

void hold_at(TlsHouse& house, const std::string& path, Gate& gate) {
  house.routes.on("GET", path, 0, [&gate](const edge::Request&) {
    gate.wait();
    return fakes::FakeRoutes::text(200, "held");
  });
}

exchange::Call get(const std::string& path) {
  exchange::Call call;
  call.method = "GET";
  call.path = path;
  return call;
}

std::string head(const std::string& first_line, const std::string& fields = "") {
  return first_line + "\r\nHost: xa\r\n" + fields + "\r\n";
}

// What the server sends to these octets, to the end of the connection.
std::string answer_to(const TlsHouse& house, const std::string& octets) {
  const auto tls = house.raw();
  EXPECT_TRUE(tls && tls->send(octets));
  return tls ? tls->receive_all() : "";
}

ServerLimits impatient() {
  using std::chrono::milliseconds;
  ServerLimits limits;
  limits.handshake_time = limits.idle_time = limits.header_time = limits.body_time =
      milliseconds(100);
  return limits;
}

struct Ill {
  const char* name;
  std::string octets;
  const char* status;
  const char* code;
};

class IllRequest : public testing::TestWithParam<Ill> {};

TEST_P(IllRequest, IsAnsweredWithItsProblemAndClosed) {
  const TlsHouse house;
  const auto text = answer_to(house, GetParam().octets);
  EXPECT_EQ(text.substr(0, 12), std::string("HTTP/1.1 ") + GetParam().status);
  EXPECT_NE(text.find("application/problem+json"), std::string::npos);
  EXPECT_NE(text.find(std::string(R"({"code":")") + GetParam().code + R"(","what":")"),
            std::string::npos);
  EXPECT_EQ(house.server->counts().requests, 0U);
  EXPECT_EQ(house.server->counts().problems, 1U);
}

INSTANTIATE_TEST_SUITE_P(
    Server, IllRequest,
    testing::Values(
        Ill{"Garbage", "\x16\x03\x01 this is no request\r\n\r\n", "400", "NET-20"},
        Ill{"ControlInField", head("GET /hello HTTP/1.1", "X: a\x01z\r\n"), "400", "NET-20"},
        Ill{"TwoLengths", head("POST /echo HTTP/1.1", "Content-Length: 1\r\nContent-Length: 2\r\n"),
            "400", "NET-20"},
        Ill{"LengthAndChunks",
            head("POST /echo HTTP/1.1", "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n"),
            "400", "NET-20"},
        Ill{"Query", head("GET /hello?x HTTP/1.1", "Connection: close\r\n"), "400", "NET-21"},
        Ill{"Method", head("DELETE /hello HTTP/1.1", "Connection: close\r\n"), "405", "NET-23"},
        Ill{"Chunked",
            head("POST /echo HTTP/1.1", "Transfer-Encoding: chunked\r\n") + "3\r\nabc\r\n0\r\n\r\n",
            "411", "NET-24"},
        Ill{"OtherCoding",
            head("GET /hello HTTP/1.1",
                 "Transfer-Encoding: gzip\r\nConnection: "
                 "close\r\n"),
            "411", "NET-24"},
        Ill{"NoLength", head("POST /echo HTTP/1.1", "Connection: close\r\n"), "411", "NET-24"},
        Ill{"BodyTooLarge", head("POST /echo HTTP/1.1", "Content-Length: 65537\r\n"), "413",
            "NET-25"},
        Ill{"BodyWhereNoneIs", head("GET /hello HTTP/1.1", "Content-Length: 1\r\n") + "x", "413",
            "NET-25"},
        Ill{"HeadTooLarge", head("GET /hello HTTP/1.1", "X: " + std::string(9000, 'a') + "\r\n"),
            "431", "NET-26"},
        Ill{"OldVersion", "GET /hello HTTP/1.0\r\nHost: xa\r\n\r\n", "505", "NET-29"}),
    [](const auto& each) { return std::string(each.param.name); });

TEST(Server, KeepsTheConnectionForTheNextRequest) {
  const TlsHouse house;
  const auto tls = house.raw();
  ASSERT_TRUE(tls);
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(tls->send(head("GET /hello HTTP/1.1")));
    EXPECT_EQ(tls->receive("xb").substr(0, 12), "HTTP/1.1 200");
  }
  ASSERT_TRUE(tls->send(head("DELETE /hello HTTP/1.1")));
  EXPECT_EQ(tls->receive("NET-23").substr(0, 12), "HTTP/1.1 405");
  ASSERT_TRUE(tls->send(head("GET /hello HTTP/1.1", "Connection: close\r\n")));
  EXPECT_EQ(tls->receive_all().substr(0, 12), "HTTP/1.1 200");
  EXPECT_EQ(house.server->counts().connections, 1U);
  EXPECT_EQ(house.server->counts().requests, 4U);
}

TEST(Server, AnswersPipelinedRequestsInOrder) {
  const TlsHouse house;
  const auto text = answer_to(house, head("POST /echo HTTP/1.1", "Content-Length: 3\r\n") + "one" +
                                         head("GET /hello HTTP/1.1", "Connection: close\r\n"));
  const auto first = text.find("one");
  ASSERT_NE(first, std::string::npos);
  EXPECT_NE(text.find("xb", first), std::string::npos);
}

TEST(Server, InvitesABodyThatWaitsForIt) {
  const TlsHouse house;
  const auto tls = house.raw();
  ASSERT_TRUE(tls && tls->send(head("POST /echo HTTP/1.1",
                                    "Content-Length: 6\r\nExpect: 100-continue\r\n")));
  EXPECT_EQ(tls->receive("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
  ASSERT_TRUE(tls->send("letter"));
  EXPECT_EQ(tls->receive("letter").substr(0, 12), "HTTP/1.1 200");
}

TEST(Server, DropsATruncatedRequestUnhandled) {
  const TlsHouse house;
  {
    const auto tls = house.raw();
    ASSERT_TRUE(tls && tls->send(head("POST /echo HTTP/1.1", "Content-Length: 10\r\n") + "half"));
  }
  EXPECT_TRUE(eventually([&house] { return house.server->counts().open == 0; }));
  EXPECT_EQ(house.server->counts().requests, 0U);
}

TEST(Server, CutsOffWhoeverIsSlow) {
  const auto slow = {std::string(""), std::string("GET /he"),
                     head("GET /hello HTTP/1.1").substr(0, 25),
                     head("POST /echo HTTP/1.1", "Content-Length: 10\r\n") + "half"};
  const TlsHouse house(impatient());
  std::uint64_t expected = 0;
  for (const auto& octets : slow) {
    const auto tls = house.raw();
    ASSERT_TRUE(tls);
    ASSERT_TRUE(octets.empty() || tls->send(octets));
    EXPECT_EQ(tls->receive_all(), "");  // returns because the server closes
    ++expected;
    EXPECT_TRUE(eventually([&house, expected] {
      return house.server->counts().cut_off == expected;
    })) << octets;
  }
  EXPECT_EQ(house.server->counts().requests, 0U);
}

TEST(Server, CutsOffAHeaderThatTricklesIn) {
  auto limits = impatient();
  limits.idle_time = std::chrono::seconds(20);
  const TlsHouse house(limits);
  const auto tls = house.raw();
  ASSERT_TRUE(tls && tls->send("GET /hello HTTP/1.1\r\n"));
  // Each octet comes in time; the head as a whole does not. Waits for the end of the connection,
  // and between two looks sends one more.
  pollfd closing{tls->descriptor(), POLLIN, 0};
  for (int sent = 0; sent < 4000 && poll(&closing, 1, 5) == 0; ++sent) {
    tls->send("a");
  }
  EXPECT_EQ(tls->receive_all(), "");
  EXPECT_TRUE(eventually([&house] { return house.server->counts().cut_off == 1; }));
}

TEST(Server, CutsOffWhoeverNeverShakesHands) {
  const TlsHouse house(impatient());
  const auto mute = connect_to(house.server->port());
  EXPECT_TRUE(eventually([&house] { return house.server->counts().refused == 1; }));
  EXPECT_TRUE(eventually([&house] { return house.server->counts().open == 0; }));
}

TEST(Server, RefusesTls12) {
  const TlsHouse house;
  RawTls tls(connect_to(house.server->port()), &house.caller.tls, TLS1_2_VERSION);
  EXPECT_FALSE(tls.connect());
  EXPECT_TRUE(eventually([&house] { return house.server->counts().refused == 1; }));
}

TEST(Server, RefusesAClientWithoutACertificate) {
  const TlsHouse house;
  RawTls tls(connect_to(house.server->port()), nullptr, TLS1_3_VERSION);
  if (tls.connect()) {  // TLS 1.3 tells the client only afterwards
    tls.send(head("GET /hello HTTP/1.1"));
    EXPECT_EQ(tls.receive_all(), "");
  }
  EXPECT_TRUE(eventually([&house] { return house.server->counts().refused == 1; }));
  EXPECT_EQ(house.server->counts().requests, 0U);
}

TEST(Server, RefusesWhatIsNotTlsAtAll) {
  const TlsHouse house;
  const auto plain = connect_to(house.server->port());
  const auto request = head("GET /hello HTTP/1.1");
  send(plain->descriptor(), request.data(), request.size(), MSG_NOSIGNAL);
  EXPECT_TRUE(eventually([&house] { return house.server->counts().refused == 1; }));
}

TEST(Server, AsksForThePinAgainWithEachRequest) {
  TlsHouse house;
  const auto tls = house.raw();
  ASSERT_TRUE(tls && tls->send(head("GET /hello HTTP/1.1")));
  EXPECT_EQ(tls->receive("xb").substr(0, 12), "HTTP/1.1 200");
  house.routes.withdraw(house.caller.fingerprint);
  ASSERT_TRUE(tls->send(head("GET /hello HTTP/1.1")));
  const auto text = tls->receive_all();
  EXPECT_EQ(text.substr(0, 12), "HTTP/1.1 403");
  EXPECT_NE(text.find("NET-22"), std::string::npos);
}

TEST(Server, AnswersForARouteThatThrows) {
  TlsHouse house;
  house.routes.on("GET", "/broken", 0,
                  [](const edge::Request&) -> edge::Response { throw std::bad_alloc(); });
  const auto reply = house.client->call(house.peer(), get("/broken"));
  ASSERT_TRUE(reply);
  EXPECT_EQ(reply->status, 500);
  EXPECT_EQ(house.client->call(house.peer(), get("/hello"))->status, 200);
}

TEST(Server, TurnsAwayMoreConnectionsThanItsLimit) {
  ServerLimits limits;
  limits.connections = 1;
  const TlsHouse house(limits);
  const auto first = house.raw();
  ASSERT_TRUE(first);
  const auto second = house.raw();
  EXPECT_FALSE(second);
  EXPECT_EQ(house.server->counts().turned_away, 1U);
  ASSERT_TRUE(first->send(head("GET /hello HTTP/1.1")));
  EXPECT_EQ(first->receive("xb").substr(0, 12), "HTTP/1.1 200");
}

TEST(Server, SaysBusyWhenTooManyRequestsWait) {
  ServerLimits limits;
  limits.waiting_requests = 2;
  TlsHouse house(limits);
  Gate gate;
  hold_at(house, "/held", gate);
  std::vector<std::thread> callers;
  std::atomic<int> held{0};
  callers.reserve(2);
  for (int i = 0; i < 2; ++i) {
    callers.emplace_back(
        [&] { held += house.client->call(house.peer(), get("/held"))->status == 200; });
  }
  EXPECT_TRUE(eventually([&gate] { return gate.waiting() == 2; }));
  EXPECT_EQ(house.client->call(house.peer(), get("/hello"))->status, 503);
  gate.open();
  for (auto& caller : callers) {
    caller.join();
  }
  EXPECT_EQ(held, 2);
  EXPECT_EQ(house.client->call(house.peer(), get("/hello"))->status, 200);
}

TEST(Server, LetsRequestsUnderWayEndWhenItStops) {
  TlsHouse house;
  Gate gate;
  hold_at(house, "/held", gate);
  std::atomic<int> status{0};
  std::thread caller([&] {
    const auto reply = house.client->call(house.peer(), get("/held"));
    status = reply ? reply->status : -1;
  });
  ASSERT_TRUE(eventually([&gate] { return gate.waiting() == 1; }));
  const auto idle = house.raw();
  std::thread stopper([&house] { house.server->stop(); });
  EXPECT_EQ(idle->receive_all(), "");  // idle: closed at once, while the other still runs
  EXPECT_EQ(status, 0);
  gate.open();
  caller.join();
  stopper.join();
  EXPECT_EQ(status, 200);
  EXPECT_EQ(house.server->counts().open, 0U);
  EXPECT_FALSE(house.client->call(house.peer(), get("/hello")));
}

TEST(Server, CutsRequestsThatOutlastTheStop) {
  ServerLimits limits;
  limits.stop_time = std::chrono::milliseconds(50);
  const TlsHouse house(limits);
  const auto tls = house.raw();
  ASSERT_TRUE(tls && tls->send("GET /he"));  // never completed
  ASSERT_TRUE(eventually([&house] { return house.server->counts().open == 1; }));
  house.server->stop();
  house.server->stop();
  EXPECT_EQ(tls->receive_all(), "");
  EXPECT_EQ(house.server->counts().open, 0U);
}

TEST(Server, HoldsNoMoreConnectionsOfOneNodeThanItMay) {
  ServerLimits limits;
  limits.of_one_node = 2;
  TlsHouse house(limits);
  const auto first = house.raw();
  const auto second = house.raw();
  ASSERT_TRUE(first && second);
  ASSERT_TRUE(eventually([&house] { return house.server->counts().open == 2; }));
  const auto third = house.raw();
  ASSERT_TRUE(third);  // in TLS 1.3 the client is through before the server has looked
  EXPECT_EQ(third->receive_all(), "");
  EXPECT_EQ(house.server->counts().turned_away, 1U);
  const testing_support::TestIdentity other = testing_support::make_identity("xc");
  house.routes.pin(other.fingerprint, "xc");
  const auto client = TlsHouse::new_client(other);
  EXPECT_TRUE(client->call(house.peer(), get("/hello"))) << "another node is served";
}

TEST(Server, AFreedPlaceOfANodeIsGivenAgain) {
  ServerLimits limits;
  limits.of_one_node = 1;
  const TlsHouse house(limits);
  for (int turn = 0; turn < 3; ++turn) {
    auto tls = house.raw();
    ASSERT_TRUE(tls && tls->send("GET /hello HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"));
    EXPECT_NE(tls->receive_all().find("200"), std::string::npos) << turn;
    tls.reset();
    ASSERT_TRUE(eventually([&house] { return house.server->counts().open == 0; }));
  }
}

TEST(Server, HoldsNoMoreStrangersOfOneAddressThanItMay) {
  ServerLimits limits;
  limits.of_one_address = 2;
  const TlsHouse house(limits);
  const auto first = testing_support::connect_to(house.server->port());
  const auto second = testing_support::connect_to(house.server->port());
  ASSERT_TRUE(eventually([&house] { return house.server->counts().open == 2; }));
  const auto third = testing_support::connect_to(house.server->port());
  char octet = 0;
  EXPECT_EQ(recv(third->descriptor(), &octet, 1, 0), 0) << "closed as it came";
  EXPECT_EQ(house.server->counts().turned_away, 1U);
}

TEST(Server, WhoIsKnownNoLongerCountsAsAStranger) {
  ServerLimits limits;
  limits.of_one_address = 1;
  const TlsHouse house(limits);
  const auto first = house.raw();
  ASSERT_TRUE(first && first->send("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n"));
  EXPECT_NE(first->receive("xb").find("200"), std::string::npos);
  const auto second = house.raw();
  ASSERT_TRUE(second && second->send("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n"));
  EXPECT_NE(second->receive("xb").find("200"), std::string::npos);
}

TEST(Server, ServesSixtyFourCallersAtOnce) {
  TlsHouse house;
  std::atomic<int> right{0};
  std::vector<std::thread> callers;
  callers.reserve(64);
  for (int i = 0; i < 64; ++i) {
    callers.emplace_back([&house, &right, i] {
      exchange::Call call;
      call.method = "POST";
      call.path = "/echo";
      call.body = value::Bytes(static_cast<std::size_t>(1000 + i), static_cast<std::uint8_t>(i));
      const auto reply = house.client->call(house.peer(), call);
      right += reply && reply->body == call.body;
    });
  }
  for (auto& caller : callers) {
    caller.join();
  }
  EXPECT_EQ(right, 64);
  EXPECT_EQ(house.server->counts().requests, 64U);
}

TEST(Server, RefusesToListenWhereItCannot) {
  TlsHouse house;
  ServerOptions options;
  options.identity = house.house.tls;
  for (const char* address : {"198.51.100.1", "not an address", ""}) {
    options.address = address;
    const auto server = Server::listen(options, house.routes);
    ASSERT_FALSE(server) << address;
    EXPECT_EQ(server.error().code, value::Code("NET-12"));
  }
}

TEST(Server, RefusesAnUnusableIdentity) {
  TlsHouse house;
  const auto other = testing_support::make_identity("other");
  const auto foreign_curve = testing_support::make_identity("p384", -60, 3600, "P-384");
  const TlsIdentity unusable[] = {
      {},
      {house.house.tls.certificate_der, {}, nullptr},
      {{}, house.house.tls.private_key_pkcs8_der, nullptr},
      {house.house.tls.certificate_der, other.tls.private_key_pkcs8_der, nullptr},
      foreign_curve.tls};
  for (const auto& identity : unusable) {
    ServerOptions options;
    options.address = "127.0.0.1";
    options.identity = identity;
    const auto server = Server::listen(options, house.routes);
    ASSERT_FALSE(server);
    EXPECT_EQ(server.error().code, value::Code("NET-11"));
  }
}

TEST(ServerTest, WhatCameOfABrokenBodyIsHandedOn) {
  TlsHouse house;
  {
    const auto tls = house.raw();
    ASSERT_TRUE(tls->send(head("POST /large HTTP/1.1", "Content-Length: 1000\r\n") + "begin"));
    ASSERT_TRUE(tls->send("ning"));
  }
  const auto cut = house.routes.next_cut_short();
  EXPECT_EQ(cut.method, "POST");
  EXPECT_EQ(cut.path, "/large");
  EXPECT_EQ(cut.peer_node, "xb");
  EXPECT_EQ(value::text_of(cut.body), "beginning");
}

TEST(ServerTest, WhatCameOfABodyThatStoppedIsHandedOn) {
  TlsHouse house(impatient());
  const auto tls = house.raw();
  ASSERT_TRUE(tls->send(head("POST /large HTTP/1.1", "Content-Length: 1000\r\n") + "beginning"));
  EXPECT_EQ(value::text_of(house.routes.next_cut_short().body), "beginning");
  EXPECT_TRUE(eventually([&] { return house.server->counts().cut_off == 1; }));
}

}  // namespace
}  // namespace comity::net
