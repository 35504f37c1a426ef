#include "net/client_connection.h"

#include "exchange/transport.h"
#include "net/endpoint.h"
#include "net/silence.h"
#include "net/tls.h"
#include "value/digest.h"
#include "value/result.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <openssl/ssl.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace comity::net {

namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using boost::asio::ip::tcp;
using ErrorCode = boost::system::error_code;
using TlsStream = asio::ssl::stream<tcp::socket>;
using ReplyParser = http::response_parser<http::vector_body<std::uint8_t>>;
using Request = http::request<http::span_body<const std::uint8_t>>;

constexpr auto quietly = asio::as_tuple(asio::use_awaitable);
constexpr std::uint32_t largest_head = 8 * 1024;

unsigned long openssl_code(const ErrorCode& error) {
  return static_cast<unsigned long>(static_cast<unsigned int>(error.value()));
}

bool is_tls(const ErrorCode& error) { return error.category() == asio::error::get_ssl_category(); }

value::Failure too_late() { return value::fail("NET-05", "the peer did not answer in time"); }

// Before a connection exists that can carry a request.
value::Failure opening_failed(const ErrorCode& error) {
  if (!is_tls(error)) {
    return value::fail("NET-07", "during the TLS handshake: " + error.message());
  }
  switch (tls_failure(openssl_code(error))) {
    case TlsFailure::peer_not_pinned:
      return value::fail("NET-03", "the peer's certificate is not among its pins");
    case TlsFailure::our_certificate_refused:
      return value::fail("NET-04", "the peer refused our certificate");
    case TlsFailure::cut_off:
    case TlsFailure::other:
      break;
  }
  return value::fail("NET-07", "during the TLS handshake: " + tls_reason(openssl_code(error)));
}

value::Failure exchange_failed(const ErrorCode& error) {
  // TLS 1.3 learns only after the handshake what the server thinks of the client's certificate.
  if (is_tls(error) && tls_failure(openssl_code(error)) == TlsFailure::our_certificate_refused) {
    return value::fail("NET-04", "the peer refused our certificate");
  }
  if (error == http::error::body_limit) {
    return value::fail("NET-06", "the reply is larger than was asked for");
  }
  if (error.category() == http::make_error_code(http::error::bad_version).category() &&
      error != http::error::end_of_stream && error != http::error::partial_message) {
    return value::fail("NET-08", "the reply is not HTTP/1.1: " + error.message());
  }
  return value::fail("NET-09", "the peer is gone: " + error.message());
}

/// RFC 9110 10.2.3 also knows a date, which says something only to who has the same clock.
std::optional<std::chrono::seconds> seconds_in(std::string_view field) {
  std::uint32_t seconds = 0;
  const auto [end, error] = std::from_chars(field.begin(), field.end(), seconds);
  return error == std::errc() && end == field.end() ? std::optional(std::chrono::seconds(seconds))
                                                    : std::nullopt;
}

Request request_of(const exchange::Call& call, const std::string& authority) {
  Request request;
  request.version(11);
  request.method_string(call.method);
  request.target(call.path);
  request.set(http::field::host, authority);
  if (!call.content_type.empty()) {
    request.set(http::field::content_type, call.content_type);
  }
  request.body() = {call.body.data(), call.body.size()};
  if (!call.body.empty() || call.method != "GET") {
    request.content_length(call.body.size());
  }
  return request;
}

}  // namespace

// The io_context is run by the calling thread, so a call needs no thread but its own.
struct ClientConnection::State {
  State(const TlsContext& tls, const std::vector<value::Digest>& pinned)
      : pins(pinned),
        is_pinned([this](const value::Digest& shown) {
          return std::find(pins.begin(), pins.end(), shown) != pins.end();
        }),
        stream(io, SSL_new(tls.get())) {
    judge_peer_by(stream.native_handle(), is_pinned);
  }

  // Runs `step` to its end; none when the deadline came first, and then the socket is closed.
  template <class Step>
  std::optional<ErrorCode> run(Step step, Deadline deadline) {
    std::optional<ErrorCode> outcome;
    asio::co_spawn(io, std::move(step),
                   [&outcome](const std::exception_ptr& thrown, ErrorCode error) {
                     outcome = thrown ? ErrorCode(asio::error::no_memory) : error;
                   });
    io.restart();
    io.run_until(deadline);
    if (outcome) {
      return outcome;
    }
    expired = true;
    ErrorCode ignored;
    stream.next_layer().close(ignored);
    io.run();
    return std::nullopt;
  }

  asio::awaitable<ErrorCode> connect(std::vector<tcp::endpoint> to);
  asio::awaitable<ErrorCode> shake_hands();
  asio::awaitable<ErrorCode> ask(Request request, ReplyParser& parser);

