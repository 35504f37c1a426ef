// Values of JSON that must be there: a message that cannot be made ends in an exception.
#pragma once

#include "codec/json.h"

#include <stdexcept>
#include <string>

namespace comity::hostile {

inline const std::string& text_in(const codec::Json& json) {
  const std::string* text = json.text();
  if (text == nullptr) {
    throw std::runtime_error("no text");
  }
  return *text;
}

inline const codec::Json::Array& array_in(const codec::Json& json) {
  const codec::Json::Array* array = json.array();
  if (array == nullptr) {
    throw std::runtime_error("no list");
  }
  return *array;
}

inline const codec::Json::Object& object_in(const codec::Json& json) {
  const codec::Json::Object* object = json.object();
  if (object == nullptr) {
    throw std::runtime_error("no object");
  }
  return *object;
}

}  // namespace comity::hostile
