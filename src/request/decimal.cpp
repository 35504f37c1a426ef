#include "request/decimal.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

namespace comity::request {
namespace {

struct Parts {
  std::string_view whole;
  std::string fraction;
};

Parts parts_of(std::string_view text) {
  const std::size_t dot = text.find('.');
  std::string_view whole = text.substr(0, dot);
  while (whole.starts_with('0')) {
    whole.remove_prefix(1);
  }
  return {whole, dot == std::string_view::npos ? "" : std::string(text.substr(dot + 1))};
}

}  // namespace

bool decimal_less(std::string_view a, std::string_view b) {
  Parts left = parts_of(a);
  Parts right = parts_of(b);
  if (left.whole.size() != right.whole.size()) {
    return left.whole.size() < right.whole.size();
  }
  if (left.whole != right.whole) {
    return left.whole < right.whole;
  }
  const std::size_t digits = std::max(left.fraction.size(), right.fraction.size());
  left.fraction.resize(digits, '0');
  right.fraction.resize(digits, '0');
  return left.fraction < right.fraction;
}

}  // namespace comity::request
