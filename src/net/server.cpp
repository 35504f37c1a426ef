#include "net/server.h"

#include "edge/routes.h"
#include "net/connection.h"
#include "net/tls.h"
#include "value/instant.h"
#include "value/result.h"

#include <boost/asio.hpp>
#include <boost/asio/as_tuple.hpp>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>
#include <utility>
#include <vector>

namespace comity::net {

namespace {

namespace asio = boost::asio;
using boost::asio::ip::tcp;
using ErrorCode = boost::system::error_code;

constexpr auto quietly = asio::as_tuple(asio::use_awaitable);

void take_one(std::unordered_map<std::string, std::size_t>& counts, const std::string& of) {
  const auto found = counts.find(of);
  if (found != counts.end() && --found->second == 0) {
    counts.erase(found);
  }
}

}  // namespace

class Server::Core {
 public:
  Core(const ServerOptions& options, edge::Routes& routes, TlsContext tls)
      : tls_(std::move(tls)),
        workers_(options.worker_threads),
        house_{routes,
               options.limits,
               tls_.get(),
               io_,
               workers_,
               [this](const Connection* connection) { leave(connection); },
               [this](const Connection* connection, const std::string& node) {
                 return introduce(connection, node);
               }} {}

  value::Result<void> open(const ServerOptions& options);
  void stop();
  [[nodiscard]] ServerCounts counts();

  [[nodiscard]] std::uint16_t port() const { return port_; }

 private:
  asio::awaitable<void> accept();
  void welcome(tcp::socket socket);
  void leave(const Connection* connection);
  bool introduce(const Connection* connection, const std::string& node);
  std::vector<std::shared_ptr<Connection>> present();
  bool is_empty_within(value::Duration span);

  const TlsContext tls_;
  std::uint16_t port_ = 0;

  std::mutex guard_;  // of connections_
  std::condition_variable emptied_;

  // A connection counts against the address it came from until it is known whose it is.
  struct Guest {
    std::weak_ptr<Connection> connection;
    std::string address;  // empty after the handshake
    std::string node;     // empty before
  };

  std::unordered_map<const Connection*, Guest> connections_;
  std::unordered_map<std::string, std::size_t> from_address_;
  std::unordered_map<std::string, std::size_t> of_node_;

