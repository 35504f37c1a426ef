#include "store/s3_target.h"

#include "value/result.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace comity::store {

namespace {

constexpr std::size_t longest_prefix = 128;
constexpr std::size_t longest_host = 255;

bool made_of(std::string_view text, std::string_view extra) {
  return std::ranges::all_of(text, [extra](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
           extra.find(c) != std::string_view::npos;
  });
}

/// "127.0.0.1", "[::1]" or "localhost", with or without a port. A name such as "127.evil.example"
/// is not this machine.
bool on_this_machine(std::string_view host) {
  const auto last = host.rfind(':');
  const bool port = last != std::string_view::npos && host.back() != ']';
  const std::string_view name = port ? host.substr(0, last) : host;
  const bool numbers =
      name.starts_with("127.") && name.find_first_not_of("0123456789.") == std::string_view::npos;
  return numbers || name == "[::1]" || name == "localhost";
}

std::optional<std::string> host_of(std::string_view endpoint) {
  const bool tls = endpoint.starts_with("https://");
  const auto scheme = endpoint.find("://");
  if (scheme == std::string_view::npos) {
    return std::nullopt;
  }
  const std::string_view host = endpoint.substr(scheme + 3);
  const bool allowed = tls || (endpoint.starts_with("http://") && on_this_machine(host));
  const bool plain = !host.empty() && host.size() <= longest_host && made_of(host, ".-:[]");
  return allowed && plain ? std::optional(std::string(host)) : std::nullopt;
}

bool good_bucket(std::string_view name) {
  return name.size() >= 3 && name.size() <= 63 && made_of(name, "-.") && name.front() != '.' &&
         name.front() != '-' && name.back() != '.' && name.back() != '-' &&
         name.find("..") == std::string_view::npos;
}

bool good_prefix(std::string_view prefix) {
  return prefix.empty() ||
         (prefix.size() <= longest_prefix && made_of(prefix, "-._/") && prefix.front() != '/' &&
          prefix.back() == '/' && prefix.find("//") == std::string_view::npos &&
          prefix.find("..") == std::string_view::npos);
}

}  // namespace

value::Result<std::string> s3_host(const S3Target& target) {
  auto host = host_of(target.endpoint);
  if (!host) {
    return value::fail("STORE-25",
                       "the endpoint is https://HOST[:PORT], or http:// to this machine");
  }
  if (!good_bucket(target.bucket)) {
    return value::fail("STORE-25", "a bucket's name has 3 to 63 of a-z 0-9 - .");
  }
  if (!good_prefix(target.prefix)) {
    return value::fail("STORE-25", "a prefix has a-z 0-9 - . _ / and ends with /");
  }
  if (target.region.empty() || target.region.size() > 63 || !made_of(target.region, "-")) {
    return value::fail("STORE-25", "a region has a-z 0-9 -");
  }
  return *std::move(host);
}

}  // namespace comity::store
