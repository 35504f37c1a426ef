#include "ledger/tile_path.h"

#include "value/result.h"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>

namespace comity::ledger {
namespace {

constexpr unsigned largest_level = 63;
constexpr auto largest_index = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
constexpr std::uint64_t group = 1000;

std::string three_digits(std::uint64_t number) {
  const auto digits = std::to_string(number);
  return std::string(3 - digits.size(), '0') + digits;
}

std::string index_text(std::uint64_t index) {
  std::string text = three_digits(index % group);
  for (index /= group; index > 0; index /= group) {
    text.insert(0, "x" + three_digits(index % group) + "/");
  }
  return text;
}

bool take(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) {
    return false;
  }
  text.remove_prefix(prefix.size());
  return true;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// A decimal number without leading zeros, up to `limit`.
std::optional<unsigned> take_number(std::string_view& text, unsigned limit) {
  unsigned number = 0;
  const auto* begin = text.data();
  const auto parsed = std::from_chars(begin, begin + text.size(), number);
  const auto length = static_cast<std::size_t>(parsed.ptr - begin);
  if (parsed.ec != std::errc{} || number > limit || (text[0] == '0' && length > 1)) {
    return std::nullopt;
  }
  text.remove_prefix(length);
  return number;
}

std::optional<std::uint64_t> take_group(std::string_view& text) {
  if (text.size() < 3 || !std::ranges::all_of(text.substr(0, 3), is_digit)) {
    return std::nullopt;
  }
  std::uint64_t number = 0;
  for (const char digit : text.substr(0, 3)) {
    number = number * 10 + static_cast<std::uint64_t>(digit - '0');
  }
  text.remove_prefix(3);
  return number;
}

std::optional<std::uint64_t> take_index(std::string_view& text) {
  std::uint64_t index = 0;
  bool first = true;
  for (bool more = true; more; first = false) {
    more = take(text, "x");
    const auto digits = take_group(text);
    if (!digits || (first && more && *digits == 0) || (more && !take(text, "/"))) {
      return std::nullopt;
    }
    if (index > (largest_index - *digits) / group) {
      return std::nullopt;
    }
    index = index * group + *digits;
  }
  return index;
}

std::optional<TilePath> parse(std::string_view text) {
  TilePath path;
  if (!take(text, "tile/")) {
    return std::nullopt;
  }
  if (!take(text, "entries")) {
    path.level = take_number(text, largest_level);
    if (!path.level) {
      return std::nullopt;
    }
  }
  const auto index = take(text, "/") ? take_index(text) : std::nullopt;
  if (!index) {
    return std::nullopt;
  }
  path.index = *index;
  if (take(text, ".p/")) {
    const auto width = take_number(text, tile_width - 1);
    if (!width || *width == 0) {
      return std::nullopt;
    }
    path.width = *width;
  }
  return text.empty() ? std::optional(path) : std::nullopt;
}

}  // namespace

std::string TilePath::text() const {
  std::string text = "tile/" + (level ? std::to_string(*level) : "entries") + "/";
  text += index_text(index);
  if (width < tile_width) {
    text += ".p/" + std::to_string(width);
  }
  return text;
}

value::Result<TilePath> parse_tile_path(std::string_view text) {
  const auto path = parse(text);
  if (!path) {
    return value::fail("LEDGER-08", "\"" + std::string(text.substr(0, 80)) + "\"");
  }
  return *path;
}

unsigned width_in_tree(unsigned level, std::uint64_t index, std::uint64_t size) {
  const auto shift = level * 8;
  const auto hashes = shift < 64 ? size >> shift : 0;
  if (index > hashes / tile_width) {
    return 0;
  }
  const auto rest = hashes - index * tile_width;
  return static_cast<unsigned>(std::min<std::uint64_t>(rest, tile_width));
}

}  // namespace comity::ledger