  asio::io_context io_;
  // The loops run until the last connection has left, else a farewell posted to it were never
  // heard.
  asio::executor_work_guard<asio::io_context::executor_type> open_house_{io_.get_executor()};
  tcp::acceptor acceptor_{io_};
  asio::thread_pool workers_;
  House house_;
  std::vector<std::thread> loops_;
};

value::Result<void> Server::Core::open(const ServerOptions& options) {
  ErrorCode error;
  const auto address = asio::ip::make_address(options.address, error);
  const tcp::endpoint endpoint(address, options.port);
  if (!error) {
    acceptor_.open(endpoint.protocol(), error);
  }
  if (!error) {
    acceptor_.set_option(tcp::acceptor::reuse_address(true), error);
  }
  if (!error) {
    acceptor_.bind(endpoint, error);
  }
  if (!error) {
    acceptor_.listen(asio::socket_base::max_listen_connections, error);
  }
  if (error) {
    return value::fail(
        "NET-12", options.address + ":" + std::to_string(options.port) + ": " + error.message());
  }
  port_ = acceptor_.local_endpoint(error).port();
  asio::co_spawn(io_, [this] { return accept(); }, asio::detached);
  for (std::size_t i = 0; i < std::max<std::size_t>(options.loop_threads, 1); ++i) {
    loops_.emplace_back([this] { io_.run(); });
  }
  return {};
}

asio::awaitable<void> Server::Core::accept() {
  while (!house_.stopping) {
    auto [error, socket] = co_await acceptor_.async_accept(quietly);
    if (!error) {
      try {
        welcome(std::move(socket));
      } catch (const std::exception&) {
        ++house_.counters.turned_away;  // no memory for this one; the next may find some
      }
    } else if (!house_.stopping) {
      // No descriptor or no memory for the moment: others will close.
      asio::steady_timer pause(io_, std::chrono::milliseconds(100));
      co_await pause.async_wait(quietly);
    }
  }
}

void Server::Core::welcome(tcp::socket socket) {
  ++house_.counters.connections;
  ErrorCode gone;
  const std::string address = socket.remote_endpoint(gone).address().to_string();
  std::shared_ptr<Connection> connection;
  {
    const std::scoped_lock lock(guard_);
    const auto strangers = from_address_.find(address);
    const bool crowd =
        strangers != from_address_.end() && strangers->second >= house_.limits.of_one_address;
    if (gone || crowd || house_.stopping || connections_.size() >= house_.limits.connections) {
      ++house_.counters.turned_away;
      return;  // closes the socket
    }
    connection = make_connection(house_, socket.release());
    connections_.emplace(connection.get(), Guest{connection, address, {}});
    ++from_address_[address];
  }
  connection->start();
}

bool Server::Core::introduce(const Connection* connection, const std::string& node) {
  const std::scoped_lock lock(guard_);
  Guest& guest = connections_.at(connection);
  take_one(from_address_, std::exchange(guest.address, {}));
  guest.node = node;
  return ++of_node_[node] <= house_.limits.of_one_node;
}

void Server::Core::leave(const Connection* connection) {
  const std::scoped_lock lock(guard_);
  if (const auto guest = connections_.find(connection); guest != connections_.end()) {
    take_one(from_address_, guest->second.address);
    take_one(of_node_, guest->second.node);
    connections_.erase(guest);
  }
  emptied_.notify_all();
}

std::vector<std::shared_ptr<Connection>> Server::Core::present() {
  const std::scoped_lock lock(guard_);
  std::vector<std::shared_ptr<Connection>> all;
  for (const auto& [key, guest] : connections_) {
    if (auto connection = guest.connection.lock()) {
      all.push_back(std::move(connection));
    }
  }
  return all;
}

bool Server::Core::is_empty_within(value::Duration span) {
  std::unique_lock lock(guard_);
  return emptied_.wait_for(lock, span, [this] { return connections_.empty(); });
}

void Server::Core::stop() {
  if (house_.stopping.exchange(true)) {
    return;
  }
  asio::post(io_, [this] {
    ErrorCode ignored;
    acceptor_.close(ignored);
  });
  for (const auto& connection : present()) {
    connection->ask_to_stop();
  }
  // After the first round whoever is left is cut, and only a route still running keeps it.
  for (auto patience = house_.limits.stop_time; !is_empty_within(patience);
       patience = std::chrono::seconds(1)) {
    for (const auto& connection : present()) {
      connection->cut();
    }
  }
  open_house_.reset();
  for (auto& loop : loops_) {
    loop.join();
  }
  workers_.join();
}

ServerCounts Server::Core::counts() {
  const std::scoped_lock lock(guard_);
  return {house_.counters.connections, house_.counters.turned_away, house_.counters.refused,
          house_.counters.requests,    house_.counters.problems,    house_.counters.cut_off,
          connections_.size()};
}

Server::Server(std::unique_ptr<Core> core) : core_(std::move(core)) {}

Server::~Server() {
  try {
    stop();
  } catch (...) {
    std::terminate();  // its threads still run in it, so it must not go away under them
  }
}

value::Result<std::unique_ptr<Server>> Server::listen(const ServerOptions& options,
                                                      edge::Routes& routes) {
  auto tls = make_tls_context(TlsSide::server, options.identity);
  if (!tls) {
    return value::fail(tls.error());
  }
  auto core = std::make_unique<Core>(options, routes, std::move(*tls));
  if (const auto opened = core->open(options); !opened) {
    return value::fail(opened.error());
  }
  return std::unique_ptr<Server>(new Server(std::move(core)));  // NOLINT: private constructor
}

std::uint16_t Server::port() const { return core_->port(); }

ServerCounts Server::counts() const { return core_->counts(); }

void Server::stop() { core_->stop(); }

}  // namespace comity::net
