#include "net/connection.h"

#include "edge/routes.h"
#include "net/problem.h"
#include "net/request_head.h"
#include "net/silence.h"
#include "net/tls.h"
#include "value/digest.h"
#include "value/instant.h"

#include <boost/asio.hpp>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <openssl/ssl.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

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

// One peer on one socket, served in order on a strand of its own.
class PeerConnection : public Connection, public std::enable_shared_from_this<PeerConnection> {
 public:
  PeerConnection(House& house, tcp::socket socket)
      : house_(house),
        stream_(std::move(socket), SSL_new(house.tls)),
        watchdog_(stream_.next_layer()),
        buffer_(std::size_t{2} * largest_head),
        is_pinned_([this](const value::Digest& shown) {
          return house_.routes.peer_of(shown).has_value();
        }) {
    judge_peer_by(stream_.native_handle(), is_pinned_);
  }

  PeerConnection(const PeerConnection&) = delete;
  PeerConnection& operator=(const PeerConnection&) = delete;

  ~PeerConnection() override { house_.left(this); }

  void start() override {
    const auto self = shared_from_this();
    watchdog_.allow(house_.limits.handshake_time);
    const auto strand = stream_.get_executor();
    asio::co_spawn(strand, [self] { return self->watchdog_.watch(); }, asio::detached);
    asio::co_spawn(strand, [self] { return self->run(); }, asio::detached);
  }

  void ask_to_stop() override {
    asio::post(stream_.get_executor(), [self = shared_from_this()] {
      if (self->idle_) {
        ErrorCode ignored;
        self->stream_.next_layer().cancel(ignored);
      }
    });
  }

  void cut() override {
    asio::post(stream_.get_executor(), [self = shared_from_this()] { self->close(); });
  }

 private:
  asio::awaitable<void> run();
  asio::awaitable<bool> shake_hands();
  asio::awaitable<bool> next_request_begins();
  asio::awaitable<bool> serve_one();
  asio::awaitable<std::optional<Problem>> read(RequestParser& parser, edge::Request& request);
  asio::awaitable<void> report_cut(const edge::Request& request);
  asio::awaitable<edge::Response> hand_over(const edge::Request& request);
  asio::awaitable<bool> answer(edge::Response response, bool keep);
  asio::awaitable<void> say_farewell();

  void close() {
    ErrorCode ignored;
    stream_.next_layer().close(ignored);
  }

  House& house_;
  TlsStream stream_;
  Watchdog watchdog_;
  boost::beast::flat_buffer buffer_;
  const PinCheck is_pinned_;
  value::Digest certificate_;
  bool idle_ = false;         // no octet of a request has come yet
  bool unread_ = false;       // the peer may still be sending what nobody will read
  bool peer_present_ = true;  // false once a read or write said that the peer is gone
};

asio::awaitable<void> PeerConnection::run() {
  bool more = co_await shake_hands();
  while (more) {
    more = co_await serve_one();
  }
  co_await say_farewell();
  if (watchdog_.has_bitten()) {
    ++house_.counters.cut_off;
  }
  watchdog_.dismiss();
  close();
}

asio::awaitable<bool> PeerConnection::shake_hands() {
  const auto [error] = co_await stream_.async_handshake(TlsStream::server, quietly);
  const auto shown = error ? std::nullopt : peer_fingerprint(stream_.native_handle());
  if (!shown) {
    ++house_.counters.refused;
    unread_ = true;
    co_return false;
  }
  certificate_ = *shown;
  const auto node = house_.routes.peer_of(certificate_);
  if (node && !house_.introduce(this, *node)) {
    ++house_.counters.turned_away;
    co_return false;
  }
  co_return true;
}

asio::awaitable<bool> PeerConnection::next_request_begins() {
  if (house_.stopping) {
    co_return false;
  }
  if (buffer_.size() > 0) {
    co_return true;
  }
  idle_ = true;
  watchdog_.allow(house_.limits.idle_time);
  const auto [error, octets] =
      co_await stream_.async_read_some(buffer_.prepare(largest_head), quietly);
  buffer_.commit(octets);
  idle_ = false;
  peer_present_ = !error || error == asio::error::operation_aborted;
  co_return !error;
}

