// The lifecycle tables of the source tree, read as the program reads them.
#pragma once

#include "codec/json.h"
#include "request/lifecycle.h"
#include "support/source_file.h"
#include "value/bytes.h"

#include <stdexcept>
#include <string>

namespace comity::testing {

inline codec::Json casework_data() {
  const std::string text = testing_support::source_file("data/casework.json");
  auto json = codec::parse_json(value::bytes_of(text), {.max_bytes = 4U << 20U, .max_depth = 64});
  if (!json) {
    throw std::runtime_error("data/casework.json: " + json.error().detail);
  }
  return *json;
}

inline const request::Lifecycles& lifecycles() {
  static const auto read = request::read_lifecycles(casework_data());
  if (!read) {
    throw std::runtime_error(std::string(read.error().code.text()) + " " + read.error().detail);
  }
  return *read;
}

}  // namespace comity::testing
