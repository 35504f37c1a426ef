// A line of a file or of an HTTP answer without the blanks and line ends around it.
#pragma once

#include <string_view>

namespace comity::store {

/// A part of `text`, as long-lived as that.
std::string_view trimmed(std::string_view text);

}  // namespace comity::store