asio::awaitable<bool> PeerConnection::serve_one() {
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
    ++house_.counters.problems;
    unread_ = !parser.is_done();
    const bool keep =
        parser.is_done() && parser.keep_alive() && problem->status != problems::withdrawn.status;
    co_return co_await answer(response_to(*problem), keep);
  }
  auto response = co_await hand_over(request);
  co_return co_await answer(std::move(response), parser.keep_alive());
}

asio::awaitable<std::optional<Problem>> PeerConnection::read(RequestParser& parser,
                                                             edge::Request& request) {
  parser.header_limit(largest_head);
  parser.body_limit(boost::none);  // the route says, once the head is read
  watchdog_.allow(house_.limits.header_time);
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
  auto node = house_.routes.peer_of(certificate_);
  if (!node) {
    co_return problems::withdrawn;
  }
  const std::uint64_t length = head.content_length.value_or(0);
  if (length > house_.routes.largest_body(head.method, head.target)) {
    co_return problems::large_body;
  }
  request = {
      std::string(head.method), std::string(head.target), {}, std::move(*node), certificate_};
  watchdog_.allow(with_size(house_.limits.body_time, length));
  if (parser.get()[http::field::expect] == "100-continue" && !parser.is_done()) {
    co_await asio::async_write(
        stream_, asio::buffer(std::string_view("HTTP/1.1 100 Continue\r\n\r\n")), quietly);
  }
  const auto [error, octets] = co_await http::async_read(stream_, buffer_, parser, quietly);
  request.body = std::move(parser.get().body());
  if (error) {
    const auto problem = problem_of(error);
    peer_present_ = problem.has_value();
    co_await report_cut(request);
    co_return problem;
  }
  co_return std::nullopt;
}

asio::awaitable<void> PeerConnection::report_cut(const edge::Request& request) {
  if (request.body.empty() || house_.waiting >= house_.limits.waiting_requests) {
    co_return;
  }
  ++house_.waiting;
  // An exception means that what came is not kept: it will come again.
  co_await asio::co_spawn(
      house_.workers,
      [this, &request]() -> asio::awaitable<void> {
        house_.routes.cut_short(request);
        co_return;
      },
      quietly);
  --house_.waiting;
}

asio::awaitable<edge::Response> PeerConnection::hand_over(const edge::Request& request) {
  // The route takes the time it takes; the peer has its own deadline.
  watchdog_.allow(std::chrono::hours(24));
  if (house_.waiting.fetch_add(1) >= house_.limits.waiting_requests) {
    house_.waiting.fetch_sub(1);
    ++house_.counters.problems;
    co_return response_to(problems::busy);
  }
  ++house_.counters.requests;
  edge::Response response;
  try {
    response = co_await asio::co_spawn(
        house_.workers,
        [this, &request]() -> asio::awaitable<edge::Response> {
          co_return house_.routes.handle(request);
        },
        asio::use_awaitable);
  } catch (const std::exception&) {
    response = response_to(problems::failed);
  }
  house_.waiting.fetch_sub(1);
  co_return response;
}

asio::awaitable<bool> PeerConnection::answer(edge::Response response, bool keep) {
  http::response<http::vector_body<std::uint8_t>> message;
  message.version(11);
  message.result(static_cast<unsigned>(std::clamp(response.status, 200, 599)));
  if (!response.content_type.empty()) {
    message.set(http::field::content_type, response.content_type);
  }
  if (response.status == problems::method.status) {
    message.set(http::field::allow, "GET, POST, PUT");
  }
  if (response.retry_after) {
    message.set(http::field::retry_after, std::to_string(response.retry_after->count()));
  }
  message.set(http::field::cache_control, "no-store");
  message.body() = std::move(response.body);
  message.content_length(message.body().size());
  message.keep_alive(keep && !house_.stopping);
  watchdog_.allow(with_size(house_.limits.reply_time, message.body().size()));
  const auto [error, octets] = co_await http::async_write(stream_, message, quietly);
  peer_present_ = !error;
  co_return !error && message.keep_alive();
}

asio::awaitable<void> PeerConnection::say_farewell() {
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

}  // namespace

std::shared_ptr<Connection> make_connection(House& house, int accepted) {
  // Asio wants the family only to tell addresses, which nobody asks for here.
  tcp::socket socket(asio::make_strand(house.loop), tcp::v4(), accepted);
  ErrorCode ignored;
  socket.set_option(tcp::no_delay(true), ignored);
  notice_silence(socket.native_handle(), house.limits.silence);
  return std::make_shared<PeerConnection>(house, std::move(socket));
}

}  // namespace comity::net
