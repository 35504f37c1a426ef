// Which IP addresses cannot lead a provider to a user: special-purpose ranges (RFC 6890 and the
// registries it created).
#pragma once

#include "record/form.h"

#include <string_view>

namespace comity::request {

struct IpRange {
  std::string_view name;       // "private (RFC 1918)"; empty for a public address
  bool documentation = false;  // RFC 5737, 3849, 9637
};

IpRange range_of(const record::IpAddress& address);

/// Whether `address` lies inside `network`, which has a prefix length.
bool contains(const record::IpAddress& network, const record::IpAddress& address);

}  // namespace comity::request
