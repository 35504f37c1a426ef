// Checks a JSON value against a field table: types, required fields, code lists, references. What
// the treaty and the checklist ask for beyond that is the request room's business.
#pragma once

#include "codec/json.h"
#include "record/tables.h"
#include "value/result.h"

#include <string>
#include <vector>

namespace comity::record {

/// One thing wrong with one place: "offences[0].life", and a sentence that says what.
struct Finding {
  value::Code code;
  std::string path;
  std::string sentence;
};

/// Everything that is wrong, in table order; empty when the value is a record of this table.
std::vector<Finding> check(const Tables& tables, const FieldTable& table, const codec::Json& json);

}  // namespace comity::record
