#include "net/server.h"

#include "net/problem.h"
#include "net/request_head.h"

#include <boost/asio.hpp>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <openssl/ssl.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <exception>
#include <functional>
#include <mutex>
#include <optional>
#include <string_view>
#include <thread>
#include <unordered_map>
#include <utility>
#include <vector>

namespace comity::net {

namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using boost::asio::ip::tcp;
using ErrorCode = boost::system::error_code;
using TlsStream = asio::ssl::stream<tcp::socket>;
using RequestParser = http::request_parser<http::vector_body<std::uint8_t>>;

constexpr auto quietly = asio::as_tuple(asio::use_awaitable);
constexpr std::uint32_t largest_head = 8 * 1024;
constexpr std::size_t slowest_rate = std::size_t{64} * 1024;  // octets a second
constexpr auto farewell_time = std::chrono::seconds(2);
constexpr std::size_t farewell_octets = std::size_t{1024} * 1024;

struct Counters {
  std::atomic<std::uint64_t> connections{0};
  std::atomic<std::uint64_t> turned_away{0};
  std::atomic<std::uint64_t> refused{0};
  std::atomic<std::uint64_t> requests{0};
  std::atomic<std::uint64_t> problems{0};
  std::atomic<std::uint64_t> cut_off{0};
};

std::chrono::steady_clock::duration with_size(value::Duration span, std::uint64_t octets) {
  return span + std::chrono::seconds(octets / slowest_rate);
}

// Closes the socket when the phase that was allowed a time exceeds it. Lives on the connection's
// strand.
class Watchdog {
 public:
  explicit Watchdog(tcp::socket& socket) : socket_(socket), timer_(socket.get_executor()) {}

  void allow(std::chrono::steady_clock::duration span) {
    deadline_ = std::chrono::steady_clock::now() + span;
    if (deadline_ < timer_.expiry()) {
      timer_.cancel();  // it sleeps too long: wake it to look again
    }
  }

  void dismiss() {
    dismissed_ = true;
    timer_.cancel();
  }

  [[nodiscard]] bool has_bitten() const { return bitten_; }

  asio::awaitable<void> watch() {
    while (!dismissed_) {
      if (std::chrono::steady_clock::now() >= deadline_) {
        bitten_ = true;
        ErrorCode ignored;
        socket_.close(ignored);
        co_return;
      }
      timer_.expires_at(deadline_);
      co_await timer_.async_wait(quietly);
    }
  }

 private:
  tcp::socket& socket_;
  asio::steady_timer timer_;
  std::chrono::steady_clock::time_point deadline_ = std::chrono::steady_clock::time_point::max();
  bool dismissed_ = false;
  bool bitten_ = false;
};

RequestHead head_of(const RequestParser& parser) {
  const auto& fields = parser.get();
  RequestHead head;
  head.method = {fields.method_string().data(), fields.method_string().size()};
  head.target = {fields.target().data(), fields.target().size()};
  head.version = fields.version();
  head.host_fields = fields.count(http::field::host);
  head.transfer_encoding = fields.count(http::field::transfer_encoding) != 0;
  if (const auto length = parser.content_length()) {
    head.content_length = *length;
  }
  return head;
}

// What a reader's error means to the peer; none when the peer is gone and nobody reads an answer.
std::optional<Problem> problem_of(const ErrorCode& error) {
  if (error == http::error::header_limit || error == http::error::buffer_overflow) {
    return problems::large_head;
  }
  if (error == http::error::bad_version) {
    return problems::version;
  }
  if (error == http::error::end_of_stream || error == http::error::partial_message ||
      error.category() != http::make_error_code(http::error::bad_method).category()) {
    return std::nullopt;
  }
  return problems::malformed;
}

}  // namespace

// Everything the connections share; outlives them all.
class Server::Core {
 public:
  class Connection;

  Core(const ServerOptions& options, edge::Routes& routes, TlsContext tls)
      : routes_(routes),
        limits_(options.limits),
        tls_(std::move(tls)),
        acceptor_(io_),
        workers_(options.worker_threads) {}

