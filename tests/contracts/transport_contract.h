// What every Transport does, checked against the in-memory one and HTTP over TLS. A fixture type
// offers `exchange::Transport& transport()` (whose node the far side pins as "xb"), `fakes::
// FakeRoutes& routes()` of the far side, `exchange::Peer peer()` to reach it, `value::Digest own()`
// (what the transport shows), and `exchange::Peer nobody()`, where nothing listens.
#pragma once

#include "exchange/transport.h"
#include "fakes/fake_routes.h"
#include "value/bytes.h"
#include "value/digest.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace comity::contracts {

template <class Fixture>
class TransportContract : public testing::Test {
 protected:
  static exchange::Call get(const std::string& path) {
    exchange::Call call;
    call.method = "GET";
    call.path = path;
    return call;
  }

  static exchange::Call post(const std::string& path, const value::Bytes& body) {
    exchange::Call call;
    call.method = "POST";
    call.path = path;
    call.content_type = "application/octet-stream";
    call.body = body;
    return call;
  }

  // "200 body", or the code of the error.
  std::string outcome(const exchange::Peer& peer, const exchange::Call& call) {
    const auto reply = fixture_.transport().call(peer, call);
    return reply ? std::to_string(reply->status) + " " + std::string(value::text_of(reply->body))
                 : std::string(reply.error().code.text());
  }

  Fixture fixture_;
};

TYPED_TEST_SUITE_P(TransportContract);

TYPED_TEST_P(TransportContract, BringsBackTheAnswer) {
  const auto peer = this->fixture_.peer();
  EXPECT_EQ(this->outcome(peer, this->get("/hello")), "200 xb");
  EXPECT_EQ(this->outcome(peer, this->post("/echo", value::to_bytes("letter"))), "200 letter");
}

TYPED_TEST_P(TransportContract, CarriesEveryOctetBothWays) {
  value::Bytes body(std::size_t{64} * 1024);
  for (std::size_t i = 0; i < body.size(); ++i) {
    body[i] = static_cast<std::uint8_t>(i * 31 + i / 256);
  }
  const auto reply =
      this->fixture_.transport().call(this->fixture_.peer(), this->post("/echo", body));
  ASSERT_TRUE(reply) << reply.error().detail;
  EXPECT_EQ(reply->body, body);
}

TYPED_TEST_P(TransportContract, BringsBackEveryStatusAsAReply) {
  for (const int status : {202, 404, 409, 500}) {
    this->fixture_.routes().on("GET", "/status", 0, [status](const edge::Request&) {
      return fakes::FakeRoutes::text(status, "x");
    });
    EXPECT_EQ(this->outcome(this->fixture_.peer(), this->get("/status")),
              std::to_string(status) + " x");
  }
}

TYPED_TEST_P(TransportContract, TellsABodyTheRouteDoesNotTake) {
  const value::Bytes body(std::size_t{64} * 1024 + 1);
  const auto reply =
      this->fixture_.transport().call(this->fixture_.peer(), this->post("/echo", body));
  ASSERT_TRUE(reply) << reply.error().detail;
  EXPECT_EQ(reply->status, 413);
}

TYPED_TEST_P(TransportContract, RefusesAReplyLargerThanAskedFor) {
  auto call = this->post("/echo", value::Bytes(1001));
  call.largest_reply = 1000;
  EXPECT_EQ(this->outcome(this->fixture_.peer(), call), "NET-06");
  call.body.resize(1000);
  EXPECT_EQ(this->outcome(this->fixture_.peer(), call).substr(0, 4), "200 ");
}

TYPED_TEST_P(TransportContract, SendsNothingToAnUnpinnedPeer) {
  std::atomic<int> handled{0};
  this->fixture_.routes().on("POST", "/count", 100, [&handled](const edge::Request&) {
    ++handled;
    return fakes::FakeRoutes::text(200, "");
  });
  auto peer = this->fixture_.peer();
  peer.pins = {value::Digest{}};
  EXPECT_EQ(this->outcome(peer, this->post("/count", {})), "NET-03");
  peer.pins = {};
  EXPECT_EQ(this->outcome(peer, this->post("/count", {})), "NET-03");
  EXPECT_EQ(handled, 0);
}

TYPED_TEST_P(TransportContract, AcceptsAnyOfSeveralPins) {
  auto peer = this->fixture_.peer();
  peer.pins.insert(peer.pins.begin(), value::Digest{});
  EXPECT_EQ(this->outcome(peer, this->get("/hello")), "200 xb");
}

TYPED_TEST_P(TransportContract, IsRefusedWhenThePeerDoesNotPinUs) {
  this->fixture_.routes().withdraw(this->fixture_.own());
  EXPECT_EQ(this->outcome(this->fixture_.peer(), this->get("/hello")), "NET-04");
}

TYPED_TEST_P(TransportContract, SaysWhenNobodyListens) {
  EXPECT_EQ(this->outcome(this->fixture_.nobody(), this->get("/hello")), "NET-02");
}

TYPED_TEST_P(TransportContract, RefusesWhatIsNoEndpoint) {
  auto peer = this->fixture_.peer();
  peer.endpoint.replace(0, 5, "http");
  EXPECT_EQ(this->outcome(peer, this->get("/hello")), "NET-01");
}

TYPED_TEST_P(TransportContract, ServesSeveralThreadsAtOnce) {
  std::atomic<int> right{0};
  std::vector<std::thread> callers;
  callers.reserve(8);
  for (int i = 0; i < 8; ++i) {
    callers.emplace_back([this, i, &right] {
      for (int round = 0; round < 5; ++round) {
        const auto text = std::to_string(i) + "-" + std::to_string(round);
        right += this->outcome(this->fixture_.peer(), this->post("/echo", value::to_bytes(text))) ==
                 "200 " + text;
      }
    });
  }
  for (auto& caller : callers) {
    caller.join();
  }
  EXPECT_EQ(right, 40);
}

TYPED_TEST_P(TransportContract, BringsBackHowLongThePeerAsksToWait) {
  this->fixture_.routes().on("GET", "/later", 0, [](const edge::Request& /*request*/) {
    auto response = fakes::FakeRoutes::text(503, "not now");
    response.retry_after = std::chrono::minutes(2);
    return response;
  });
  const auto later = this->fixture_.transport().call(this->fixture_.peer(), this->get("/later"));
  ASSERT_TRUE(later);
  EXPECT_EQ(later->retry_after, std::chrono::seconds(120));
  const auto now = this->fixture_.transport().call(this->fixture_.peer(), this->get("/hello"));
  ASSERT_TRUE(now);
  EXPECT_EQ(now->retry_after, std::nullopt);
}

REGISTER_TYPED_TEST_SUITE_P(TransportContract, BringsBackTheAnswer, CarriesEveryOctetBothWays,
                            BringsBackEveryStatusAsAReply, BringsBackHowLongThePeerAsksToWait,
                            TellsABodyTheRouteDoesNotTake, RefusesAReplyLargerThanAskedFor,
                            SendsNothingToAnUnpinnedPeer, AcceptsAnyOfSeveralPins,
                            IsRefusedWhenThePeerDoesNotPinUs, SaysWhenNobodyListens,
                            RefusesWhatIsNoEndpoint, ServesSeveralThreadsAtOnce);

}  // namespace comity::contracts
