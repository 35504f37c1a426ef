// A document's record from "name=value" words of the command line, typed by its field table, with
// what follows from the document itself filled in (the outcome of a decision).
#pragma once

#include "codec/json.h"
#include "record/tables.h"
#include "value/result.h"

#include <string>
#include <vector>

namespace comity::cli {

/// Lists are written with commas; a value that begins with { or [ is JSON. CLI-09 for a word
/// without
/// "=" or a field the document does not have (the detail lists those it has).
value::Result<codec::Json> record_from_values(const record::Tables& tables,
                                              const std::string& document,
                                              const std::vector<std::string>& values);

}  // namespace comity::cli
