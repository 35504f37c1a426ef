// Strict JSON as values: I-JSON (RFC 7493) narrowed to what a signed document may hold. Integers
// only, within +-(2^53 - 1); no duplicate member, no lone surrogate, no byte order mark, bounded
// depth, size. Reading the members of an object is in codec/members.h.
#pragma once

#include "value/bytes.h"
#include "value/result.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace comity::codec {

class Json {
 public:
  using Array = std::vector<Json>;
  using Object = std::map<std::string, Json, std::less<>>;

  Json() = default;

  // Implicit, so that a document is written down as it looks: Object{{"schema", "letter/1"}}.
  // NOLINTBEGIN(google-explicit-constructor)
  Json(bool value) : value_(value) {}

  Json(std::int64_t value) : value_(value) {}

  Json(int value) : value_(std::int64_t{value}) {}

  Json(std::string value) : value_(std::move(value)) {}

  Json(std::string_view value) : value_(std::string(value)) {}

  Json(const char* value) : value_(std::string(value)) {}

  Json(Array value) : value_(std::move(value)) {}

  Json(Object value) : value_(std::move(value)) {}

  // NOLINTEND(google-explicit-constructor)

  [[nodiscard]] bool is_null() const { return std::holds_alternative<std::monostate>(value_); }

  // Null when the value is of another type.
  [[nodiscard]] const bool* boolean() const { return std::get_if<bool>(&value_); }

  [[nodiscard]] const std::int64_t* integer() const { return std::get_if<std::int64_t>(&value_); }

  [[nodiscard]] const std::string* text() const { return std::get_if<std::string>(&value_); }

  [[nodiscard]] const Array* array() const { return std::get_if<Array>(&value_); }

  [[nodiscard]] const Object* object() const { return std::get_if<Object>(&value_); }

  /// The member of an object, or null when there is none or this is no object.
  [[nodiscard]] const Json* member(std::string_view name) const;

  friend bool operator==(const Json&, const Json&) = default;

 private:
  std::variant<std::monostate, bool, std::int64_t, std::string, Array, Object> value_;
};

struct JsonLimits {
  std::size_t max_bytes = 65'536;
  std::size_t max_depth = 32;
};

/// JSON-01 too large; JSON-02 not JSON; JSON-03 duplicate member; JSON-04 number out of range or
/// not an integer in its shortest form; JSON-05 too deep.
value::Result<Json> parse_json(value::BytesView bytes, JsonLimits limits);

/// Members in byte order of their names, no white space: equal values give equal bytes.
std::string write_json(const Json& json);

/// The same for a person to read: two spaces a level, a line end at the end.
std::string write_json_indented(const Json& json);

}  // namespace comity::codec
