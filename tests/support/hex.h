// Hexadecimal literals of published vectors as bytes.
#pragma once

#include "value/bytes.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

namespace comity::testing_support {

inline value::Bytes from_hex(std::string_view hex) {
  constexpr std::string_view digits = "0123456789abcdef";
  if (hex.size() % 2 != 0 || hex.find_first_not_of(digits) != std::string_view::npos) {
    throw std::invalid_argument("a vector is not lower-case hexadecimal");
  }
  value::Bytes out;
  for (std::size_t i = 0; i < hex.size(); i += 2) {
    out.push_back(static_cast<std::uint8_t>(digits.find(hex[i]) * 16 + digits.find(hex[i + 1])));
  }
  return out;
}

template <std::size_t N>
std::array<std::uint8_t, N> array_from_hex(std::string_view hex) {
  const value::Bytes bytes = from_hex(hex);
  if (bytes.size() != N) {
    throw std::invalid_argument("a vector has another length");
  }
  std::array<std::uint8_t, N> out{};
  std::ranges::copy(bytes, out.begin());
  return out;
}

}  // namespace comity::testing_support
