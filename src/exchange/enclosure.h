// What lies sealed inside a letter: the author's ledger slip and the exact envelope, in two lines.
// The same form stands in key-set chains and bundles. Format: docs/protocol/letter.md, "Enclosure".
#pragma once

#include "value/bytes.h"
#include "value/result.h"

#include <string>
#include <string_view>
#include <vector>

namespace comity::exchange {

struct Enclosure {
  std::string slip;       ///< one line of JSON, read by ledger/slip.h
  value::Bytes envelope;  ///< exact bytes, without a line end
};

/// EXCH-01 unless there are exactly two non-empty lines.
value::Result<Enclosure> read_enclosure(value::BytesView bytes);

/// EXCH-01 when a part has a line end in it: it could not be read back.
value::Result<value::Bytes> write_enclosure(const Enclosure& enclosure);

/// Several enclosures one after the other: a chain document.
value::Result<std::vector<Enclosure>> read_enclosures(value::BytesView bytes);

}  // namespace comity::exchange
