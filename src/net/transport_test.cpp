#include "exchange/transport.h"

#include "contracts/transport_contract.h"
#include "fakes/fake_routes.h"
#include "fakes/loopback_transport.h"
#include "support/tls_house.h"
#include "value/digest.h"

#include <gtest/gtest.h>

#include <cstdint>

namespace comity::contracts {
namespace {

class OverTls {
 public:
  exchange::Transport& transport() { return *house_.client; }

  fakes::FakeRoutes& routes() { return house_.routes; }

  [[nodiscard]] exchange::Peer peer() const { return house_.peer(); }

  [[nodiscard]] value::Digest own() const { return house_.caller.fingerprint; }

  exchange::Peer nobody() {
    std::uint16_t port = 0;
    {
      const testing_support::TlsHouse gone;
      port = gone.server->port();
    }
    return testing_support::peer_at(port, house_.house.fingerprint);
  }

 private:
  testing_support::TlsHouse house_;
};

class InMemory {
 public:
  InMemory() {
    routes_.pin(own(), "xb");
    transport_.connect(peer().endpoint, far(), routes_);
  }

  exchange::Transport& transport() { return transport_; }

  fakes::FakeRoutes& routes() { return routes_; }

  [[nodiscard]] static exchange::Peer peer() { return {"xa", "https://192.0.2.7:443", {far()}}; }

  [[nodiscard]] static value::Digest own() { return filled(1); }

  static exchange::Peer nobody() { return {"xa", "https://192.0.2.8:443", {far()}}; }

 private:
  static value::Digest filled(std::uint8_t octet) {
    value::Digest digest;
    digest.octets.fill(octet);
    return digest;
  }

  static value::Digest far() { return filled(2); }

  fakes::FakeRoutes routes_;
  fakes::LoopbackTransport transport_{own()};
};

using Transports = testing::Types<OverTls, InMemory>;
INSTANTIATE_TYPED_TEST_SUITE_P(Each, TransportContract, Transports);

}  // namespace
}  // namespace comity::contracts
