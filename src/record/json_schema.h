// A field table as a JSON Schema (2020-12), for programs that are not ours: what
// docs/protocol/schemas/records holds. It says less than record/check.h: a schema knows neither the
// calendar nor references between rows (REC-09).
#pragma once

#include "codec/json.h"
#include "record/tables.h"

namespace comity::record {

/// Complete in itself: objects and code lists that the table uses stand in its "$defs".
codec::Json json_schema(const Tables& tables, const FieldTable& table);

}  // namespace comity::record