  const std::vector<value::Digest> pins;
  const PinCheck is_pinned;
  asio::io_context io{1};
  TlsStream stream;
  boost::beast::flat_buffer buffer{std::size_t{2} * largest_head};
  std::string authority;
  value::Digest certificate;
  bool answered = false;
  bool keep = false;
  bool expired = false;
};

asio::awaitable<ErrorCode> ClientConnection::State::connect(std::vector<tcp::endpoint> to) {
  if (expired) {
    co_return asio::error::timed_out;  // or it would open the socket that was just closed
  }
  const auto [error, connected] = co_await asio::async_connect(stream.next_layer(), to, quietly);
  if (!error) {
    ErrorCode ignored;
    stream.next_layer().set_option(tcp::no_delay(true), ignored);
  }
  co_return error;
}

asio::awaitable<ErrorCode> ClientConnection::State::shake_hands() {
  const auto [error] = co_await stream.async_handshake(TlsStream::client, quietly);
  co_return error;
}

asio::awaitable<ErrorCode> ClientConnection::State::ask(Request request, ReplyParser& parser) {
  const auto [write_error, written] = co_await http::async_write(stream, request, quietly);
  // Even if not all could be written: the peer may have said why before it closed.
  const auto [error, octets] = co_await http::async_read(stream, buffer, parser, quietly);
  answered = parser.got_some();
  if (error && write_error && !answered && !is_tls(error)) {
    co_return write_error;
  }
  keep = !error && !write_error && parser.keep_alive();
  co_return error;
}

value::Result<std::unique_ptr<ClientConnection>> ClientConnection::open(
    const TlsContext& tls, const std::vector<std::string>& addresses, const Endpoint& endpoint,
    const Opening& opening) {
  const Deadline deadline = opening.deadline;
  std::vector<tcp::endpoint> to;
  for (const auto& address : addresses) {
    ErrorCode error;
    if (const auto parsed = asio::ip::make_address(address, error); !error) {
      to.emplace_back(parsed, endpoint.port);
    }
  }
  auto state = std::make_unique<State>(tls, opening.pins);
  state->authority = endpoint.authority();
  const auto connected = state->run(state->connect(std::move(to)), deadline);
  if (!connected) {
    return value::fail("NET-05", endpoint.authority() + ": no connection in time");
  }
  if (*connected) {
    return value::fail("NET-02", endpoint.authority() + ": " + connected->message());
  }
  notice_silence(state->stream.next_layer().native_handle(), opening.silence);
  const auto agreed = state->run(state->shake_hands(), deadline);
  if (!agreed) {
    return value::fail("NET-05", endpoint.authority() + ": no TLS handshake in time");
  }
  if (*agreed) {
    return opening_failed(*agreed);
  }
  if (const auto shown = peer_fingerprint(state->stream.native_handle())) {
    state->certificate = *shown;
  }
  // NOLINTNEXTLINE(cppcoreguidelines-owning-memory): the constructor is private
  return std::unique_ptr<ClientConnection>(new ClientConnection(std::move(state)));
}

ClientConnection::ClientConnection(std::unique_ptr<State> state) : state_(std::move(state)) {}

ClientConnection::~ClientConnection() = default;

value::Result<exchange::Reply> ClientConnection::exchange(const exchange::Call& call,
                                                          Deadline deadline) {
  ReplyParser parser;
  parser.header_limit(largest_head);
  parser.body_limit(call.largest_reply);
  state_->answered = false;
  state_->keep = false;
  const auto outcome =
      state_->run(state_->ask(request_of(call, state_->authority), parser), deadline);
  if (!outcome) {
    return too_late();
  }
  if (*outcome) {
    return exchange_failed(*outcome);
  }
  const auto status = static_cast<int>(parser.get().result_int());
  if (status < 200) {
    state_->keep = false;
    return value::fail("NET-08", "the peer sent an interim reply nobody asked for");
  }
  const auto wait = seconds_in(parser.get()[http::field::retry_after]);
  return exchange::Reply{status, std::move(parser.get().body()), wait};
}

bool ClientConnection::unanswered() const { return !state_->answered; }

bool ClientConnection::reusable() const {
  if (!state_->keep || state_->buffer.size() > 0) {
    return false;
  }
  // A quiet socket has nothing to read; an end of file or an alert is something.
  std::array<char, 1> octet{};
  const auto got = recv(state_->stream.next_layer().native_handle(), octet.data(), octet.size(),
                        MSG_PEEK | MSG_DONTWAIT);
  return got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
}

const value::Digest& ClientConnection::certificate() const { return state_->certificate; }

}  // namespace comity::net