  value::Result<void> open(const ServerOptions& options);
  void stop();
  [[nodiscard]] ServerCounts counts();

  [[nodiscard]] std::uint16_t port() const { return port_; }

 private:
  asio::awaitable<void> accept();
  void welcome(tcp::socket socket);
  void leave(const Connection* connection);
  std::vector<std::shared_ptr<Connection>> present();
  bool is_empty_within(value::Duration span);

  edge::Routes& routes_;
  const ServerLimits limits_;
  const TlsContext tls_;
  Counters counters_;
  std::atomic<std::size_t> waiting_{0};
  std::atomic<bool> stopping_{false};
  std::uint16_t port_ = 0;

  std::mutex guard_;  // of connections_
  std::condition_variable emptied_;
  std::unordered_map<const Connection*, std::weak_ptr<Connection>> connections_;

  asio::io_context io_;
  // The loops run until the last connection has left, else a farewell posted to it were never
  // heard.
  asio::executor_work_guard<asio::io_context::executor_type> open_house_{io_.get_executor()};
  tcp::acceptor acceptor_;
  asio::thread_pool workers_;
  std::vector<std::thread> loops_;
};

// One peer on one socket, served in order on a strand of its own.
class Server::Core::Connection : public std::enable_shared_from_this<Connection> {
 public:
  Connection(Core& core, tcp::socket socket)
      : core_(core),
        stream_(std::move(socket), SSL_new(core.tls_.get())),
        watchdog_(stream_.next_layer()),
        buffer_(2 * largest_head),
        is_pinned_([this](const value::Digest& shown) {
          return core_.routes_.peer_of(shown).has_value();
        }) {
    judge_peer_by(stream_.native_handle(), is_pinned_);
  }

  ~Connection() { core_.leave(this); }

  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  void start() {
    const auto self = shared_from_this();
    watchdog_.allow(core_.limits_.handshake_time);
    const auto strand = stream_.get_executor();
    asio::co_spawn(strand, [self] { return self->watchdog_.watch(); }, asio::detached);
    asio::co_spawn(strand, [self] { return self->run(); }, asio::detached);
  }

  // Any thread: an idle connection closes now, another one after its answer.
  void ask_to_stop() {
    asio::post(stream_.get_executor(), [self = shared_from_this()] {
      if (self->idle_) {
        ErrorCode ignored;
        self->stream_.next_layer().cancel(ignored);
      }
    });
  }

  // Any thread.
  void cut() {
    asio::post(stream_.get_executor(), [self = shared_from_this()] { self->close(); });
  }

 private:
  asio::awaitable<void> run();
  asio::awaitable<bool> shake_hands();
  asio::awaitable<bool> next_request_begins();
  asio::awaitable<bool> serve_one();
  asio::awaitable<std::optional<Problem>> read(RequestParser& parser, edge::Request& request);
  asio::awaitable<edge::Response> hand_over(const edge::Request& request);
  asio::awaitable<bool> answer(edge::Response response, bool keep);
  asio::awaitable<void> say_farewell();

  void close() {
    ErrorCode ignored;
    stream_.next_layer().close(ignored);
  }

  Core& core_;
  TlsStream stream_;
  Watchdog watchdog_;
  boost::beast::flat_buffer buffer_;
  const PinCheck is_pinned_;
  value::Digest certificate_;
  bool idle_ = false;         // no octet of a request has come yet
  bool unread_ = false;       // the peer may still be sending what nobody will read
  bool peer_present_ = true;  // false once a read or write said that the peer is gone
};

asio::awaitable<void> Server::Core::Connection::run() {
  bool more = co_await shake_hands();
  while (more) {
    more = co_await serve_one();
  }
  co_await say_farewell();
  if (watchdog_.has_bitten()) {
    ++core_.counters_.cut_off;
  }
  watchdog_.dismiss();
  close();
}

