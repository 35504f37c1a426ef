#include "request/identifier_value.h"

#include "record/form.h"
#include "record/type.h"
#include "request/check_input.h"
#include "request/subject.h"
#include "request/wallet.h"
#include "value/bytes.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace comity::request {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }

bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

bool all(std::string_view text, bool (*test)(char)) {
  return !text.empty() && std::all_of(text.begin(), text.end(), test);
}

std::string without(std::string_view text, std::string_view characters) {
  std::string out;
  for (const char c : text) {
    if (characters.find(c) == std::string_view::npos) {
      out.push_back(c);
    }
  }
  return out;
}

ValueCheck unless(bool good, const char* why) { return good ? ValueCheck{} : ValueCheck::bad(why); }

ValueCheck check_luhn(std::string_view digits) {
  const char wanted = luhn_digit(digits.substr(0, digits.size() - 1));
  if (digits.back() == wanted) {
    return {};
  }
  return ValueCheck::bad("has the wrong check digit " + std::string(1, digits.back()) + ": " +
                         std::string(1, wanted) + " would fit");
}

ValueCheck check_imei(std::string_view value) {
  const std::string digits = without(value, " -/");
  return all(digits, is_digit) && digits.size() == 15 ? check_luhn(digits)
                                                      : ValueCheck::bad("is not 15 digits");
}

ValueCheck check_iccid(std::string_view value) {
  const std::string digits = without(value, " ");
  const bool shape = all(digits, is_digit) && digits.size() >= 18 && digits.size() <= 22 &&
                     digits.starts_with("89");
  return shape ? check_luhn(digits) : ValueCheck::bad("is not 18 to 22 digits beginning with 89");
}

/// IBAN length by country (SWIFT IBAN registry).
constexpr std::string_view iban_lengths =
    "AD24AE23AL28AT20AZ28BA20BE16BG22BH22BR29BY28CH21CR22CY28CZ24DE22DK18DO28EE20EG29ES24FI18FO18"
    "FR27GB22GE22GI23GL18GR27GT28HR21HU28IE22IL23IQ23IS26IT27JO30KW30KZ20LB28LC32LI21LT20LU20LV21"
    "LY25MC27MD24ME22MK19MR27MT31MU30NL18NO15PK24PL28PS29PT25QA29RO24RS22RU33SA24SC31SD18SE24SI19"
    "SK24SM27ST25SV28TL23TN24TR26UA29VA22VG24XK20";

std::size_t iban_length(std::string_view country) {
  for (std::size_t i = 0; i + 4 <= iban_lengths.size(); i += 4) {
    if (iban_lengths.substr(i, 2) == country) {
      const auto digit = [i](std::size_t at) {
        return static_cast<std::size_t>(iban_lengths[i + at] - '0');
      };
      return digit(2) * 10 + digit(3);
    }
  }
  return 0;
}

ValueCheck check_iban(std::string_view value) {
  const std::string iban = without(value, " ");
  const bool shape =
      iban.size() >= 15 && iban.size() <= 34 &&
      std::all_of(iban.begin(), iban.end(), [](char c) { return is_digit(c) || is_upper(c); }) &&
      all(iban.substr(0, 2), is_upper) && all(iban.substr(2, 2), is_digit);
  if (!shape) {
    return ValueCheck::bad("is not an IBAN: two letters, two digits, then letters and digits");
  }
  const std::size_t length = iban_length(std::string_view(iban).substr(0, 2));
  if (length != 0 && iban.size() != length) {
    return ValueCheck::bad("has " + std::to_string(iban.size()) + " characters; that country has " +
                           std::to_string(length));
  }
  return unless(iban_checksum_holds(iban), "has a wrong checksum (MOD 97)");
}

/// First six and last four digits only: the full number of a card is never kept.
ValueCheck check_pan(std::string_view value) {
  const std::string text = without(value, " ");
  if (all(text, is_digit)) {
    return ValueCheck::bad("is a full card number: keep the first six and last four digits");
  }
  const bool shape = text.size() >= 13 && text.size() <= 19 && all(text.substr(0, 6), is_digit) &&
                     all(text.substr(text.size() - 4), is_digit) &&
                     text.find_first_not_of('*', 6) == text.size() - 4;
  return unless(shape, "is not six digits, asterisks and four digits");
}

