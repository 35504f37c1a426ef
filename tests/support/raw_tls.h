// Both ends of a TLS connection by hand, for what a decent peer would never send: blocking sockets
// on loopback, any TLS version, any octets.
#pragma once

#include "support/tls_identities.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

namespace comity::testing_support {

struct FreeTls {
  void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }

  void operator()(SSL* connection) const { SSL_free(connection); }
};

class Socket {
 public:
  explicit Socket(int descriptor) : descriptor_(descriptor) {
    const timeval patience{20, 0};
    setsockopt(descriptor_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  }

  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;

  ~Socket() { close(descriptor_); }

  [[nodiscard]] int descriptor() const { return descriptor_; }

 private:
  int descriptor_;
};

inline sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(port);
  return address;
}

/// Unverified TLS over a socket; `identity` may be none.
class RawTls {
 public:
  RawTls(std::unique_ptr<Socket> socket, const net::TlsIdentity* identity, int version)
      : socket_(std::move(socket)), context_(SSL_CTX_new(TLS_method())) {
    std::signal(SIGPIPE, SIG_IGN);  // OpenSSL's own sockets raise it, Asio's do not
    SSL_CTX_set_max_proto_version(context_.get(), version);
    if (identity != nullptr) {
      const auto& der = identity->certificate_der;
      SSL_CTX_use_certificate_ASN1(context_.get(), static_cast<int>(der.size()), der.data());
      const unsigned char* at = identity->private_key_pkcs8_der.data();
      const auto length = static_cast<long>(identity->private_key_pkcs8_der.size());
      const OpenSsl<EVP_PKEY> key(d2i_AutoPrivateKey(nullptr, &at, length));
      SSL_CTX_use_PrivateKey(context_.get(), key.get());
    }
    tls_.reset(SSL_new(context_.get()));
    SSL_set_fd(tls_.get(), socket_->descriptor());
  }

  bool connect() { return SSL_connect(tls_.get()) == 1; }

  bool accept() { return SSL_accept(tls_.get()) == 1; }

  bool send(std::string_view text) {
    return SSL_write(tls_.get(), text.data(), static_cast<int>(text.size())) > 0;
  }

  /// Reads until the text holds `until`, or to the end of the connection.
  std::string receive(std::string_view until) {
    std::string text;
    std::array<char, 4096> part{};
    while (text.find(until) == std::string::npos) {
      const int got = SSL_read(tls_.get(), part.data(), static_cast<int>(part.size()));
      if (got <= 0) {
        closed_ = true;
        break;
      }
      text.append(part.data(), static_cast<std::size_t>(got));
    }
    return text;
  }

  std::string receive_all() { return receive("\xff never"); }

  [[nodiscard]] bool closed() const { return closed_; }

  [[nodiscard]] int descriptor() const { return socket_->descriptor(); }

 private:
  std::unique_ptr<Socket> socket_;
  std::unique_ptr<SSL_CTX, FreeTls> context_;
  std::unique_ptr<SSL, FreeTls> tls_;
  bool closed_ = false;
};

inline std::unique_ptr<Socket> connect_to(std::uint16_t port) {
  auto socket = std::make_unique<Socket>(::socket(AF_INET, SOCK_STREAM, 0));
  const auto address = loopback(port);
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): the socket interface
  if (connect(socket->descriptor(), reinterpret_cast<const sockaddr*>(&address), sizeof address) !=
      0) {
    throw std::runtime_error("no connection to port " + std::to_string(port));
  }
  return socket;
}

/// Listens on a port of its own and hands each connection in turn to `serve`, on one thread.
class RawServer {
 public:
  using Serve = std::function<void(std::unique_ptr<Socket>)>;

  explicit RawServer(Serve serve)
      : listener_(::socket(AF_INET, SOCK_STREAM, 0)), serve_(std::move(serve)) {
    auto address = loopback(0);
    socklen_t size = sizeof address;
    // NOLINTBEGIN(cppcoreguidelines-pro-type-reinterpret-cast): the socket interface
    if (bind(listener_.descriptor(), reinterpret_cast<const sockaddr*>(&address), size) != 0 ||
        ::listen(listener_.descriptor(), 8) != 0 ||
        getsockname(listener_.descriptor(), reinterpret_cast<sockaddr*>(&address), &size) != 0) {
      throw std::runtime_error("no port to listen on");
    }
    // NOLINTEND(cppcoreguidelines-pro-type-reinterpret-cast)
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { run(); });
  }

  RawServer(const RawServer&) = delete;
  RawServer& operator=(const RawServer&) = delete;

  ~RawServer() {
    ::shutdown(listener_.descriptor(), SHUT_RDWR);  // wakes accept
    thread_.join();
  }

  [[nodiscard]] std::uint16_t port() const { return port_; }

 private:
  void run() {
    while (true) {
      const int accepted = ::accept(listener_.descriptor(), nullptr, nullptr);
      if (accepted < 0) {
        return;
      }
      serve_(std::make_unique<Socket>(accepted));
    }
  }

  Socket listener_;
  Serve serve_;
  std::uint16_t port_ = 0;
  std::thread thread_;
};

}  // namespace comity::testing_support