asio::awaitable<bool> Server::Core::Connection::shake_hands() {
  const auto [error] = co_await stream_.async_handshake(TlsStream::server, quietly);
  const auto shown = error ? std::nullopt : peer_fingerprint(stream_.native_handle());
  if (!shown) {
    ++core_.counters_.refused;
    unread_ = true;
    co_return false;
  }
  certificate_ = *shown;
  co_return true;
}

asio::awaitable<bool> Server::Core::Connection::next_request_begins() {
  if (core_.stopping_) {
    co_return false;
  }
  if (buffer_.size() > 0) {
    co_return true;
  }
  idle_ = true;
  watchdog_.allow(core_.limits_.idle_time);
  const auto [error, octets] =
      co_await stream_.async_read_some(buffer_.prepare(largest_head), quietly);
  buffer_.commit(octets);
  idle_ = false;
  peer_present_ = !error || error == asio::error::operation_aborted;
  co_return !error;
}

asio::awaitable<bool> Server::Core::Connection::serve_one() {
  const bool begins = co_await next_request_begins();
  if (!begins) {
    co_return false;
  }
  RequestParser parser;
  edge::Request request;
  const auto problem = co_await read(parser, request);
  if (!peer_present_) {
    co_return false;
  }
  if (problem) {
    ++core_.counters_.problems;
    unread_ = !parser.is_done();
    const bool keep =
        parser.is_done() && parser.keep_alive() && problem->status != problems::withdrawn.status;
    co_return co_await answer(response_to(*problem), keep);
  }
  auto response = co_await hand_over(request);
  co_return co_await answer(std::move(response), parser.keep_alive());
}

asio::awaitable<std::optional<Problem>> Server::Core::Connection::read(RequestParser& parser,
                                                                       edge::Request& request) {
  parser.header_limit(largest_head);
  parser.body_limit(boost::none);  // the route says, once the head is read
  watchdog_.allow(core_.limits_.header_time);
  const auto [head_error, head_octets] =
      co_await http::async_read_header(stream_, buffer_, parser, quietly);
  if (head_error) {
    const auto problem = problem_of(head_error);
    peer_present_ = problem.has_value();
    co_return problem;
  }
  const auto head = head_of(parser);
  if (const auto fault = fault_of(head)) {
    co_return fault;
  }
  auto node = core_.routes_.peer_of(certificate_);
  if (!node) {
    co_return problems::withdrawn;
  }
  const std::uint64_t length = head.content_length.value_or(0);
  if (length > core_.routes_.largest_body(head.method, head.target)) {
    co_return problems::large_body;
  }
  request = {
      std::string(head.method), std::string(head.target), {}, std::move(*node), certificate_};
  watchdog_.allow(with_size(core_.limits_.body_time, length));
  if (parser.get()[http::field::expect] == "100-continue" && !parser.is_done()) {
    co_await asio::async_write(
        stream_, asio::buffer(std::string_view("HTTP/1.1 100 Continue\r\n\r\n")), quietly);
  }
  const auto [error, octets] = co_await http::async_read(stream_, buffer_, parser, quietly);
  if (error) {
    const auto problem = problem_of(error);
    peer_present_ = problem.has_value();
    co_return problem;
  }
  request.body = std::move(parser.get().body());
  co_return std::nullopt;
}

asio::awaitable<edge::Response> Server::Core::Connection::hand_over(const edge::Request& request) {
  // The route takes the time it takes; the peer has its own deadline.
  watchdog_.allow(std::chrono::hours(24));
  if (core_.waiting_.fetch_add(1) >= core_.limits_.waiting_requests) {
    core_.waiting_.fetch_sub(1);
    ++core_.counters_.problems;
    co_return response_to(problems::busy);
  }
  ++core_.counters_.requests;
  edge::Response response;
  try {
    response = co_await asio::co_spawn(
        core_.workers_,
        [this, &request]() -> asio::awaitable<edge::Response> {
          co_return core_.routes_.handle(request);
        },
        asio::use_awaitable);
  } catch (const std::exception&) {
    response = response_to(problems::failed);
  }
  core_.waiting_.fetch_sub(1);
  co_return response;
}

