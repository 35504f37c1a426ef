// A list of texts in a table of data/.
#pragma once

#include "codec/json.h"
#include "value/result.h"

#include <string>
#include <vector>

namespace comity::request {

/// REQ-LIFE-01 names `where` when it is no list, or holds something else than text.
value::Result<std::vector<std::string>> texts_of(const codec::Json& list, const std::string& where);

}  // namespace comity::request
