// A person's act on its way: the record is checked and completed with its head (prepare), persons
// authorise exactly those bytes, and the desk signs and commits them (send). Requests and the
// documents that answer them go the same way.
#pragma once

#include "codec/json.h"
#include "desk/context.h"
#include "desk/own_statement.h"
#include "statement/statement.h"
#include "value/bytes.h"
#include "value/digest.h"
#include "value/result.h"
#include "value/uuid.h"

#include <optional>
#include <string>
#include <vector>

namespace comity::desk {

/// The payload of a new request from its draft record, completed with what is set at signing
/// (request/draft.h): from and to are sender and recipient of the draft. REC codes when it is no
/// record of its kind; DESK-02, DESK-03 for the desks. A kind that joins a case is prepared as an
/// answer in the case that its record names.
value::Result<value::Bytes> prepare_request(const Context& context, const codec::Json& draft);

struct Answer {
  value::Uuid case_id;
  std::string document;  ///< "acknowledgement", "decision_grant", ...
  codec::Json record;
  std::string desk;                         ///< empty: the desk of this node that the case names
  std::optional<value::Uuid> statement_id;  ///< when it was announced before; else a fresh one
};

/// The payload of a document in a case: `after` names the heads as they stand here now. DESK-05
/// unknown case, DESK-13 the document cannot be signed by this side now (the detail says which
/// can).
value::Result<value::Bytes> prepare_answer(const Context& context, const Answer& answer);

/// What still keeps a payload from being sent: persons who are missing or wrong, and for a request
/// the checklist rules that block. Empty: it may be sent.
value::Result<std::vector<value::Error>> obstacles(const Context& context, value::BytesView payload,
                                                   const std::vector<std::string>& authorisations);

/// The roles in which persons must authorise a payload, one person each; "*" is any role at the
/// desk.
value::Result<std::vector<std::string>> roles_needed(const Context& context,
                                                     value::BytesView payload);

struct Sent {
  statement::Head head;
  value::Digest digest;
};

/// Signs and commits; the letters leave when the entry is covered. The first obstacle is the error.
/// The same payload again is no error and has no second effect.
value::Result<Sent> send(const Context& context, value::BytesView payload,
                         const std::vector<std::string>& authorisations);

}  // namespace comity::desk
