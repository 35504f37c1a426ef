// What SQLite takes as it is and PostgreSQL does not: the numbering of arguments, text that is no
// UTF-8, numbers in the server's byte order.
#pragma once

#include "value/bytes.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace comity::store {

/// "?1" becomes "$1", outside of quotes.
std::string postgres_sql(std::string_view sql);

/// The text itself when it is UTF-8 without NUL; otherwise each wrong octet becomes U+FFFD: a
/// reason that a peer made up must not stop the row that says it.
std::string postgres_text(std::string_view text);

/// A signed big-endian number of 1 to 8 octets; 0 for none.
std::int64_t read_binary_integer(value::BytesView octets);
value::Bytes write_binary_integer(std::int64_t number);

}  // namespace comity::store
