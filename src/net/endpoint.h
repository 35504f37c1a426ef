// Where a peer listens: "https://host:port" and nothing more. How it is called is in client.h.
#pragma once

#include "value/result.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace comity::net {

struct Endpoint {
  std::string host;  // a name, an IPv4 address, or an IPv6 address without its brackets
  std::uint16_t port = 0;

  /// host:port with brackets where they belong: the Host field (RFC 9110 section 7.2).
  [[nodiscard]] std::string authority() const;
};

/// NET-01 unless it is https, a host in lower case and a port from 1 to 65535 without leading zero:
/// no user, no path, no query.
value::Result<Endpoint> parse_endpoint(std::string_view text);

}  // namespace comity::net
