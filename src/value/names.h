// Directory names: nodes ("xa"), desks ("xa.247") and persons ("xa.p.idris"). Lower-case labels of
// letters, digits and hyphens, joined by dots; at most 64 octets.
#pragma once

#include "value/result.h"

#include <string>
#include <string_view>

namespace comity::value {

/// True for a well-formed directory name.
bool is_name(std::string_view text);

/// The name as text, or VAL-06.
Result<std::string> parse_name(std::string_view text);

}  // namespace comity::value
