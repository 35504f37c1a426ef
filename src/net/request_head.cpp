#include "net/request_head.h"

#include "net/problem.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string_view>

namespace comity::net {

namespace {

constexpr std::size_t longest_path = 1024;

bool is_unreserved(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '.' || c == '_' || c == '~';
}

bool is_segment(std::string_view segment) {
  return !segment.empty() && segment != "." && segment != ".." &&
         std::all_of(segment.begin(), segment.end(), is_unreserved);
}

}  // namespace

bool is_plain_path(std::string_view target) {
  if (target.empty() || target.front() != '/' || target.size() > longest_path) {
    return false;
  }
  if (target == "/") {
    return true;
  }
  while (!target.empty()) {
    target.remove_prefix(1);
    const auto segment = target.substr(0, target.find('/'));
    if (!is_segment(segment)) {
      return false;
    }
    target.remove_prefix(segment.size());
  }
  return true;
}

std::optional<Problem> fault_of(const RequestHead& head) {
  if (head.version != 11) {
    return problems::version;
  }
  if (head.host_fields != 1) {  // RFC 9112 section 3.2
    return problems::malformed;
  }
  const bool uploads = head.method == "POST" || head.method == "PUT";
  if (!uploads && head.method != "GET") {
    return problems::method;
  }
  if (!is_plain_path(head.target)) {
    return problems::bad_path;
  }
  // One way only to say where a body ends: no two readers can disagree about it (RFC 9112
  // section 11.2).
  if (head.transfer_encoding || (uploads && !head.content_length)) {
    return problems::no_length;
  }
  return std::nullopt;
}

}  // namespace comity::net
