// The project's own tables and its example records, read from the repository for tests.
#pragma once

#include "codec/json.h"
#include "record/tables.h"
#include "support/source_file.h"
#include "value/bytes.h"

#include <string>
#include <string_view>
#include <utility>

namespace comity::testing_support {

/// Ends the test program when the tables cannot be read.
inline const record::Tables& tables() {
  static const record::Tables read = [] {
    return record::Tables::parse(source_file("data/casework.json"),
                                 source_file("data/documents.json"))
        .value();
  }();
  return read;
}

inline codec::Json json_of(std::string_view text) {
  return codec::parse_json(value::bytes_of(text), {.max_bytes = 1U << 20U, .max_depth = 32})
      .value();
}

/// The specification's example of a kind.
inline codec::Json example(std::string_view kind) { return tables().kind(kind)->example; }

/// `json` with the member at a dotted path ("provider.state") set to `to`, or taken out when `to`
/// is null. A number steps into a list: "offences.0.life".
inline codec::Json with(const codec::Json& json, std::string_view path, const codec::Json& to) {
  const std::size_t dot = path.find('.');
  const std::string name(path.substr(0, dot));
  const bool last = dot == std::string_view::npos;
  if (const auto* items = json.array()) {
    auto copy = *items;
    auto& item = copy.at(std::stoul(name));
    item = last ? to : with(item, path.substr(dot + 1), to);
    return copy;
  }
  auto copy = json.object() != nullptr ? *json.object() : codec::Json::Object();
  if (!last) {
    copy[name] = with(copy[name], path.substr(dot + 1), to);
  } else if (to.is_null()) {
    copy.erase(name);
  } else {
    copy[name] = to;
  }
  return copy;
}

}  // namespace comity::testing_support
