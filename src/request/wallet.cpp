#include "request/wallet.h"

#include "request/check_input.h"
#include "value/bytes.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace comity::request {
namespace {

constexpr std::string_view bech32_alphabet = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
constexpr std::string_view base58_alphabet =
    "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
constexpr std::uint32_t bech32_constant = 1;            // BIP 173: witness version 0
constexpr std::uint32_t bech32m_constant = 0x2bc830a3;  // BIP 350: versions 1 to 16

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::string lowered(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), lower);
  return out;
}

std::string at_character(std::size_t index, char c) {
  return "character " + std::to_string(index + 1) + " (\"" + std::string(1, c) + "\")";
}

std::uint32_t polymod(const std::vector<std::uint8_t>& symbols) {
  constexpr std::array<std::uint32_t, 5> generator = {0x3b6a57b2, 0x26508e6d, 0x1ea119fa,
                                                      0x3d4233dd, 0x2a1462b3};
  std::uint32_t value = 1;
  for (const std::uint8_t symbol : symbols) {
    const std::uint32_t top = value >> 25U;
    value = ((value & 0x1ffffffU) << 5U) ^ symbol;
    for (std::size_t i = 0; i < generator.size(); ++i) {
      value ^= ((top >> i) & 1U) != 0 ? generator[i] : 0;
    }
  }
  return value;
}

/// Octets in the witness program of `symbols` five-bit groups, or none for wrong padding.
std::optional<std::size_t> program_size(const std::vector<std::uint8_t>& symbols) {
  const std::size_t bits = symbols.size() * 5;
  const std::size_t spare = bits % 8;
  if (spare > 4 || (!symbols.empty() && (symbols.back() & ((1U << spare) - 1U)) != 0)) {
    return std::nullopt;
  }
  return bits / 8;
}

ValueCheck check_program(std::uint8_t version, const std::vector<std::uint8_t>& program) {
  const auto size = program_size(program);
  const bool length_good =
      size && *size >= 2 && *size <= 40 && (version != 0 || *size == 20 || *size == 32);
  return version <= 16 && length_good ? ValueCheck{}
                                      : ValueCheck::bad("is no witness program (BIP 141)");
}

ValueCheck check_segwit(std::string_view address, std::size_t prefix_size) {
  const std::string text = lowered(address);
  if (text != address &&
      std::any_of(address.begin(), address.end(), [](char c) { return c >= 'a' && c <= 'z'; })) {
    return ValueCheck::bad("mixes upper and lower case");
  }
  std::vector<std::uint8_t> symbols;
  symbols.reserve(2 * prefix_size + 1 + text.size());
  for (std::size_t i = 0; i < prefix_size; ++i) {
    symbols.push_back(static_cast<std::uint8_t>(static_cast<unsigned char>(text[i]) >> 5U));
  }
  symbols.push_back(0);
  for (std::size_t i = 0; i < prefix_size; ++i) {
    symbols.push_back(static_cast<std::uint8_t>(static_cast<unsigned char>(text[i]) & 31U));
  }
  std::vector<std::uint8_t> data;
  for (std::size_t i = prefix_size + 1; i < text.size(); ++i) {
    const std::size_t symbol = bech32_alphabet.find(text[i]);
    if (symbol == std::string_view::npos) {
      return ValueCheck::bad("has a wrong " + at_character(i, address[i]));
    }
    data.push_back(static_cast<std::uint8_t>(symbol));
  }
  symbols.insert(symbols.end(), data.begin(), data.end());
  if (data.size() < 7 || text.size() > 90) {
    return ValueCheck::bad("is too short or too long");
  }
  const std::uint32_t wanted = data.front() == 0 ? bech32_constant : bech32m_constant;
  if (polymod(symbols) != wanted) {
    return ValueCheck::bad("has a wrong checksum: compare each character with the source");
  }
  return check_program(data.front(), {data.begin() + 1, data.end() - 6});
}

