#include "net/client.h"

#include "exchange/transport.h"
#include "fakes/fake_routes.h"
#include "fakes/organisation.h"
#include "keys/issuing.h"
#include "keys/private_key.h"
#include "net/server.h"
#include "support/raw_tls.h"
#include "support/tls_house.h"
#include "support/tls_identities.h"
#include "value/bytes.h"
#include "value/result.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <utility>

namespace comity::net {
namespace {

using testing_support::make_identity;
using testing_support::peer_at;
using testing_support::RawServer;
using testing_support::RawTls;
using testing_support::Socket;
using testing_support::TestIdentity;
using testing_support::TlsHouse;

exchange::Call get(const std::string& path) {
  exchange::Call call;
  call.method = "GET";
  call.path = path;
  return call;
}

std::string code(const value::Result<exchange::Reply>& reply) {
  return reply ? std::to_string(reply->status) : std::string(reply.error().code.text());
}

// A pinned peer that does as the test says after the handshake.
class OddPeer {
 public:
  using Act = std::function<void(RawTls&)>;

  explicit OddPeer(Act act, int version = TLS1_3_VERSION)
      : server_([this, act = std::move(act), version](std::unique_ptr<Socket> socket) {
          ++connections;
          RawTls tls(std::move(socket), &identity_.tls, version);
          if (tls.accept()) {
            act(tls);
          }
        }) {}

  [[nodiscard]] exchange::Peer peer() const {
    return peer_at(server_.port(), identity_.fingerprint);
  }

  std::atomic<int> connections{0};

