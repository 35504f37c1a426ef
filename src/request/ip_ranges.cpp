#include "request/ip_ranges.h"

#include "record/form.h"

#include <array>
#include <cstddef>
#include <string_view>

namespace comity::request {
namespace {

struct Special {
  std::string_view prefix;
  std::string_view name;
  bool documentation = false;
};

constexpr std::array specials = {
    Special{"0.0.0.0/8", "this network (RFC 791)"},
    Special{"10.0.0.0/8", "private (RFC 1918)"},
    Special{"100.64.0.0/10", "shared behind carrier NAT (RFC 6598)"},
    Special{"127.0.0.0/8", "loopback (RFC 1122)"},
    Special{"169.254.0.0/16", "link-local (RFC 3927)"},
    Special{"172.16.0.0/12", "private (RFC 1918)"},
    Special{"192.0.0.0/24", "protocol assignments (RFC 6890)"},
    Special{"192.0.2.0/24", "documentation (RFC 5737)", true},
    Special{"192.88.99.0/24", "reserved (RFC 7526)"},
    Special{"192.168.0.0/16", "private (RFC 1918)"},
    Special{"198.18.0.0/15", "benchmarking (RFC 2544)"},
    Special{"198.51.100.0/24", "documentation (RFC 5737)", true},
    Special{"203.0.113.0/24", "documentation (RFC 5737)", true},
    Special{"224.0.0.0/4", "multicast (RFC 5771)"},
    Special{"240.0.0.0/4", "reserved (RFC 1112)"},
    Special{"::/128", "unspecified (RFC 4291)"},
    Special{"::1/128", "loopback (RFC 4291)"},
    Special{"::ffff:0:0/96", "an IPv4 address mapped into IPv6 (RFC 4291): write the IPv4 address"},
    Special{"100::/64", "discard (RFC 6666)"},
    Special{"2001:2::/48", "benchmarking (RFC 5180)"},
    Special{"2001:20::/28", "ORCHIDv2 (RFC 7343)"},
    Special{"2001:db8::/32", "documentation (RFC 3849)", true},
    Special{"3fff::/20", "documentation (RFC 9637)", true},
    Special{"fc00::/7", "unique local (RFC 4193)"},
    Special{"fe80::/10", "link-local (RFC 4291)"},
    Special{"ff00::/8", "multicast (RFC 4291)"},
};

/// Global unicast is 2000::/3 (RFC 4291 section 2.4, IANA registry); the NAT64 prefix is routed.
constexpr std::array<std::string_view, 2> routed_v6 = {"2000::/3", "64:ff9b::/96"};

bool inside(std::string_view prefix, const record::IpAddress& address) {
  const auto network = record::parse_ip(prefix);
  return network && contains(*network, address);
}

}  // namespace

bool contains(const record::IpAddress& network, const record::IpAddress& address) {
  if (network.v6 != address.v6) {
    return false;
  }
  const int bits = network.prefix.value_or(network.v6 ? 128 : 32);
  for (int bit = 0; bit < bits; ++bit) {
    const auto octet = static_cast<std::size_t>(bit / 8);
    const unsigned mask = 0x80U >> static_cast<unsigned>(bit % 8);
    if (((network.octets[octet] ^ address.octets[octet]) & mask) != 0) {
      return false;
    }
  }
  return true;
}

IpRange range_of(const record::IpAddress& address) {
  for (const Special& special : specials) {
    if (inside(special.prefix, address)) {
      return {special.name, special.documentation};
    }
  }
  if (address.v6) {
    for (const std::string_view prefix : routed_v6) {
      if (inside(prefix, address)) {
        return {};
      }
    }
    return {"reserved (not in 2000::/3)", false};
  }
  return {};
}

}  // namespace comity::request