/// The 25 octets of a Base58Check address, or none.
std::optional<std::array<std::uint8_t, 25>> base58_octets(std::string_view text) {
  std::array<std::uint8_t, 25> out{};
  for (const char c : text) {
    const std::size_t digit = base58_alphabet.find(c);
    if (digit == std::string_view::npos) {
      return std::nullopt;
    }
    std::size_t carry = digit;
    for (std::size_t i = out.size(); i-- > 0;) {
      carry += std::size_t{58} * out[i];
      out[i] = static_cast<std::uint8_t>(carry & 0xFFU);
      carry >>= 8U;
    }
    if (carry != 0) {
      return std::nullopt;
    }
  }
  return out;
}

ValueCheck check_base58(std::string_view address, std::initializer_list<std::uint8_t> versions,
                        const HashFunctions& hashes) {
  const auto wrong = address.find_first_not_of(base58_alphabet);
  if (wrong != std::string_view::npos) {
    return ValueCheck::bad("has a wrong " + at_character(wrong, address[wrong]));
  }
  const auto octets = base58_octets(address);
  if (!octets || address.size() < 25 || address.size() > 35) {
    return ValueCheck::bad("is too short or too long");
  }
  if (std::find(versions.begin(), versions.end(), octets->front()) == versions.end()) {
    return ValueCheck::bad("is an address of another chain");
  }
  if (!hashes.sha256) {
    return ValueCheck::unchecked("the Base58Check checksum needs SHA-256");
  }
  const Hash256 once = hashes.sha256(value::BytesView(octets->data(), 21));
  const Hash256 twice = hashes.sha256(once);
  return std::equal(twice.begin(), twice.begin() + 4, octets->begin() + 21)
             ? ValueCheck{}
             : ValueCheck::bad("has a wrong checksum: compare each character with the source");
}

bool is_hex(char c) { return (c >= '0' && c <= '9') || (lower(c) >= 'a' && lower(c) <= 'f'); }

/// EIP-55: a letter is upper-case where the hash of the lower-case address has a nibble over 7.
ValueCheck check_mixed_case(std::string_view digits, const HashFunctions& hashes) {
  const std::string text = lowered(digits);
  const bool one_case = text == digits || std::none_of(digits.begin(), digits.end(),
                                                       [](char c) { return c >= 'a' && c <= 'f'; });
  if (one_case) {
    return {};  // written without a checksum
  }
  if (!hashes.keccak_256) {
    return ValueCheck::unchecked("the EIP-55 checksum needs Keccak-256");
  }
  const Hash256 hash = hashes.keccak_256(value::bytes_of(text));
  for (std::size_t i = 0; i < text.size(); ++i) {
    const unsigned nibble = i % 2 == 0 ? hash[i / 2] >> 4U : hash[i / 2] & 15U;
    const bool letter = text[i] >= 'a';
    if (letter && (nibble > 7) == (digits[i] == text[i])) {
      return ValueCheck::bad("has a wrong " + at_character(i + 2, digits[i]) + " (EIP-55)");
    }
  }
  return {};
}

ValueCheck check_ethereum(std::string_view address, const HashFunctions& hashes) {
  if (address.size() != 42 || !address.starts_with("0x")) {
    return ValueCheck::bad("is not 0x and 40 hexadecimal digits");
  }
  const std::string_view digits = address.substr(2);
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (!is_hex(digits[i])) {
      return ValueCheck::bad("has a wrong " + at_character(i + 2, digits[i]));
    }
  }
  return check_mixed_case(digits, hashes);
}

}  // namespace

ValueCheck check_wallet(std::string_view address, std::string_view chain,
                        const HashFunctions& hashes) {
  const std::string text = lowered(address);
  if (chain == "bitcoin") {
    return text.starts_with("bc1") ? check_segwit(address, 2)
                                   : check_base58(address, {0x00, 0x05}, hashes);
  }
  if (chain == "litecoin") {
    return text.starts_with("ltc1") ? check_segwit(address, 3)
                                    : check_base58(address, {0x30, 0x32, 0x05}, hashes);
  }
  if (chain == "tron") {
    return check_base58(address, {0x41}, hashes);
  }
  if (chain == "ethereum") {
    return check_ethereum(address, hashes);
  }
  if (chain.empty()) {
    return ValueCheck::bad("has no chain: one address can be valid on several");
  }
  return ValueCheck::unchecked("no checksum is known for chain " + std::string(chain));
}

}  // namespace comity::request
