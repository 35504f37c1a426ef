// What `comity draft KIND` prints: a record to fill in, and beside it a list of hints, one per
// field (strict JSON has no comments).
#pragma once

#include "codec/json.h"
#include "record/tables.h"
#include "request/rule_book.h"
#include "value/result.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace comity::request {

enum class DraftFill : std::uint8_t {
  example,   // the specification's example: passes its checks between the fictional States
  skeleton,  // every field that the drafter must fill, with an empty value of its type
};

/// REC-02 names the enabled kinds.
value::Result<codec::Json> draft_record(const record::Tables& tables, std::string_view kind,
                                        DraftFill fill);

struct Hint {
  std::string path;         // "offences[].life"
  std::string type;         // "text of at most 6000 characters", "one of cl_urgency"
  std::string requirement;  // required, optional, conditional; set at signing ...
  std::vector<std::string> codes;
  std::string rule;    // the field's rule, in the words of the data
  std::string source;  // treaty article or form the field comes from
};

/// One hint per field, rows and objects included, in table order.
value::Result<std::vector<Hint>> draft_hints(const record::Tables& tables, std::string_view kind);

/// The record as it is signed: with the basis computed from kind and offences (Art. 35(1)) and the
/// declaration that no purpose of Art. 40(22) is pursued, which the signer gives by signing.
codec::Json completed(const Reference& data, std::string_view kind, const codec::Json& draft);

}  // namespace comity::request
