#include "store/postgres_text.h"

#include "value/bytes.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace comity::store {

namespace {

constexpr std::string_view replacement = "\xef\xbf\xbd";  // U+FFFD

std::uint8_t octet(std::string_view text, std::size_t at) {
  return at < text.size() ? static_cast<std::uint8_t>(text[at]) : 0;
}

/// What may follow a first octet: how long the sequence is, and the bounds of its second octet.
struct Sequence {
  std::size_t length = 0;
  std::uint8_t low = 0x80;
  std::uint8_t high = 0xbf;
};

/// Unicode 15, table 3-7; NUL begins nothing.
Sequence sequence_of(std::uint8_t first) {
  if (first > 0 && first < 0x80) {
    return {1};
  }
  if (first >= 0xc2 && first <= 0xdf) {
    return {2};
  }
  if (first >= 0xe0 && first <= 0xef) {
    return {3, static_cast<std::uint8_t>(first == 0xe0 ? 0xa0 : 0x80),
            static_cast<std::uint8_t>(first == 0xed ? 0x9f : 0xbf)};
  }
  if (first >= 0xf0 && first <= 0xf4) {
    return {4, static_cast<std::uint8_t>(first == 0xf0 ? 0x90 : 0x80),
            static_cast<std::uint8_t>(first == 0xf4 ? 0x8f : 0xbf)};
  }
  return {};
}

/// Length of the well-formed sequence at the beginning, 0 when there is none.
std::size_t well_formed(std::string_view text) {
  const Sequence sequence = sequence_of(octet(text, 0));
  for (std::size_t at = 1; at < sequence.length; ++at) {
    const std::uint8_t next = octet(text, at);
    if (next < (at == 1 ? sequence.low : 0x80) || next > (at == 1 ? sequence.high : 0xbf)) {
      return 0;
    }
  }
  return sequence.length;
}

}  // namespace

std::string postgres_sql(std::string_view sql) {
  std::string out;
  out.reserve(sql.size());
  bool quoted = false;
  for (const char c : sql) {
    quoted = c == '\'' ? !quoted : quoted;
    out += c == '?' && !quoted ? '$' : c;
  }
  return out;
}

std::string postgres_text(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const std::size_t length = well_formed(text);
    out += length == 0 ? replacement : text.substr(0, length);
    text.remove_prefix(length == 0 ? 1 : length);
  }
  return out;
}

std::int64_t read_binary_integer(value::BytesView octets) {
  if (octets.empty() || octets.size() > sizeof(std::int64_t)) {
    return 0;
  }
  std::uint64_t out = (octets.front() & 0x80U) != 0 ? ~std::uint64_t{0} : 0;
  for (const std::uint8_t each : octets) {
    out = out << 8U | each;
  }
  return static_cast<std::int64_t>(out);
}

value::Bytes write_binary_integer(std::int64_t number) {
  value::Bytes out(sizeof(number));
  auto rest = static_cast<std::uint64_t>(number);
  for (auto each = out.rbegin(); each != out.rend(); ++each, rest >>= 8U) {
    *each = static_cast<std::uint8_t>(rest & 0xffU);
  }
  return out;
}

}  // namespace comity::store
