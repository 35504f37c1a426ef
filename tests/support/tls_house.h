// A node's Server over fake routes and a Client that calls it, on loopback, each with an identity
// of its own that the other pins.
#pragma once

#include "exchange/transport.h"
#include "fakes/fake_routes.h"
#include "net/client.h"
#include "net/server.h"
#include "support/raw_tls.h"
#include "support/tls_identities.h"

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <thread>

namespace comity::testing_support {

/// True once `condition` holds, within 20 seconds.
template <class Condition>
bool eventually(Condition condition) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (!condition()) {
    if (std::chrono::steady_clock::now() > end) {
      return false;
    }
    std::this_thread::yield();
  }
  return true;
}

inline exchange::Peer peer_at(std::uint16_t port, const value::Digest& pin) {
  return {"xa", "https://127.0.0.1:" + std::to_string(port), {pin}};
}

class TlsHouse {
 public:
  explicit TlsHouse(const net::ServerLimits& limits = {}) {
    routes.pin(caller.fingerprint, "xb");
    net::ServerOptions options;
    options.address = "127.0.0.1";
    options.identity = house.tls;
    options.limits = limits;
    server = net::Server::listen(options, routes).value();
    client = new_client(caller);
  }

  static std::unique_ptr<net::Client> new_client(const TestIdentity& identity) {
    net::ClientOptions options;
    options.identity = identity.tls;
    return net::Client::make(options).value();
  }

  [[nodiscard]] exchange::Peer peer() const { return peer_at(server->port(), house.fingerprint); }

  /// By hand, with the pinned certificate, after the handshake.
  [[nodiscard]] std::unique_ptr<RawTls> raw() const {
    auto tls = std::make_unique<RawTls>(connect_to(server->port()), &caller.tls, TLS1_3_VERSION);
    if (!tls->connect()) {
      tls.reset();
    }
    return tls;
  }

  const TestIdentity house = make_identity("xa");
  const TestIdentity caller = make_identity("xb");
  fakes::FakeRoutes routes;
  std::unique_ptr<net::Server> server;
  std::unique_ptr<net::Client> client;
};

}  // namespace comity::testing_support
