#include "codec/base64.h"

#include "value/bytes.h"
#include "value/result.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace comity::codec {
namespace {

constexpr std::string_view standard =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view url_safe =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

constexpr std::array<std::int8_t, 256> inverse(std::string_view alphabet) {
  std::array<std::int8_t, 256> table{};
  table.fill(-1);
  for (std::size_t i = 0; i < alphabet.size(); ++i) {
    table.at(static_cast<unsigned char>(alphabet[i])) = static_cast<std::int8_t>(i);
  }
  return table;
}

constexpr auto standard_inverse = inverse(standard);
constexpr auto url_safe_inverse = inverse(url_safe);

std::string encode(value::BytesView bytes, std::string_view alphabet) {
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  std::uint32_t bits = 0;
  unsigned count = 0;
  for (const std::uint8_t byte : bytes) {
    bits = (bits << 8U) | byte;
    for (count += 8; count >= 6; count -= 6) {
      text.push_back(alphabet[(bits >> (count - 6)) & 63U]);
    }
  }
  if (count > 0) {
    text.push_back(alphabet[(bits << (6 - count)) & 63U]);
  }
  return text;
}

value::Result<value::Bytes> decode(std::string_view text,
                                   const std::array<std::int8_t, 256>& table) {
  if (text.size() % 4 == 1) {
    return value::fail("CODEC-01", "base64 of impossible length " + std::to_string(text.size()));
  }
  value::Bytes bytes;
  bytes.reserve(text.size() * 3 / 4);
  std::uint32_t bits = 0;
  unsigned count = 0;
  for (const char c : text) {
    const std::int8_t six = table.at(static_cast<unsigned char>(c));
    if (six < 0) {
      return value::fail("CODEC-01", "a character that is not base64");
    }
    bits = (bits << 6U) | static_cast<std::uint32_t>(six);
    count += 6;
    if (count >= 8) {
      count -= 8;
      bytes.push_back(static_cast<std::uint8_t>(bits >> count));
    }
  }
  if ((bits & ((1U << count) - 1)) != 0) {
    return value::fail("CODEC-01", "base64 with bits after the end");
  }
  return bytes;
}

}  // namespace

std::string encode_base64(value::BytesView bytes) {
  std::string text = encode(bytes, standard);
  text.append((4 - text.size() % 4) % 4, '=');
  return text;
}

value::Result<value::Bytes> decode_base64(std::string_view text) {
  if (text.size() % 4 != 0) {
    return value::fail("CODEC-01", "base64 without its padding");
  }
  std::size_t padding = 0;
  while (padding < 2 && text.ends_with('=')) {
    text.remove_suffix(1);
    ++padding;
  }
  return decode(text, standard_inverse);
}

std::string encode_base64_unpadded(value::BytesView bytes) { return encode(bytes, standard); }

value::Result<value::Bytes> decode_base64_unpadded(std::string_view text) {
  return decode(text, standard_inverse);
}

std::string encode_base64url(value::BytesView bytes) { return encode(bytes, url_safe); }

value::Result<value::Bytes> decode_base64url(std::string_view text) {
  return decode(text, url_safe_inverse);
}

}  // namespace comity::codec
