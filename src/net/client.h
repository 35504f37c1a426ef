// Calls peer nodes: the adapter of exchange/transport.h over HTTP/1.1 and TLS 1.3. Neighbours:
// server.h, the answering side; client_connection.h, one connection.
#pragma once

#include "exchange/transport.h"
#include "net/tls.h"
#include "value/instant.h"
#include "value/result.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>

namespace comity::net {

struct ClientOptions {
  TlsIdentity identity;
  std::size_t kept_connections = 8;                         // idle ones, for each peer
  value::Duration kept_time = std::chrono::seconds(20);     // below the idle time of a server
  value::Duration connect_time = std::chrono::seconds(10);  // connection and handshake, at most
  // Without a sign of the peer's system; longer than at a server, so that the server has put in
  // order what came of a broken request before it is asked about it.
  value::Duration silence = std::chrono::seconds(13);
};

struct ClientCounts {
  std::uint64_t connections = 0;  // opened, whether or not the handshake succeeded
  std::uint64_t reused = 0;       // calls that went over a kept connection
};

class Client : public exchange::Transport {
 public:
  /// NET-11 when the identity is unusable.
  static value::Result<std::unique_ptr<Client>> make(ClientOptions options);

  ~Client() override;  // no call may be under way

  value::Result<exchange::Reply> call(const exchange::Peer& peer,
                                      const exchange::Call& call) override;

  /// Any thread.
  [[nodiscard]] ClientCounts counts() const;

 private:
  class Pool;
  explicit Client(std::unique_ptr<Pool> pool);

  std::unique_ptr<Pool> pool_;
};

}  // namespace comity::net
