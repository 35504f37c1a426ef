// The members of a JSON object, or the items of a list, as a copy that a test tampers with.
#pragma once

#include "codec/json.h"

#include <stdexcept>

namespace comity::support {

inline codec::Json::Object members_of(const codec::Json& json) {
  if (const auto* members = json.object()) {
    return *members;
  }
  throw std::runtime_error("no object");
}

inline codec::Json::Array items_of(const codec::Json& json) {
  if (const auto* items = json.array()) {
    return *items;
  }
  throw std::runtime_error("no list");
}

}  // namespace comity::support
