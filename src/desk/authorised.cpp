#include "desk/authorised.h"

#include "casework/signers.h"
#include "record/view.h"
#include "request/lifecycle.h"
#include "signed/authorisation.h"
#include "signed/key_set.h"
#include "statement/statement.h"
#include "value/result.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace comity::desk {
namespace {

using casework::RequiredSigners;
using value::Error;

/// The claims of the authorisations, or what is wrong with their signatures.
value::Result<casework::GivenAuthorisation> checked_claim(const std::string& text,
                                                          const Authorised& given,
                                                          const signed_::KeySet& keys) {
  auto claim = signed_::read_authorisation(text);
  if (!claim) {
    return value::fail(claim.error());
  }
  if (claim->payload != given.digest) {
    return value::fail("DESK-07", claim->person + " authorised " + claim->payload.hex());
  }
  // A person who is not enrolled has no key to check against; the role check refuses them by name.
  if (const signed_::PersonKeys* person = keys.person(claim->person)) {
    if (auto good = signed_::verify_authorisation(text, person->certificate); !good) {
      return value::fail(good.error());
    }
  }
  return casework::GivenAuthorisation{claim->person, claim->role, claim->desk, claim->act};
}

casework::SigningContext signing_context(const Authorised& given, const signed_::KeySet& keys) {
  casework::SigningContext context;
  context.desk = given.statement.head.from_desk;
  context.drafter = record::View(&given.statement.record).at("drafted_by").text();
  for (const signed_::PersonKeys& person : keys.persons) {
    context.enrolled.push_back({person.person, person.roles, person.desks, false});
  }
  return context;
}

}  // namespace

std::vector<RequiredSigners> signer_options(const request::Lifecycles& lifecycles,
                                            const statement::Statement& statement,
                                            const request::Machine* machine, request::Side side) {
  const std::string& type = statement.head.document;
  if (machine == nullptr || type == "technical_receipt") {
    return {};
  }
  if (statement.head.opens()) {
    return {casework::signers_of_opening(*machine, type)};
  }
  const std::string document = request::document_of(type, lifecycles);
  std::vector<RequiredSigners> options;
  for (const request::Row& row : machine->rows) {
    if (!row.is_private && row.side == side && row.carries(document)) {
      RequiredSigners option = casework::signers_of(row, type);
      if (std::find(options.begin(), options.end(), option) == options.end()) {
        options.push_back(std::move(option));
      }
    }
  }
  if (options.empty()) {
    options.push_back(casework::signers_of_noted(type));
  }
  return options;
}

std::vector<Error> authorisation_errors(const Authorised& given,
                                        const std::vector<RequiredSigners>& options,
                                        const signed_::KeySet& keys) {
  std::vector<casework::GivenAuthorisation> claims;
  for (const std::string& text : given.authorisations) {
    auto claim = checked_claim(text, given, keys);
    if (!claim) {
      return {claim.error()};
    }
    claims.push_back(*std::move(claim));
  }
  const casework::SigningContext context = signing_context(given, keys);
  std::optional<std::vector<Error>> closest;
  for (const RequiredSigners& option : options) {
    auto errors = casework::missing_or_wrong(option, claims, context);
    if (!closest || errors.size() < closest->size()) {
      closest = std::move(errors);
    }
  }
  return closest.value_or(std::vector<Error>());
}

}  // namespace comity::desk
