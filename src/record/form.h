// What a text of each form must look like: the checks of single values, without any table.
#pragma once

#include "record/type.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace comity::record {

/// Code points of UTF-8 text.
std::size_t count_chars(std::string_view text);

/// Why the text is not of this form, as the end of a sentence ("is not a date ..."); empty when it
/// is. Length, code lists and objects are the table's business.
std::optional<std::string> form_refusal(Form form, std::string_view text);

/// An IPv4 or IPv6 address, with the prefix length where one is written ("2001:db8::/64").
struct IpAddress {
  bool v6 = false;
  std::array<std::uint8_t, 16> octets{};  // IPv4 uses the first four
  std::optional<int> prefix;
};

std::optional<IpAddress> parse_ip(std::string_view text);

}  // namespace comity::record
