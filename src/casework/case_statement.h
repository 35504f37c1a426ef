// What the fold needs to know of one statement: who, when, after what, and the few facts that the
// lifecycle tables ask about. Made by the caller from a verified statement; the fold reads no body.
#pragma once

#include "request/lifecycle.h"
#include "value/digest.h"
#include "value/instant.h"
#include "value/uuid.h"

#include <optional>
#include <string>
#include <vector>

namespace comity::casework {

using request::Side;

/// What a technical_receipt says of the statement it receipts.
struct ReceiptFacts {
  value::Digest receipted;  // payload digest
  bool accepted = true;
  value::Instant received_at;

  friend bool operator==(const ReceiptFacts&, const ReceiptFacts&) = default;
};

struct Facts {
  bool forwarded = false;          // acknowledgement: forwarded_to is set
  std::string outcome;             // preservation_notice, execution_report
  std::string ground;              // decision_refusal
  bool pressing = false;           // request: urgency is critical or urgent
  std::vector<value::Uuid> cites;  // receipt of an M1 request: the preservation cases it cites
  std::optional<ReceiptFacts> receipt;
  std::optional<value::Instant> latest_end;  // preservation_notice, extension_confirmation
  std::optional<value::Instant> answer_by;   // request: requested_by.at
  std::optional<value::Digest> counts;       // correction: which of two decisions counts

  friend bool operator==(const Facts&, const Facts&) = default;
};

struct CaseStatement {
  value::Digest digest;  // of the payload
  value::Uuid statement_id;
  std::vector<value::Digest> after;
  std::string document;  // a document type, or "request" for what opens (request::document_of)
  std::string kind;      // of the opening request only
  Side side = Side::sender;
  std::string desk;
  value::Instant made_at;
  Facts facts;

  friend bool operator==(const CaseStatement&, const CaseStatement&) = default;
};

}  // namespace comity::casework
