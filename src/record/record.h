// A record: the body of a statement, checked once against the field table of its kind or document
// and then read by field id. The tables are in record/tables.h, the check in record/check.h.
#pragma once

#include "codec/json.h"
#include "record/tables.h"
#include "record/view.h"
#include "value/result.h"

#include <optional>
#include <string>
#include <string_view>

namespace comity::record {

class Record {
 public:
  /// The code and place of the first finding, when there is one. `kind` is a kind or a document,
  /// enabled or not: which kinds may be sent is the sender's question.
  static value::Result<Record> make(const Tables& tables, std::string_view kind, codec::Json json);

  /// The same from bytes; JSON-nn when they are no strict JSON.
  static value::Result<Record> parse(const Tables& tables, std::string_view kind,
                                     std::string_view bytes);

  [[nodiscard]] std::string kind() const { return kind_; }

  [[nodiscard]] const codec::Json& json() const { return json_; }

  /// A view that lives as long as this record does.
  [[nodiscard]] View root() const { return View(&json_); }

  [[nodiscard]] View value(std::string_view path) const { return root().at(path); }

  [[nodiscard]] std::optional<std::string> text(std::string_view path) const {
    return value(path).text();
  }

  /// Canonical JSON: equal records give equal bytes.
  [[nodiscard]] std::string canonical() const;

 private:
  Record(std::string kind, codec::Json json) : kind_(std::move(kind)), json_(std::move(json)) {}

  std::string kind_;
  codec::Json json_;
};

}  // namespace comity::record
