#include "codec/members.h"

#include "codec/base64.h"
#include "codec/json.h"
#include "value/bytes.h"
#include "value/digest.h"
#include "value/instant.h"
#include "value/result.h"
#include "value/uuid.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace comity::codec {
namespace {

const Json empty_object{Json::Object()};
const Json::Array empty_array;

}  // namespace

Members::Members(const Json& json, std::string where) : json_(&json), where_(std::move(where)) {
  if (json.object() == nullptr) {
    refuse({"JSON-06", where_});
  }
}

const Json* Members::take(std::string_view name, bool required) {
  taken_.emplace(name);
  const Json* found = json_->member(name);
  if (found == nullptr && required) {
    refuse({"JSON-07", where_ + "." + std::string(name)});
  }
  return found;
}

void Members::refuse(value::Error error) {
  if (!error_) {
    error_ = std::move(error);
  }
}

std::string Members::text(std::string_view name) {
  const Json* found = take(name, true);
  if (found == nullptr) {
    return {};
  }
  if (found->text() == nullptr) {
    refuse({"JSON-08", where_ + "." + std::string(name) + " is no text"});
    return {};
  }
  return *found->text();
}

std::int64_t Members::integer(std::string_view name) {
  const Json* found = take(name, true);
  if (found != nullptr && found->integer() == nullptr) {
    refuse({"JSON-08", where_ + "." + std::string(name) + " is no integer"});
  }
  return found != nullptr && found->integer() != nullptr ? *found->integer() : 0;
}

bool Members::boolean(std::string_view name) {
  const Json* found = take(name, true);
  if (found != nullptr && found->boolean() == nullptr) {
    refuse({"JSON-08", where_ + "." + std::string(name) + " is not true or false"});
  }
  return found != nullptr && found->boolean() != nullptr && *found->boolean();
}

template <class T>
T Members::converted(value::Result<T> result, std::string_view name) {
  if (!result) {
    refuse({result.error().code, where_ + "." + std::string(name) + ": " + result.error().detail});
    return T{};
  }
  return *std::move(result);
}

value::Digest Members::digest(std::string_view name) {
  return converted(value::parse_digest(text(name)), name);
}

value::Uuid Members::uuid(std::string_view name) {
  return converted(value::parse_uuid(text(name)), name);
}

value::Instant Members::instant(std::string_view name) {
  const std::string found = text(name);
  auto instant = value::parse_instant(found);
  if (instant && instant->text() != found) {
    instant = value::fail("VAL-03", "not in whole seconds of UTC: " + found.substr(0, 40));
  }
  return converted(std::move(instant), name);
}

value::Bytes Members::base64(std::string_view name) {
  return converted(decode_base64(text(name)), name);
}

const Json::Array& Members::array(std::string_view name) {
  const Json* found = take(name, true);
  if (found != nullptr && found->array() == nullptr) {
    refuse({"JSON-08", where_ + "." + std::string(name) + " is no list"});
  }
  return found != nullptr && found->array() != nullptr ? *found->array() : empty_array;
}

const Json& Members::object(std::string_view name) {
  const Json* found = take(name, true);
  if (found != nullptr && found->object() == nullptr) {
    refuse({"JSON-08", where_ + "." + std::string(name) + " is no object"});
  }
  return found != nullptr && found->object() != nullptr ? *found : empty_object;
}

const Json* Members::optional(std::string_view name) { return take(name, false); }

std::optional<std::string> Members::optional_text(std::string_view name) {
  const Json* found = take(name, false);
  if (found == nullptr) {
    return std::nullopt;
  }
  if (found->text() == nullptr) {
    refuse({"JSON-08", where_ + "." + std::string(name) + " is no text"});
    return std::nullopt;
  }
  return *found->text();
}

value::Result<void> Members::finish() {
  if (const Json::Object* members = json_->object(); members != nullptr && !error_) {
    for (const auto& [name, item] : *members) {
      if (!taken_.contains(name)) {
        refuse({"JSON-09", where_ + "." + name.substr(0, 60)});
      }
    }
  }
  if (error_) {
    return value::fail(*error_);
  }
  return {};
}

}  // namespace comity::codec