ValueCheck check_hash(std::string_view value) {
  constexpr std::array<std::size_t, 5> lengths = {32, 40, 64, 96, 128};
  const std::string_view hex =
      value.substr(value.find(':') == std::string_view::npos ? 0 : value.find(':') + 1);
  return unless(
      all(hex, is_hex) && std::find(lengths.begin(), lengths.end(), hex.size()) != lengths.end(),
      "is not a hash of MD5, SHA-1 or SHA-2 length in hexadecimal digits");
}

/// Base32 (RFC 4648) without padding, lower-case; empty when a character is wrong.
value::Bytes base32_octets(std::string_view text) {
  constexpr std::string_view alphabet = "abcdefghijklmnopqrstuvwxyz234567";
  value::Bytes out;
  std::uint32_t bits = 0;
  unsigned count = 0;
  for (const char c : text) {
    const std::size_t symbol = alphabet.find(c);
    if (symbol == std::string_view::npos) {
      return {};
    }
    bits = (bits << 5U) | static_cast<std::uint32_t>(symbol);
    count += 5;
    if (count >= 8) {
      count -= 8;
      out.push_back(static_cast<std::uint8_t>(bits >> count));
    }
  }
  return out;
}

/// rend-spec-v3 section 6: key 32, checksum 2, version 3; checksum = SHA3-256(label + key +
/// version).
ValueCheck check_onion(std::string_view value, const HashFunctions& hashes) {
  constexpr std::string_view suffix = ".onion";
  const std::string_view name =
      value.ends_with(suffix) ? value.substr(0, value.size() - suffix.size()) : value;
  const value::Bytes octets = base32_octets(name);
  if (name.size() != 56 || octets.size() != 35) {
    return ValueCheck::bad("is not 56 characters a-z, 2-7 and .onion");
  }
  if (octets[34] != 3) {
    return ValueCheck::bad("is not version 3");
  }
  if (!hashes.sha3_256) {
    return ValueCheck::unchecked("the onion checksum needs SHA3-256");
  }
  value::Bytes hashed = value::to_bytes(".onion checksum");
  hashed.insert(hashed.end(), octets.begin(), octets.begin() + 32);
  hashed.push_back(3);
  const Hash256 hash = hashes.sha3_256(hashed);
  return unless(hash[0] == octets[32] && hash[1] == octets[33],
                "has a wrong checksum: compare each character with the source");
}

ValueCheck check_mac(std::string_view value) {
  const std::string digits = without(value, ":-");
  const bool shape =
      digits.size() == 12 && all(digits, is_hex) && (value.size() == 17 || value.size() == 12);
  return unless(shape, "is not six octets such as 00:00:5E:00:53:01");
}

ValueCheck check_domain(std::string_view value) {
  const bool shape = value.find('.') != std::string_view::npos && value.size() <= 253 &&
                     value.find_first_of(" /:@?#") == std::string_view::npos &&
                     value.front() != '.' && value.find("..") == std::string_view::npos;
  return unless(shape, "is not a domain name such as market.example.net");
}

ValueCheck check_url(std::string_view value) {
  const std::size_t scheme = value.find("://");
  const bool shape = scheme != std::string_view::npos && scheme > 0 && value.size() > scheme + 3 &&
                     value.find(' ') == std::string_view::npos;
  return unless(shape, "is not a full URL with its scheme");
}

ValueCheck check_phone(std::string_view value) {
  const std::string digits = without(value, " ");
  return unless(!record::form_refusal(record::Form::phone, digits), "is not + and 8 to 15 digits");
}

ValueCheck check_ip(const Identifier& identifier) {
  if (!identifier.ip) {
    return ValueCheck::bad("is not an IP address");
  }
  const bool version =
      identifier.type == "ip_port" || identifier.ip->v6 == (identifier.type == "ipv6");
  return unless(version, "is an address of the other IP version");
}

