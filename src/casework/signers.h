// Who must authorise a document, and whether the authorisations at hand are theirs (casework text,
// section 10). Signatures and digests are checked before, in signed/.
#pragma once

#include "request/lifecycle.h"
#include "value/result.h"

#include <optional>
#include <string>
#include <vector>

namespace comity::casework {

/// `roles` name one distinct person each; "*" is any role enrolled at the desk.
struct RequiredSigners {
  std::string act;  // the document type, or the kind of an opening request
  std::vector<std::string> roles;
  bool drafter_excluded = false;

  friend bool operator==(const RequiredSigners&, const RequiredSigners&) = default;
};

/// From the row that applies: its role and second role; none for an automatic act of the desk.
RequiredSigners signers_of(const request::Row& row, std::string act);

/// From every row between the draft and the sent request but the drafter's own.
RequiredSigners signers_of_opening(const request::Machine& machine, std::string kind);

/// For a document that moves nothing: one person of the desk.
RequiredSigners signers_of_noted(std::string act);

struct GivenAuthorisation {
  std::string person;
  std::string role;
  std::string desk;
  std::string act;
};

/// A person as the key set lists them.
struct EnrolledPerson {
  std::string person;
  std::vector<std::string> roles;
  std::vector<std::string> desks;
  bool withdrawn = false;
};

struct SigningContext {
  std::string desk;
  std::optional<std::string> drafter;  // record.drafted_by
  std::vector<EnrolledPerson> enrolled;
};

/// Everything wrong, in the order of the authorisations, then the roles that nobody took: CASE-31
/// role missing, CASE-32 same person twice, CASE-33 the drafter, CASE-34 role not enrolled or not
/// asked for, CASE-35 person unknown or withdrawn, CASE-36 another desk, CASE-37 another act.
std::vector<value::Error> missing_or_wrong(const RequiredSigners& required,
                                           const std::vector<GivenAuthorisation>& given,
                                           const SigningContext& context);

/// The first of them, or nothing wrong.
value::Result<void> check_signers(const RequiredSigners& required,
                                  const std::vector<GivenAuthorisation>& given,
                                  const SigningContext& context);

}  // namespace comity::casework