asio::awaitable<bool> Server::Core::Connection::answer(edge::Response response, bool keep) {
  http::response<http::vector_body<std::uint8_t>> message;
  message.version(11);
  message.result(static_cast<unsigned>(std::clamp(response.status, 200, 599)));
  if (!response.content_type.empty()) {
    message.set(http::field::content_type, response.content_type);
  }
  if (response.status == problems::method.status) {
    message.set(http::field::allow, "GET, POST, PUT");
  }
  message.set(http::field::cache_control, "no-store");
  message.body() = std::move(response.body);
  message.content_length(message.body().size());
  message.keep_alive(keep && !core_.stopping_);
  watchdog_.allow(with_size(core_.limits_.reply_time, message.body().size()));
  const auto [error, octets] = co_await http::async_write(stream_, message, quietly);
  peer_present_ = !error;
  co_return !error && message.keep_alive();
}

asio::awaitable<void> Server::Core::Connection::say_farewell() {
  watchdog_.allow(farewell_time);
  auto& socket = stream_.next_layer();
  if (peer_present_ && SSL_is_init_finished(stream_.native_handle()) == 1) {
    // Sends close_notify without waiting for the peer's own (RFC 8446 section 6.1).
    SSL_set_shutdown(stream_.native_handle(), SSL_RECEIVED_SHUTDOWN);
    co_await stream_.async_shutdown(quietly);
  }
  if (!unread_) {
    co_return;
  }
  // Closing on unread octets would reset the connection, and the peer would lose our last words.
  ErrorCode error;
  socket.shutdown(tcp::socket::shutdown_send, error);
  std::size_t drained = 0;
  while (!error && drained < farewell_octets) {
    buffer_.clear();
    const auto [read_error, octets] =
        co_await socket.async_read_some(buffer_.prepare(largest_head), quietly);
    error = read_error;
    drained += octets;
  }
}

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
  while (!stopping_) {
    auto [error, socket] = co_await acceptor_.async_accept(asio::make_strand(io_), quietly);
    if (!error) {
      try {
        welcome(std::move(socket));
      } catch (const std::exception&) {
        ++counters_.turned_away;  // no memory for this one; the next may find some
      }
    } else if (!stopping_) {
      // No descriptor or no memory for the moment: others will close.
      asio::steady_timer pause(io_, std::chrono::milliseconds(100));
      co_await pause.async_wait(quietly);
    }
  }
}

void Server::Core::welcome(tcp::socket socket) {
  ++counters_.connections;
  std::shared_ptr<Connection> connection;
  {
    const std::scoped_lock lock(guard_);
    if (stopping_ || connections_.size() >= limits_.connections) {
      ++counters_.turned_away;
      return;  // closes the socket
    }
    ErrorCode ignored;
    socket.set_option(tcp::no_delay(true), ignored);
    connection = std::make_shared<Connection>(*this, std::move(socket));
    connections_.emplace(connection.get(), connection);
  }
  connection->start();
}

void Server::Core::leave(const Connection* connection) {
  const std::scoped_lock lock(guard_);
  connections_.erase(connection);
  emptied_.notify_all();
}

std::vector<std::shared_ptr<Server::Core::Connection>> Server::Core::present() {
  const std::scoped_lock lock(guard_);
  std::vector<std::shared_ptr<Connection>> all;
  for (const auto& [key, weak] : connections_) {
    if (auto connection = weak.lock()) {
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
  if (stopping_.exchange(true)) {
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
  for (auto patience = limits_.stop_time; !is_empty_within(patience);
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
  return {counters_.connections, counters_.turned_away, counters_.refused,  counters_.requests,
          counters_.problems,    counters_.cut_off,     connections_.size()};
}

Server::Server(std::unique_ptr<Core> core) : core_(std::move(core)) {}

Server::~Server() { stop(); }

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
