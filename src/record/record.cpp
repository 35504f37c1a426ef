#include "record/record.h"

#include "codec/json.h"
#include "record/check.h"
#include "record/tables.h"
#include "value/bytes.h"
#include "value/result.h"

#include <string>
#include <string_view>
#include <utility>

namespace comity::record {

value::Result<Record> Record::make(const Tables& tables, std::string_view kind, codec::Json json) {
  const FieldTable* table = tables.find(kind);
  if (table == nullptr) {
    return value::fail("REC-02",
                       "unknown kind or document \"" + std::string(kind.substr(0, 60)) + "\"");
  }
  const auto findings = check(tables, *table, json);
  if (!findings.empty()) {
    const Finding& first = findings.front();
    return value::fail(first.code,
                       (first.path.empty() ? "record" : first.path) + " " + first.sentence);
  }
  return Record(std::string(kind), std::move(json));
}

value::Result<Record> Record::parse(const Tables& tables, std::string_view kind,
                                    std::string_view bytes) {
  auto json = codec::parse_json(value::bytes_of(bytes), {});
  if (!json) {
    return value::fail(json.error());
  }
  return make(tables, kind, *std::move(json));
}

std::string Record::canonical() const { return codec::write_json(json_); }

}  // namespace comity::record
