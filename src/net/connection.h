// One peer on one socket, and what all of them share with the server that accepted them.
// Neighbours: server.cpp, which keeps them; request_head.h, which judges what they read.
#pragma once

#include "edge/routes.h"
#include "net/server.h"
#include "net/tls.h"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

// Named, not included: only three source files look inside.
namespace boost::asio {
class io_context;   // NOLINT(readability-identifier-naming): its own name
class thread_pool;  // NOLINT(readability-identifier-naming): its own name
}  // namespace boost::asio

namespace comity::net {

class Connection;

struct Counters {
  std::atomic<std::uint64_t> connections{0};
  std::atomic<std::uint64_t> turned_away{0};
  std::atomic<std::uint64_t> refused{0};
  std::atomic<std::uint64_t> requests{0};
  std::atomic<std::uint64_t> problems{0};
  std::atomic<std::uint64_t> cut_off{0};
};

/// Outlives every connection.
struct House {
  edge::Routes& routes;
  const ServerLimits limits;
  ssl_ctx_st* tls;
  boost::asio::io_context& loop;
  boost::asio::thread_pool& workers;
  std::function<void(const Connection*)> left;  // told as the last act of a connection
  // Told who is on a connection, after the handshake; false when this node has too many.
  std::function<bool(const Connection*, const std::string& node)> introduce;
  Counters counters{};
  std::atomic<std::size_t> waiting{0};  // requests handed over and not yet answered
  std::atomic<bool> stopping{false};
};

/// Serves its peer in order, on a strand of its own, until one of the two has had enough.
class Connection {
 public:
  Connection() = default;
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  virtual ~Connection() = default;

  virtual void start() = 0;

  /// Any thread: an idle connection closes now, another one after its answer.
  virtual void ask_to_stop() = 0;

  /// Any thread: closes the socket whatever is under way.
  virtual void cut() = 0;
};

/// Takes over the descriptor `accepted`.
std::shared_ptr<Connection> make_connection(House& house, int accepted);

}  // namespace comity::net
