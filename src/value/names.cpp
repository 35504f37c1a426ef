#include "value/names.h"

#include "value/result.h"

#include <string>
#include <string_view>

namespace comity::value {

bool is_name(std::string_view text) {
  bool label_open = false;
  for (const char c : text) {
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c == '-' && label_open)) {
      label_open = true;
    } else if (c == '.' && label_open) {
      label_open = false;
    } else {
      return false;
    }
  }
  return label_open && text.size() <= 64;
}

Result<std::string> parse_name(std::string_view text) {
  if (!is_name(text)) {
    return fail("VAL-06", "not a directory name: " + std::string(text.substr(0, 70)));
  }
  return std::string(text);
}

}  // namespace comity::value
