#include "net/endpoint.h"

#include "value/result.h"

#include <charconv>
#include <cstddef>
#include <string>
#include <string_view>
#include <system_error>

namespace comity::net {

namespace {

constexpr std::string_view scheme = "https://";
constexpr std::size_t longest_host = 253;  // RFC 1035 section 2.3.4, as text

bool only(std::string_view text, std::string_view alphabet) {
  return !text.empty() && text.find_first_not_of(alphabet) == std::string_view::npos;
}

bool is_label(std::string_view label) {
  return only(label, "abcdefghijklmnopqrstuvwxyz0123456789-") && label.size() <= 63 &&
         label.front() != '-' && label.back() != '-';
}

bool is_host_name(std::string_view host) {
  while (true) {
    const auto dot = host.find('.');
    if (!is_label(host.substr(0, dot))) {
      return false;
    }
    if (dot == std::string_view::npos) {
      return true;
    }
    host.remove_prefix(dot + 1);
  }
}

value::Failure malformed(std::string_view text) {
  return value::fail(
      "NET-01", "endpoint \"" + std::string(text.substr(0, 300)) + "\" is not https://host:port");
}

}  // namespace

std::string Endpoint::authority() const {
  const bool brackets = host.find(':') != std::string::npos;
  return (brackets ? "[" + host + "]" : host) + ":" + std::to_string(port);
}

value::Result<Endpoint> parse_endpoint(std::string_view text) {
  const auto colon = text.rfind(':');
  if (!text.starts_with(scheme) || colon == std::string_view::npos || colon < scheme.size()) {
    return malformed(text);
  }
  auto host = text.substr(scheme.size(), colon - scheme.size());
  const auto digits = text.substr(colon + 1);
  Endpoint endpoint;
  const auto [end, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), endpoint.port);
  if (!only(digits, "0123456789") || digits.front() == '0' || error != std::errc() ||
      end != digits.data() + digits.size() || host.empty() || host.size() > longest_host) {
    return malformed(text);
  }
  const bool bracketed = host.size() > 2 && host.front() == '[' && host.back() == ']';
  if (bracketed) {
    host = host.substr(1, host.size() - 2);
  }
  if (bracketed ? !only(host, "0123456789abcdef:.") || host.find(':') == std::string_view::npos
                : !is_host_name(host)) {
    return malformed(text);
  }
  endpoint.host = host;
  return endpoint;
}

}  // namespace comity::net
