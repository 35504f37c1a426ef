// What a peer node may ask of the edge, as values. The port of the edge towards the network; its
// adapter, which speaks HTTP and TLS, is net/server.h.
#pragma once

#include "value/bytes.h"
#include "value/digest.h"

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace comity::edge {

struct Request {
  std::string method;  // "GET", "POST" or "PUT"
  std::string
      path;  // "/letters": begins with a slash, holds no query, no escape and no dot segment
  value::Bytes body;
  std::string peer_node;           // as `peer_of` named it for this request
  value::Digest peer_certificate;  // SHA-256 of the certificate the peer proved it holds
};

struct Response {
  int status = 200;
  std::string content_type;  // of the body; for an error "application/problem+json"
  value::Bytes body;
  std::optional<std::chrono::seconds> retry_after = {};  // not before: RFC 9110 10.2.3
};

/// Every method is called from several threads at once, and throws nothing.
class Routes {
 public:
  Routes() = default;
  Routes(const Routes&) = delete;
  Routes& operator=(const Routes&) = delete;
  virtual ~Routes() = default;

  /// May block on a disk: it runs on a worker thread. When it says that something was accepted,
  /// that is durable. The same request may come again after a lost answer: one effect.
  virtual Response handle(const Request& request) = 0;

  /// A body broke off: `request` holds what had come of it. Nobody hears an answer. Otherwise as
  /// `handle`. Nothing has to be made of it.
  virtual void cut_short(const Request& request) = 0;

  /// How many octets of body the route takes, 0 for none; more is refused unread (413). For a route
  /// that does not exist: as many as the largest takes, so that `handle` can answer 404 or 405.
  /// Must not block: it runs on the thread that serves the connections.
  [[nodiscard]] virtual std::size_t largest_body(std::string_view method,
                                                 std::string_view path) const = 0;

  /// The node whose key set in force pins this TLS certificate, or none: then the connection is
  /// refused. Asked when a connection opens and again for every request on it, so a withdrawn pin
  /// takes effect at once. Must not block.
  [[nodiscard]] virtual std::optional<std::string> peer_of(
      const value::Digest& certificate_fingerprint) const = 0;
};

}  // namespace comity::edge
