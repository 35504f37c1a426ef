// Listens for peer nodes: HTTP/1.1 over TLS 1.3 with both certificates pinned, before the routes of
// the edge. Neighbours: client.h, the calling side; tls.h, the profile of both.
#pragma once

#include "edge/routes.h"
#include "net/tls.h"
#include "value/instant.h"
#include "value/result.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

namespace comity::net {

/// A connection that exceeds a time is cut off without an answer.
struct ServerLimits {
  std::size_t connections = 1024;    // more are closed as they come
  std::size_t of_one_node = 64;      // of these; more are closed after the handshake
  std::size_t of_one_address = 128;  // of these, before the handshake; more are closed as they come
  std::size_t waiting_requests = 256;  // handed over and not yet answered; more get 503
  value::Duration handshake_time = std::chrono::seconds(10);
  value::Duration idle_time = std::chrono::seconds(60);    // before the first octet of a request
  value::Duration header_time = std::chrono::seconds(10);  // from that octet to the end of the head
  value::Duration body_time = std::chrono::seconds(30);    // and one second more for each 64 KiB
  value::Duration reply_time = std::chrono::seconds(30);   // likewise
  value::Duration silence = std::chrono::seconds(10);      // without a sign of the peer's system
  value::Duration stop_time = std::chrono::seconds(10);    // for requests under way at the stop
};

struct ServerOptions {
  std::string address;     // to listen on, numeric: "192.0.2.10", "::"
  std::uint16_t port = 0;  // 0 lets the system choose
  TlsIdentity identity;
  std::size_t loop_threads = 1;    // serve the sockets
  std::size_t worker_threads = 4;  // run the routes, which may wait for a disk
  ServerLimits limits;
};

/// Since the start; for the health page and the tests.
struct ServerCounts {
  std::uint64_t connections = 0;  // accepted by the system
  std::uint64_t turned_away = 0;  // of these, closed because there were too many, of all or of one
  std::uint64_t refused = 0;      // of these, no handshake: not pinned, not TLS 1.3, gone
  std::uint64_t requests = 0;     // handed to a route
  std::uint64_t problems = 0;     // answered without a route
  std::uint64_t cut_off = 0;      // connections closed because a time was exceeded
  std::uint64_t open = 0;         // connections now
};

class Server {
 public:
  /// Listens when this returns. NET-11 identity unusable; NET-12 cannot listen there. `routes` is
  /// borrowed until the stop.
  static value::Result<std::unique_ptr<Server>> listen(const ServerOptions& options,
                                                       edge::Routes& routes);

  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;
  ~Server();  // stops

  [[nodiscard]] std::uint16_t port() const;

  /// Any thread.
  [[nodiscard]] ServerCounts counts() const;

  /// Accepts nothing more, closes idle connections, lets requests under way end within `stop_time`
  /// and cuts the rest; no route is running when it returns. Not from inside a route; once is
  /// enough, again does nothing.
  void stop();

 private:
  class Core;
  explicit Server(std::unique_ptr<Core> core);

  std::unique_ptr<Core> core_;
};

}  // namespace comity::net
