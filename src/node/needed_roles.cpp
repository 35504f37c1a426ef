#include "node/needed_roles.h"

#include "signed/authorisation.h"
#include "value/result.h"

#include <algorithm>
#include <string>
#include <vector>

namespace comity::node {
namespace {

/// What is left of the needed roles once those given are taken out.
std::vector<std::string> open_roles(std::vector<std::string> roles,
                                    const std::vector<std::string>& given) {
  for (const std::string& role : given) {
    const auto named = std::find(roles.begin(), roles.end(), role);
    const auto any = std::find(roles.begin(), roles.end(), "*");
    if (named != roles.end()) {
      roles.erase(named);
    } else if (any != roles.end()) {
      roles.erase(any);
    }
  }
  return roles;
}

}  // namespace

value::Result<std::string> role_to_take(const std::vector<std::string>& needed,
                                        const std::vector<std::string>& authorisations,
                                        const std::vector<std::string>& held) {
  if (held.empty()) {
    return value::fail("NODE-16", "the card names no role");
  }
  std::vector<std::string> given;
  for (const std::string& text : authorisations) {
    if (auto claim = signed_::read_authorisation(text)) {
      given.push_back(claim->role);
    }
  }
  for (const std::string& role : open_roles(needed, given)) {
    if (role == "*") {
      return held.front();
    }
    if (std::find(held.begin(), held.end(), role) != held.end()) {
      return role;
    }
  }
  return held.front();
}

}  // namespace comity::node
