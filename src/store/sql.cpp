#include "store/sql.h"

#include "value/instant.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <optional>

namespace comity::store {

Arg::Arg(std::uint64_t number)
    : value_(static_cast<std::int64_t>(std::min(
          number, static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())))) {}

Arg::Arg(const std::optional<value::Instant>& at) {
  if (at) {
    value_ = at->unix_ms;
  }
}

}  // namespace comity::store
