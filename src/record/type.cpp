#include "record/type.h"

#include "value/result.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace comity::record {
namespace {

constexpr std::size_t line_chars = 1000;
constexpr std::size_t text_chars = 20000;

constexpr std::array<std::pair<std::string_view, Form>, 28> forms{{
    {"bool", Form::boolean},
    {"int", Form::integer},
    {"str", Form::line},
    {"text", Form::text},
    {"enum", Form::code},
    {"date", Form::date},
    {"dt", Form::instant},
    {"uuid", Form::uuid},
    {"uuid v7", Form::uuid},
    {"hash", Form::digest},
    {"id", Form::name},
    {"directory id", Form::name},
    {"person id", Form::name},
    {"identifier id", Form::label},
    {"ref", Form::label},
    {"bcp47", Form::language},
    {"iso3166", Form::state},
    {"iso3166-1 a2", Form::state},
    {"iso3166-2", Form::subdivision},
    {"ISO 4217", Form::currency},
    {"decimal str", Form::decimal},
    {"E.164", Form::phone},
    {"email", Form::email},
    {"ip", Form::ip},
    {"1-65535 or unknown", Form::port},
    {"IANA tz", Form::time_zone},
    {"int/str", Form::number_or_line},
    {"json", Form::opaque},
}};

bool code_char(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; }

/// "cl_a or cl_b; ..." gives both; a second list elsewhere in the rule is prose.
std::vector<std::string> named_lists(std::string_view rule) {
  std::vector<std::string> out;
  std::size_t at = rule.find("cl_");
  while (at != std::string_view::npos) {
    std::size_t end = at;
    while (end < rule.size() && code_char(rule[end])) {
      ++end;
    }
    out.emplace_back(rule.substr(at, end - at));
    const bool another = rule.substr(end).starts_with(" or cl_");
    at = another ? end + 4 : std::string_view::npos;
  }
  return out;
}

/// Cuts "<=64" or " <= 6000 chars" off the type; 0 when there is none.
std::size_t cut_limit(std::string_view& type) {
  const std::size_t at = type.find("<=");
  if (at == std::string_view::npos) {
    return 0;
  }
  std::string_view digits = type.substr(at + 2);
  while (digits.starts_with(' ')) {
    digits.remove_prefix(1);
  }
  std::size_t limit = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), limit);
  type = type.substr(0, at);
  while (type.ends_with(' ')) {
    type.remove_suffix(1);
  }
  return limit;
}

}  // namespace

value::Result<Type> parse_type(std::string_view type, std::string_view rule) {
  std::string_view rest = type;
  Type out;
  out.max_chars = cut_limit(rest);
  if (rest.ends_with("[]")) {
    out.list = true;
    rest.remove_suffix(2);
  }
  if (rest.starts_with("obj ")) {
    out.form = Form::object;
    out.object = rest.substr(4);
    return out;
  }
  const auto known = std::find_if(forms.begin(), forms.end(),
                                  [rest](const auto& each) { return each.first == rest; });
  if (known == forms.end()) {
    return value::fail("REC-01", "unknown type: " + std::string(type));
  }
  out.form = known->second;
  if (out.max_chars == 0) {
    out.max_chars = out.form == Form::text ? text_chars : line_chars;
  }
  if (out.form == Form::code) {
    out.codes = named_lists(rule);
  }
  if (out.form == Form::code && out.codes.empty()) {
    return value::fail("REC-01", "a code field names no code list: " + std::string(rule));
  }
  return out;
}

}  // namespace comity::record