 private:
  const TestIdentity identity_ = make_identity("odd");
  RawServer server_;
};

std::string outcome_of(const OddPeer& odd, const exchange::Call& call = get("/hello")) {
  const auto client = TlsHouse::new_client(make_identity("xb"));
  return code(client->call(odd.peer(), call));
}

struct Odd {
  const char* name;
  const char* reply;
  const char* code;
};

class OddReply : public testing::TestWithParam<Odd> {};

TEST_P(OddReply, HasItsCode) {
  const OddPeer odd([](RawTls& tls) {
    tls.receive("\r\n\r\n");
    tls.send(GetParam().reply);
  });
  EXPECT_EQ(outcome_of(odd), GetParam().code);
}

INSTANTIATE_TEST_SUITE_P(
    Client, OddReply,
    testing::Values(
        Odd{"NotHttp", "220 mail.example ready\r\n\r\n", "NET-08"},
        Odd{"Interim", "HTTP/1.1 100 Continue\r\n\r\n", "NET-08"},
        Odd{"TwoLengths", "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
            "NET-08"},
        Odd{"CutInHead", "HTTP/1.1 200 OK\r\nContent-Le", "NET-09"},
        Odd{"CutInBody", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf", "NET-09"},
        Odd{"SaysTooLarge", "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n", "NET-06"},
        Odd{"Complete", "HTTP/1.1 204 No Content\r\n\r\n", "204"}),
    [](const auto& each) { return std::string(each.param.name); });

TEST(Client, NoticesAPeerThatIsGoneBeforeItsReply) {
  const OddPeer odd([](RawTls& tls) { tls.receive("\r\n\r\n"); });
  EXPECT_EQ(outcome_of(odd), "NET-09");
  EXPECT_EQ(odd.connections, 1);  // on a new connection it is not asked twice
}

TEST(Client, RefusesAReplyWhoseHeadNeverEnds) {
  const OddPeer odd([](RawTls& tls) {
    tls.receive("\r\n\r\n");
    tls.send("HTTP/1.1 200 OK\r\n");
    while (tls.send("X-Filler: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n")) {
    }
  });
  EXPECT_EQ(outcome_of(odd), "NET-08");
}

TEST(Client, RefusesChunksBeyondTheLargestReply) {
  const OddPeer odd([](RawTls& tls) {
    tls.receive("\r\n\r\n");
    tls.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
    while (tls.send("10\r\n0123456789abcdef\r\n")) {
    }
  });
  auto call = get("/hello");
  call.largest_reply = 1000;
  EXPECT_EQ(outcome_of(odd, call), "NET-06");
}

TEST(Client, GivesUpAtTheDeadline) {
  const OddPeer silent([](RawTls& tls) { tls.receive_all(); });
  auto call = get("/hello");
  call.deadline = std::chrono::milliseconds(100);
  EXPECT_EQ(outcome_of(silent, call), "NET-05");
  call.deadline = std::chrono::milliseconds(0);
  EXPECT_EQ(outcome_of(silent, call), "NET-05");
}

TEST(Client, GivesUpOnAHandshakeThatNeverComes) {
  std::unique_ptr<Socket> held;
  const RawServer mute([&held](std::unique_ptr<Socket> socket) { held = std::move(socket); });
  const auto client = TlsHouse::new_client(make_identity("xb"));
  auto call = get("/hello");
  call.deadline = std::chrono::milliseconds(100);
  EXPECT_EQ(code(client->call(peer_at(mute.port(), {}), call)), "NET-05");
}

TEST(Client, RefusesTls12) {
  const OddPeer old([](RawTls& tls) { tls.receive_all(); }, TLS1_2_VERSION);
  EXPECT_EQ(outcome_of(old), "NET-07");
}

TEST(Client, RefusesWhatIsNotTlsAtAll) {
  const RawServer plain([](std::unique_ptr<Socket> socket) {
    const std::string text = "HTTP/1.1 400 Bad Request\r\n\r\n";
    send(socket->descriptor(), text.data(), text.size(), MSG_NOSIGNAL);
  });
  const auto client = TlsHouse::new_client(make_identity("xb"));
  EXPECT_EQ(code(client->call(peer_at(plain.port(), {}), get("/hello"))), "NET-07");
}

TEST(Client, KeepsItsConnection) {
  const TlsHouse house;
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(code(house.client->call(house.peer(), get("/hello"))), "200");
  }
  EXPECT_EQ(house.client->counts().connections, 1U);
  EXPECT_EQ(house.client->counts().reused, 4U);
  EXPECT_EQ(house.server->counts().connections, 1U);
}

TEST(Client, AsksAgainWhenAKeptConnectionWentStale) {
  // Answers once on each connection and then hangs up only after the next request has come.
  const OddPeer odd([](RawTls& tls) {
    tls.receive("\r\n\r\n");
    tls.send("HTTP/1.1 204 No Content\r\n\r\n");
    tls.receive("\r\n\r\n");
  });
  const auto client = TlsHouse::new_client(make_identity("xb"));
  EXPECT_EQ(code(client->call(odd.peer(), get("/hello"))), "204");
  EXPECT_EQ(code(client->call(odd.peer(), get("/hello"))), "204");
  EXPECT_EQ(odd.connections, 2);
}

TEST(Client, SurvivesARestartOfThePeer) {
  TlsHouse house;
  EXPECT_EQ(code(house.client->call(house.peer(), get("/hello"))), "200");
  ServerOptions options;
  options.address = "127.0.0.1";
  options.identity = house.house.tls;
  options.port = house.server->port();
  house.server = nullptr;
  house.server = Server::listen(options, house.routes).value();
  EXPECT_EQ(code(house.client->call(house.peer(), get("/hello"))), "200");
  EXPECT_EQ(house.client->counts().connections, 2U);
}

TEST(Client, DropsAKeptConnectionWhosePinIsWithdrawn) {
  const TlsHouse house;
  EXPECT_EQ(code(house.client->call(house.peer(), get("/hello"))), "200");
  auto peer = house.peer();
  peer.pins = {make_identity("next").fingerprint};
  EXPECT_EQ(code(house.client->call(peer, get("/hello"))), "NET-03");
}

// The identity a node really has: certified by its organisation, its key loaded and never copied.
TEST(Client, CallsAHouseWhoseCertificateItsOrganisationIssued) {
  const fakes::Organisation organisation("Arvandia");
  auto& random = fakes::Organisation::random();
  const auto key = fakes::Organisation::fresh(keys::KeyKind::p256);
  const keys::TlsRequest request{
      {"xa", "Arvandia"}, {{"node.xa.example"}, {}}, fakes::Organisation::validity()};
  const auto certificate =
      keys::issue_tls(organisation.issuer(), key.public_key(), request, random).value();
  fakes::FakeRoutes routes;
  const auto caller = make_identity("xb");
  routes.pin(caller.fingerprint, "xb");
  ServerOptions options;
  options.address = "127.0.0.1";
  options.identity = {value::to_bytes(certificate.der()), {}, key.handle()};
  const auto server = Server::listen(options, routes).value();
  const auto client = TlsHouse::new_client(caller);
  const auto peer = peer_at(server->port(), certificate.fingerprint());
  EXPECT_EQ(code(client->call(peer, get("/hello"))), "200");
}

TEST(Client, JudgesByThePinAndNotByTheDatesOfTheCertificate) {
  fakes::FakeRoutes routes;
  const auto past = make_identity("xa", -7200, -3600);
  const auto future = make_identity("xb", 3600, 7200);
  routes.pin(future.fingerprint, "xb");
  ServerOptions options;
  options.address = "127.0.0.1";
  options.identity = past.tls;
  const auto server = Server::listen(options, routes).value();
  const auto client = TlsHouse::new_client(future);
  EXPECT_EQ(code(client->call(peer_at(server->port(), past.fingerprint), get("/hello"))), "200");
}

TEST(Client, TellsThatItsCertificateIsNotPinnedHoweverMuchItSends) {
  const TlsHouse house;
  const auto stranger = TlsHouse::new_client(make_identity("xc"));
  exchange::Call call;
  call.method = "POST";
  call.path = "/large";
  call.body = value::Bytes(std::size_t{1024} * 1024);
  for (int i = 0; i < 20; ++i) {
    EXPECT_EQ(code(stranger->call(house.peer(), call)), "NET-04");
  }
  EXPECT_EQ(house.server->counts().requests, 0U);
}

TEST(Client, HearsWhyALargeUploadWasRefused) {
  const TlsHouse house;
  exchange::Call call;
  call.method = "POST";
  call.path = "/echo";
  call.body = value::Bytes(std::size_t{900} * 1024);
  EXPECT_EQ(code(house.client->call(house.peer(), call)), "413");
}

TEST(Client, FindsAPeerByItsName) {
  const TlsHouse house;
  auto peer = house.peer();
  peer.endpoint = "https://localhost:" + std::to_string(house.server->port());
  EXPECT_EQ(code(house.client->call(peer, get("/hello"))), "200");
  peer.endpoint = "https://nowhere.invalid:443";
  EXPECT_EQ(code(house.client->call(peer, get("/hello"))), "NET-02");
}

TEST(Client, RefusesACallThatAHeaderCannotHold) {
  const TlsHouse house;
  auto call = get("/hello\r\nX: y");
  EXPECT_EQ(code(house.client->call(house.peer(), call)), "NET-01");
  call = get("/hello");
  call.content_type = "text/plain\r\nX: y";
  EXPECT_EQ(code(house.client->call(house.peer(), call)), "NET-01");
  call = get("/hello");
  call.method = "TRACE";
  EXPECT_EQ(code(house.client->call(house.peer(), call)), "NET-01");
}

TEST(Client, RefusesAnUnusableIdentity) {
  const auto client = Client::make({});
  ASSERT_FALSE(client);
  EXPECT_EQ(client.error().code, value::Code("NET-11"));
}

}  // namespace
}  // namespace comity::net
