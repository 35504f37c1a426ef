// A second reader of strict JSON, for speed alone. What it accepts, the careful reader accepts with
// the same value (fuzz/json.cpp holds one against the other); in any doubt it gives nothing. The
// careful one, in json.cpp, is the authority and words the errors; parse_json in codec/json.h asks
// both.
#pragma once

#include "codec/json.h"
#include "value/bytes.h"
#include "value/result.h"

#include <cstddef>
#include <optional>

namespace comity::codec {

std::optional<Json> quick_json(value::BytesView bytes, std::size_t max_depth);
value::Result<Json> careful_json(value::BytesView bytes, std::size_t max_depth);

}  // namespace comity::codec
