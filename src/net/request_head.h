// The head of a request after the HTTP parser: is it one this protocol knows, and how much body
// follows. Neighbour: connection in server.cpp, which reads on or answers the problem.
#pragma once

#include "net/problem.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace comity::net {

/// Borrowed from the parser.
struct RequestHead {
  std::string_view method;
  std::string_view target;
  unsigned version = 0;  // 11 for HTTP/1.1
  std::size_t host_fields = 0;
  bool transfer_encoding = false;
  std::optional<std::uint64_t> content_length;
};

/// The first rule the head breaks, or none.
std::optional<Problem> fault_of(const RequestHead& head);

/// True for "/" and for segments of letters, digits and "-._~", none empty, "." or "..": at most
/// 1024 octets, no query, no escapes. One spelling for each resource.
bool is_plain_path(std::string_view target);

}  // namespace comity::net