ValueCheck check_asn(std::string_view value) {
  const std::string_view digits = value.starts_with("AS") ? value.substr(2) : value;
  return unless(all(digits, is_digit) && digits.size() <= 10, "is not an AS number");
}

ValueCheck check_transaction(std::string_view value, std::string_view chain) {
  const std::string_view hex = value.starts_with("0x") ? value.substr(2) : value;
  if (chain.empty()) {
    return ValueCheck::bad("has no chain");
  }
  return unless(hex.size() == 64 && all(hex, is_hex), "is not 64 hexadecimal digits");
}

using Check = ValueCheck (*)(std::string_view);

constexpr std::array<std::pair<std::string_view, Check>, 12> simple_checks{{
    {"imei", check_imei},
    {"iccid", check_iccid},
    {"iban", check_iban},
    {"pan_truncated", check_pan},
    {"file_hash", check_hash},
    {"mac", check_mac},
    {"domain", check_domain},
    {"url", check_url},
    {"phone_e164", check_phone},
    {"asn", check_asn},
    {"email",
     [](std::string_view value) {
       return unless(!record::form_refusal(record::Form::email, value), "is not an e-mail address");
     }},
    {"imsi",
     [](std::string_view value) {
       return unless(all(value, is_digit) && (value.size() == 14 || value.size() == 15),
                     "is not 14 or 15 digits");
     }},
}};

}  // namespace

char luhn_digit(std::string_view digits) {
  int sum = 0;
  bool doubled = true;
  for (std::size_t i = digits.size(); i-- > 0;) {
    int digit = digits[i] - '0';
    if (doubled) {
      digit = digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
    }
    sum += digit;
    doubled = !doubled;
  }
  return static_cast<char>('0' + (10 - sum % 10) % 10);
}

bool iban_checksum_holds(std::string_view iban) {
  const std::string turned = std::string(iban.substr(4)) + std::string(iban.substr(0, 4));
  int rest = 0;
  for (const char c : turned) {
    rest = is_digit(c) ? (rest * 10 + (c - '0')) % 97 : (rest * 100 + (c - 'A' + 10)) % 97;
  }
  return rest == 1;
}

bool is_hash_of_nothing(std::string_view hex) {
  constexpr std::array<std::string_view, 6> nothing = {
      "d41d8cd98f00b204e9800998ecf8427e",
      "da39a3ee5e6b4b0d3255bfef95601890afd80709",
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
      "38b060a751ac96384cd9327eb1b1e36a21fdb71114be07434c0cc7bf63f6e1da274edebfe76f65fbd51ad2f14898"
      "b9"
      "5b",
      "cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce47d0d13c5d85f2b0ff8318d2877e"
      "ec"
      "2f63b931bd47417a81a538327af927da3e",
      "a7ffc6f8bf1ed76651c14756a061d662f580ff4de43b49fa82d80a4b80f8434a"};
  std::string text(hex.substr(hex.find(':') == std::string_view::npos ? 0 : hex.find(':') + 1));
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c; });
  return std::find(nothing.begin(), nothing.end(), text) != nothing.end();
}

ValueCheck check_value(const Identifier& identifier, const HashFunctions& hashes) {
  const std::string& value = identifier.value;
  const std::string chain = identifier.view.at("chain").text().value_or("");
  if (value.empty()) {
    return ValueCheck::bad("is empty");
  }
  if (identifier.is_ip()) {
    return check_ip(identifier);
  }
  if (identifier.type == "onion_v3") {
    return check_onion(value, hashes);
  }
  if (identifier.type == "crypto_address") {
    return check_wallet(value, chain, hashes);
  }
  if (identifier.type == "crypto_tx") {
    return check_transaction(value, chain);
  }
  for (const auto& [type, check] : simple_checks) {
    if (type == identifier.type) {
      return check(value);
    }
  }
  return {};  // no form or checksum is known for this type
}

}  // namespace comity::request
