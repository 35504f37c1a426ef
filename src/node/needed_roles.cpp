#include "node/needed_roles.h"

#include "casework/signers.h"
#include "desk/authorised.h"
#include "desk/law.h"
#include "node/law.h"
#include "request/lifecycle.h"
#include "signed/authorisation.h"
#include "statement/statement.h"
#include "value/bytes.h"
#include "value/result.h"

#include <algorithm>
#include <string>
#include <vector>

namespace comity::node {
namespace {

using value::fail;
using value::Result;

std::vector<casework::RequiredSigners> options_for(const request::Lifecycles& lifecycles,
                                                   const statement::Statement& statement) {
  if (statement.head.document == "custody_event") {
    return {{"custody_event", {"evidence_custodian", "*"}, false}};
  }
  if (statement.head.opens()) {
    return desk::signer_options(lifecycles, statement, lifecycles.for_kind(statement.head.document),
                                request::Side::sender);
  }
  std::vector<casework::RequiredSigners> all;
  for (const request::Machine& machine : lifecycles.machines) {
    for (const request::Side side : {request::Side::sender, request::Side::recipient}) {
      auto options = desk::signer_options(lifecycles, statement, &machine, side);
      all.insert(all.end(), options.begin(), options.end());
    }
  }
  return all;
}

/// What is left of an option's roles once those given are taken out.
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

Result<std::string> role_to_take(value::BytesView payload,
                                 const std::vector<std::string>& authorisations,
                                 const std::vector<std::string>& held) {
  auto statement = statement::read_payload(payload);
  auto law = read_embedded_law();
  if (!statement || !law) {
    return fail(!statement ? statement.error() : law.error());
  }
  std::vector<std::string> given;
  for (const std::string& text : authorisations) {
    if (auto claim = signed_::read_authorisation(text)) {
      given.push_back(claim->role);
    }
  }
  for (const casework::RequiredSigners& option : options_for(law->lifecycles, *statement)) {
    for (const std::string& role : open_roles(option.roles, given)) {
      if (std::find(held.begin(), held.end(), role) != held.end()) {
        return role;
      }
      if (role == "*" && !held.empty()) {
        return held.front();
      }
    }
  }
  return held.empty() ? Result<std::string>(fail("NODE-16", "the card names no role"))
                      : Result<std::string>(held.front());
}

}  // namespace comity::node
