#include "codec/bech32.h"

#include "value/bytes.h"
#include "value/result.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace comity::codec {

namespace {

constexpr std::string_view alphabet = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
constexpr std::uint8_t no_symbol = 0xff;

/// The symbol of each character.
constexpr std::array<std::uint8_t, 256> symbols_of_characters = [] {
  std::array<std::uint8_t, 256> out{};
  out.fill(no_symbol);
  for (std::size_t i = 0; i < alphabet.size(); ++i) {
    out[static_cast<unsigned char>(alphabet[i])] = static_cast<std::uint8_t>(i);
  }
  return out;
}();

constexpr std::size_t checksum_symbols = 6;
constexpr std::size_t max_characters = 2048;

// BIP 173, "Checksum": a BCH code over GF(32).
class Polymod {
 public:
  void add(std::uint8_t symbol) {
    constexpr std::array<std::uint32_t, 5> generator = {0x3b6a57b2, 0x26508e6d, 0x1ea119fa,
                                                        0x3d4233dd, 0x2a1462b3};
    const std::uint32_t top = value_ >> 25U;
    value_ = ((value_ & 0x1ffffffU) << 5U) ^ symbol;
    for (unsigned i = 0; i < generator.size(); ++i) {
      if (((top >> i) & 1U) != 0) {
        value_ ^= generator[i];
      }
    }
  }

  void add_prefix(std::string_view prefix) {
    for (const char c : prefix) {
      add(static_cast<std::uint8_t>(static_cast<unsigned char>(c) >> 5U));
    }
    add(0);
    for (const char c : prefix) {
      add(static_cast<std::uint8_t>(static_cast<unsigned char>(c) & 31U));
    }
  }

  [[nodiscard]] std::uint32_t value() const { return value_; }

 private:
  std::uint32_t value_ = 1;
};

/// Regroups bits, most significant first; the symbols of `data` with zero padding.
std::vector<std::uint8_t> symbols_of(value::BytesView data) {
  std::vector<std::uint8_t> out;
  std::uint32_t bits = 0;
  unsigned count = 0;
  for (const std::uint8_t octet : data) {
    bits = (bits << 8U) | octet;
    for (count += 8; count >= 5; count -= 5) {
      out.push_back(static_cast<std::uint8_t>((bits >> (count - 5)) & 31U));
    }
  }
  if (count > 0) {
    out.push_back(static_cast<std::uint8_t>((bits << (5 - count)) & 31U));
  }
  return out;
}

value::Result<value::Bytes> octets_of(std::span<const std::uint8_t> symbols) {
  value::Bytes out;
  out.reserve(symbols.size() * 5 / 8);
  std::uint32_t bits = 0;
  unsigned count = 0;
  for (const std::uint8_t symbol : symbols) {
    bits = (bits << 5U) | symbol;
    count += 5;
    if (count >= 8) {
      count -= 8;
      out.push_back(static_cast<std::uint8_t>(bits >> count));
    }
  }
  if (count >= 5 || (bits & ((1U << count) - 1)) != 0) {
    return value::fail("CODEC-02", "bits after the end of the data");
  }
  return out;
}

/// One case throughout, printable; the lower-case text.
value::Result<std::string> lowered(std::string_view text) {
  bool upper = false;
  bool lower = false;
  std::string out;
  for (const char c : text) {
    if (c < '!' || c > '~') {
      return value::fail("CODEC-02", "a character outside printable ASCII");
    }
    upper = upper || (c >= 'A' && c <= 'Z');
    lower = lower || (c >= 'a' && c <= 'z');
    out.push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c);
  }
  if (upper && lower) {
    return value::fail("CODEC-02", "upper and lower case are mixed");
  }
  return out;
}

}  // namespace

std::string encode_bech32(std::string_view prefix, value::BytesView data) {
  Polymod sum;
  sum.add_prefix(prefix);
  std::string text = std::string(prefix) + "1";
  for (const std::uint8_t symbol : symbols_of(data)) {
    sum.add(symbol);
    text.push_back(alphabet[symbol]);
  }
  for (std::size_t i = 0; i < checksum_symbols; ++i) {
    sum.add(0);
  }
  const std::uint32_t checksum = sum.value() ^ 1U;
  for (unsigned i = 0; i < checksum_symbols; ++i) {
    text.push_back(alphabet[(checksum >> (5 * (checksum_symbols - 1 - i))) & 31U]);
  }
  return text;
}

value::Result<Bech32> decode_bech32(std::string_view text) {
  if (text.size() > max_characters) {
    return value::fail("CODEC-02", "a text of " + std::to_string(text.size()) + " characters");
  }
  const auto lower = lowered(text);
  if (!lower) {
    return value::fail(lower.error());
  }
  const std::size_t separator = lower->rfind('1');
  if (separator == std::string::npos || separator == 0 ||
      lower->size() - separator - 1 < checksum_symbols) {
    return value::fail("CODEC-02", "no prefix, or no checksum");
  }
  const std::string_view prefix = std::string_view(*lower).substr(0, separator);
  Polymod sum;
  sum.add_prefix(prefix);
  std::vector<std::uint8_t> symbols;
  symbols.reserve(lower->size());
  for (const char c : std::string_view(*lower).substr(separator + 1)) {
    const std::uint8_t symbol = symbols_of_characters[static_cast<unsigned char>(c)];
    if (symbol == no_symbol) {
      return value::fail("CODEC-02", "a character that is not Bech32");
    }
    symbols.push_back(symbol);
    sum.add(symbol);
  }
  if (sum.value() != 1) {
    return value::fail("CODEC-02", "the checksum is wrong");
  }
  symbols.resize(symbols.size() - checksum_symbols);
  auto data = octets_of(symbols);
  if (!data) {
    return value::fail(data.error());
  }
  return Bech32{std::string(prefix), std::move(*data)};
}

}  // namespace comity::codec
