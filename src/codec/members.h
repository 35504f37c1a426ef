// Reads the members of one JSON object, each once; what is missing, of another type or left over is
// an error. Errors are kept, so that a decoder reads straight down and asks `finish` once.
#pragma once

#include "codec/json.h"
#include "value/bytes.h"
#include "value/digest.h"
#include "value/instant.h"
#include "value/result.h"
#include "value/uuid.h"

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace comity::codec {

/// JSON-06 not an object; JSON-07 member missing; JSON-08 member of another type; JSON-09 member
/// that this version does not know ("newer version": never ignored). `where` names the object in
/// details. Borrows `json`; after an error the getters return empty values.
class Members {
 public:
  Members(const Json& json, std::string where);

  std::string text(std::string_view name);
  std::int64_t integer(std::string_view name);
  bool boolean(std::string_view name);
  value::Digest digest(std::string_view name);
  value::Uuid uuid(std::string_view name);
  value::Instant instant(std::string_view name);
  value::Bytes base64(std::string_view name);
  const Json::Array& array(std::string_view name);
  const Json& object(std::string_view name);

  /// Null when absent.
  const Json* optional(std::string_view name);
  std::optional<std::string> optional_text(std::string_view name);

  /// Keeps the first error; lets a decoder add its own.
  void refuse(value::Error error);

  /// The first error, or JSON-09 when a member was not asked for.
  value::Result<void> finish();

 private:
  const Json* take(std::string_view name, bool required);
  template <class T>
  T converted(value::Result<T> result, std::string_view name);

  const Json* json_;
  std::string where_;
  std::set<std::string, std::less<>> taken_;
  std::optional<value::Error> error_;
};

}  // namespace comity::codec
