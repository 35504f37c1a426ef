// What is claimed: a head (who, to whom, in which case, after what, when) and a record. The
// payload's exact bytes are what is signed (signed/envelope.h). Format: docs/protocol/envelope.md,
// "Payload".
#pragma once

#include "codec/json.h"
#include "value/bytes.h"
#include "value/digest.h"
#include "value/instant.h"
#include "value/result.h"
#include "value/uuid.h"

#include <string>
#include <vector>

namespace comity::statement {

struct Head {
  std::string document;  ///< "preservation_request": the schema without its version
  int version = 1;
  value::Uuid statement_id;
  value::Uuid case_id;               ///< equal to statement_id in what opens a case
  std::vector<value::Digest> after;  ///< sorted; empty in what opens a case
  std::string from_desk;
  std::vector<std::string> to_desks;
  value::Instant made_at;

  [[nodiscard]] bool opens() const { return case_id == statement_id; }

  [[nodiscard]] std::string schema() const { return document + "/" + std::to_string(version); }
};

struct Statement {
  Head head;
  codec::Json record;
};

/// STMT-01 malformed head, STMT-02 a schema version this node does not know ("newer version"),
/// STMT-03 `after` missing, doubled or out of order; strict JSON codes as they are.
value::Result<Statement> read_payload(value::BytesView payload);

/// The bytes to sign; STMT-04 when they exceed the largest payload.
value::Result<value::Bytes> write_payload(const Statement& statement);

/// STMT-05 when `made_at` is more than ten minutes after `received_at`; earlier is accepted.
value::Result<void> check_time(const Head& head, value::Instant received_at);

}  // namespace comity::statement
