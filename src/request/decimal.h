// Compares amounts written as decimal text, exactly: money is never a floating-point number.
#pragma once

#include <string_view>

namespace comity::request {

/// True when a < b. REQUIRES: both are non-negative decimals (record/form.h).
bool decimal_less(std::string_view a, std::string_view b);

}  // namespace comity::request
