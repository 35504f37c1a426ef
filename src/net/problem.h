// What the server answers by itself, before or instead of a route: a status, a stable code and one
// sentence. Neighbour: request_head.h, which finds most of them.
#pragma once

#include "edge/routes.h"
#include "value/result.h"

#include <string_view>

namespace comity::net {

struct Problem {
  int status;
  value::Code code;
  std::string_view what;  // our own words only, nothing that came from outside
};

/// {"code":"NET-24","what":"..."} as application/problem+json.
edge::Response response_to(const Problem& problem);

namespace problems {

inline constexpr Problem malformed{400, "NET-20", "The request is not well-formed HTTP/1.1."};
inline constexpr Problem bad_path{400, "NET-21", "The path is not one this protocol uses."};
inline constexpr Problem withdrawn{403, "NET-22", "The certificate is no longer pinned."};
inline constexpr Problem method{405, "NET-23", "The method is none of GET, POST and PUT."};
inline constexpr Problem no_length{411, "NET-24", "The body needs a Content-Length."};
inline constexpr Problem large_body{413, "NET-25", "The body is larger than the route takes."};
inline constexpr Problem large_head{431, "NET-26", "The header is larger than 8 KiB."};
inline constexpr Problem failed{500, "NET-27", "The node failed on this request."};
inline constexpr Problem busy{503, "NET-28", "Too many requests are waiting; try again later."};
inline constexpr Problem version{505, "NET-29", "The protocol is not HTTP/1.1."};

}  // namespace problems

}  // namespace comity::net
