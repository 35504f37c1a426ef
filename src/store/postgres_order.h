// The order in which the servers that libpq's words name are tried: a machine that is gone costs
// its time once, not with each connection. What goes over a connection: store/postgres_link.h.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace comity::store {

/// Lists with commas, as libpq has them: `hostaddr` and `port` have as many parts as `host`, one
/// for all, or none.
struct PostgresOrder {
  std::string host;
  std::string hostaddr;
  std::string port;

  friend bool operator==(const PostgresOrder&, const PostgresOrder&) = default;
};

/// The same servers with this one first; none when it is not among several.
std::optional<PostgresOrder> with_first(const PostgresOrder& order, std::string_view host,
                                        std::string_view port);

}  // namespace comity::store
