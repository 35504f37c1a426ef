#include "record/form.h"

#include "record/type.h"
#include "value/digest.h"
#include "value/instant.h"
#include "value/names.h"
#include "value/result.h"
#include "value/uuid.h"

#include <arpa/inet.h>
#include <sys/socket.h>

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>

namespace comity::record {
namespace {

bool digit(char c) { return c >= '0' && c <= '9'; }

bool upper(char c) { return c >= 'A' && c <= 'Z'; }

bool alpha(char c) { return upper(c) || (c >= 'a' && c <= 'z'); }

bool alnum(char c) { return alpha(c) || digit(c); }

bool all(std::string_view text, bool (*test)(char)) {
  return !text.empty() && std::all_of(text.begin(), text.end(), test);
}

/// Language subtag of two or three letters, then subtags of two to eight (BCP 47 section 2.1).
bool is_language(std::string_view text) {
  bool first = true;
  while (true) {
    const std::size_t dash = text.find('-');
    const std::string_view tag = text.substr(0, dash);
    const bool good = first ? all(tag, alpha) && tag.size() >= 2 && tag.size() <= 3
                            : all(tag, alnum) && tag.size() >= 2 && tag.size() <= 8;
    if (!good || dash == std::string_view::npos) {
      return good;
    }
    first = false;
    text.remove_prefix(dash + 1);
  }
}

bool is_decimal(std::string_view text) {
  if (text.starts_with('-')) {
    text.remove_prefix(1);
  }
  const std::size_t dot = text.find('.');
  const std::string_view whole = text.substr(0, dot);
  const bool whole_good = all(whole, digit) && (whole.size() == 1 || whole.front() != '0');
  return whole_good && (dot == std::string_view::npos || all(text.substr(dot + 1), digit));
}

bool is_phone(std::string_view text) {
  return text.starts_with('+') && text.size() >= 9 && text.size() <= 16 &&
         all(text.substr(1), digit) && text[1] != '0';
}

bool is_domain(std::string_view text) {
  std::size_t labels = 0;
  while (true) {
    const std::size_t dot = text.find('.');
    const std::string_view label = text.substr(0, dot);
    if (label.empty() || label.size() > 63 || label.front() == '-' || label.back() == '-') {
      return false;
    }
    ++labels;
    if (dot == std::string_view::npos) {
      return labels >= 2;
    }
    text.remove_prefix(dot + 1);
  }
}

bool is_email(std::string_view text) {
  const std::size_t at = text.rfind('@');
  if (at == std::string_view::npos || at == 0 || at > 64 ||
      text.find_first_of(" \t\r\n<>\"") != std::string_view::npos) {
    return false;
  }
  return text.substr(0, at).find('@') == std::string_view::npos && is_domain(text.substr(at + 1));
}

bool is_subdivision(std::string_view text) {
  return text.size() >= 4 && text.size() <= 6 && all(text.substr(0, 2), upper) && text[2] == '-' &&
         all(text.substr(3), alnum);
}

bool is_time_zone(std::string_view text) {
  return text == "UTC" || (text.find('/') != std::string_view::npos && text.size() <= 64 &&
                           std::all_of(text.begin(), text.end(), [](char c) {
                             return alnum(c) || c == '/' || c == '_' || c == '-' || c == '+';
                           }));
}

bool is_label(std::string_view text) {
  return text.size() <= 64 &&
         all(text, [](char c) { return alnum(c) || c == '_' || c == '-' || c == '.'; });
}

bool has_control(std::string_view text, bool lines_allowed) {
  return std::any_of(text.begin(), text.end(), [lines_allowed](char c) {
    const bool line = c == '\n' || c == '\t';
    return (c >= 0 && c < 0x20 && !(line && lines_allowed)) || c == 0x7f;
  });
}

std::optional<std::string> unless(bool good, const char* sentence) {
  return good ? std::nullopt : std::optional<std::string>(sentence);
}

std::optional<std::string> instant_refusal(std::string_view text) {
  const auto at = value::parse_instant(text);
  if (at) {
    return std::nullopt;
  }
  return at.error().code == value::Code("VAL-02")
             ? "has no offset: write 2026-11-03T02:14:09+01:00, zone names are ambiguous"
             : "is not a time such as 2026-11-03T02:14:09+01:00";
}

}  // namespace

std::size_t count_chars(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  }));
}

std::optional<std::string> form_refusal(Form form, std::string_view text) {
  switch (form) {
    case Form::line:
    case Form::number_or_line:
      return unless(!has_control(text, false), "has a line break or control character");
    case Form::text:
      return unless(!has_control(text, true), "has a control character");
    case Form::date:
      return unless(value::parse_date(text).has_value(), "is not a date such as 2026-11-03");
    case Form::instant:
      return instant_refusal(text);
    case Form::uuid:
      return unless(value::parse_uuid(text).has_value(),
                    "is not a UUID of version 7 in lower case");
    case Form::digest:
      return unless(value::parse_digest(text).has_value(),
                    "is not 64 lower-case hexadecimal digits");
    case Form::name:
      return unless(value::is_name(text), "is not a directory id such as xa.247");
    case Form::label:
      return unless(is_label(text), "is not a reference of letters, digits, . _ -");
    case Form::language:
      return unless(is_language(text), "is not a language tag such as en or pt-BR");
    case Form::state:
      return unless(text.size() == 2 && all(text, upper), "is not a State code such as XA");
    case Form::subdivision:
      return unless(is_subdivision(text), "is not a subdivision code such as XA-01");
    case Form::currency:
      return unless(text.size() == 3 && all(text, upper), "is not a currency code such as EUR");
    case Form::decimal:
      return unless(is_decimal(text), "is not an amount such as 1200.50");
    case Form::phone:
      return unless(is_phone(text), "is not a number such as +442079460123");
    case Form::email:
      return unless(is_email(text), "is not an e-mail address");
    case Form::ip:
      return unless(parse_ip(text).has_value(), "is not an IP address");
    case Form::port:
      return unless(text == "unknown", "is neither a port from 1 to 65535 nor \"unknown\"");
    case Form::time_zone:
      return unless(is_time_zone(text), "is not a time zone such as Europe/London");
    case Form::boolean:
    case Form::integer:
    case Form::code:
    case Form::object:
    case Form::opaque:
      return std::nullopt;
  }
  return std::nullopt;
}

std::optional<IpAddress> parse_ip(std::string_view text) {
  IpAddress out;
  const std::size_t slash = text.find('/');
  const std::string address(text.substr(0, slash));
  out.v6 = address.find(':') != std::string::npos;
  if (inet_pton(out.v6 ? AF_INET6 : AF_INET, address.c_str(), out.octets.data()) != 1) {
    return std::nullopt;
  }
  if (slash != std::string_view::npos) {
    const std::string_view bits = text.substr(slash + 1);
    int prefix = 0;
    const auto [end, error] = std::from_chars(bits.data(), bits.data() + bits.size(), prefix);
    if (error != std::errc() || end != bits.data() + bits.size() || prefix < 0 ||
        prefix > (out.v6 ? 128 : 32)) {
      return std::nullopt;
    }
    out.prefix = prefix;
  }
  return out;
}

}  // namespace comity::record
