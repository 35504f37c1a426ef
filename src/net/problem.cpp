#include "net/problem.h"

#include "edge/routes.h"
#include "value/bytes.h"

#include <string>

namespace comity::net {

edge::Response response_to(const Problem& problem) {
  std::string body = R"({"code":")";
  body.append(problem.code.text()).append(R"(","what":")").append(problem.what).append("\"}");
  return {problem.status, "application/problem+json", value::to_bytes(body)};
}

}  // namespace comity::net
