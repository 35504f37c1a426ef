// Whether the persons who authorised a statement may do so: signatures under keys in force, roles
// and separation of duties. The same check runs before sending and, decisively, at the recipient.
#pragma once

#include "casework/signers.h"
#include "request/lifecycle.h"
#include "signed/key_set.h"
#include "statement/statement.h"
#include "value/digest.h"
#include "value/result.h"

#include <optional>
#include <string>
#include <vector>

namespace comity::desk {

struct Authorised {
  const statement::Statement& statement;
  value::Digest digest;  ///< of the payload that was authorised
  const std::vector<std::string>& authorisations;
};

/// The sets of signers of which one must be met: by each row that carries the document for this
/// side, or one person of the desk for what moves nothing; none for automatic acts.
std::vector<casework::RequiredSigners> signer_options(const request::Lifecycles& lifecycles,
                                                      const statement::Statement& statement,
                                                      const request::Machine* machine,
                                                      request::Side side);

/// Everything that is missing or wrong under the option that comes closest, first error first;
/// empty when one option is met. SIGN-01 to SIGN-03 for the signatures, DESK-07 for an
/// authorisation of another text, CASE-31 to CASE-37 for persons and roles.
std::vector<value::Error> authorisation_errors(
    const Authorised& given, const std::vector<casework::RequiredSigners>& options,
    const signed_::KeySet& keys);

}  // namespace comity::desk
