#include "store/trimmed.h"

#include <string_view>

namespace comity::store {

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view blank = " \t\r\n";
  const auto begin = text.find_first_not_of(blank);
  return begin == std::string_view::npos
             ? std::string_view()
             : text.substr(begin, text.find_last_not_of(blank) + 1 - begin);
}

}  // namespace comity::store
