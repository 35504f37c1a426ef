#include "casework/signers.h"

#include "request/lifecycle.h"
#include "value/result.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace comity::casework {

namespace {

using value::Error;

constexpr const char* any_role = "*";

bool holds(const std::vector<std::string>& texts, const std::string& text) {
  return std::find(texts.begin(), texts.end(), text) != texts.end();
}

void add_roles(const request::Row& row, std::vector<std::string>& roles) {
  for (const auto& role : {row.role, row.second_role}) {
    // The desk's own key signs every envelope; "desk" asks for no person.
    if (!role.empty() && role != "desk" && role != "drafter") {
      roles.push_back(role);
    }
  }
}

const EnrolledPerson* find(const SigningContext& context, const std::string& person) {
  const auto found =
      std::find_if(context.enrolled.begin(), context.enrolled.end(),
                   [&](const EnrolledPerson& each) { return each.person == person; });
  return found == context.enrolled.end() || found->withdrawn ? nullptr : &*found;
}

// The one finding about this authorisation that a person must repair first.
std::optional<Error> wrong_with(const GivenAuthorisation& given, const RequiredSigners& required,
                                const SigningContext& context) {
  if (given.act != required.act) {
    return Error{"CASE-37", given.person + " authorised " + given.act};
  }
  const auto* person = find(context, given.person);
  if (person == nullptr) {
    return Error{"CASE-35", given.person};
  }
  if (given.desk != context.desk || !holds(person->desks, context.desk)) {
    return Error{"CASE-36", given.person + " for " + given.desk};
  }
  const bool asked = holds(required.roles, given.role) || holds(required.roles, any_role);
  if (!asked || !holds(person->roles, given.role)) {
    return Error{"CASE-34", given.person + " as " + given.role};
  }
  if (required.drafter_excluded && context.drafter == given.person) {
    return Error{"CASE-33", given.person};
  }
  return std::nullopt;
}

// Takes the role off the list, or one that any role fills; false when enough have signed in it.
bool take_role(std::vector<std::string>& open, const std::string& role) {
  auto found = std::find(open.begin(), open.end(), role);
  if (found == open.end()) {
    found = std::find(open.begin(), open.end(), any_role);
  }
  if (found == open.end()) {
    return false;
  }
  open.erase(found);
  return true;
}

}  // namespace

RequiredSigners signers_of(const request::Row& row, std::string act) {
  RequiredSigners required{std::move(act), {}, false};
  add_roles(row, required.roles);
  return required;
}

RequiredSigners signers_of_opening(const request::Machine& machine, std::string kind) {
  RequiredSigners required{std::move(kind), {}, false};
  const auto before = machine.places(machine.initial, request::Side::sender);
  for (const auto& row : machine.rows) {
    const bool on_the_way = row.side == request::Side::sender &&
                            (row.is_private || row.carries("request")) &&
                            std::any_of(before.begin(), before.end(),
                                        [&](const auto& at) { return row.starts_at(at); });
    if (on_the_way) {
      add_roles(row, required.roles);
      required.drafter_excluded = required.drafter_excluded || row.role == "drafter";
    }
  }
  return required;
}

RequiredSigners signers_of_noted(std::string act) { return {std::move(act), {any_role}, false}; }

std::vector<Error> missing_or_wrong(const RequiredSigners& required,
                                    const std::vector<GivenAuthorisation>& given,
                                    const SigningContext& context) {
  std::vector<Error> findings;
  auto open = required.roles;
  std::set<std::string> seen;
  for (const auto& each : given) {
    const bool taken = take_role(open, each.role);
    if (auto wrong = wrong_with(each, required, context)) {
      findings.push_back(std::move(*wrong));
    } else if (!seen.insert(each.person).second) {
      findings.push_back({"CASE-32", each.person});
    } else if (!taken) {
      findings.push_back({"CASE-34", each.person + ": " + each.role + " is not asked for again"});
    }
  }
  for (const auto& role : open) {
    findings.push_back({"CASE-31", role == any_role ? "a person of the desk" : role});
  }
  return findings;
}

value::Result<void> check_signers(const RequiredSigners& required,
                                  const std::vector<GivenAuthorisation>& given,
                                  const SigningContext& context) {
  auto findings = missing_or_wrong(required, given, context);
  if (!findings.empty()) {
    return value::fail(std::move(findings.front()));
  }
  return {};
}

}  // namespace comity::casework
