#include "store/postgres_order.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace comity::store {

namespace {

std::vector<std::string> parts_of(std::string_view list) {
  std::vector<std::string> out;
  while (true) {
    const std::size_t comma = list.find(',');
    out.emplace_back(list.substr(0, comma));
    if (comma == std::string_view::npos) {
      return out;
    }
    list.remove_prefix(comma + 1);
  }
}

/// Part `index` first; a list of one is for all.
std::string from(const std::string& list, std::size_t index) {
  auto parts = parts_of(list);
  if (index >= parts.size()) {
    return list;
  }
  const auto chosen = parts.begin() + static_cast<std::ptrdiff_t>(index);
  std::rotate(parts.begin(), chosen, chosen + 1);
  std::string out = parts.front();
  for (auto part = parts.begin() + 1; part != parts.end(); ++part) {
    out += ',';
    out += *part;
  }
  return out;
}

}  // namespace

std::optional<PostgresOrder> with_first(const PostgresOrder& order, std::string_view host,
                                        std::string_view port) {
  // libpq calls a server without a name by its address
  const auto hosts = parts_of(order.host.empty() ? order.hostaddr : order.host);
  const auto ports = parts_of(order.port);
  for (std::size_t i = 0; i < hosts.size() && hosts.size() > 1; ++i) {
    const std::string& its_port = ports[std::min(i, ports.size() - 1)];
    if (hosts[i] == host && (its_port.empty() || its_port == port)) {
      return PostgresOrder{from(order.host, i), from(order.hostaddr, i), from(order.port, i)};
    }
  }
  return std::nullopt;
}

}  // namespace comity::store
