#include "record/tables.h"

#include "value/result.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace comity::record {

const Field* FieldTable::find(std::string_view field) const {
  const auto found = std::find_if(fields.begin(), fields.end(),
                                  [field](const Field& each) { return each.name == field; });
  return found == fields.end() ? nullptr : &*found;
}

const FieldTable* Tables::find(std::string_view name) const {
  const auto found = tables_.find(name);
  return found == tables_.end() ? nullptr : &found->second;
}

value::Result<const FieldTable*> Tables::enabled(std::string_view kind) const {
  const FieldTable* table = find(kind);
  if (table == nullptr || std::find(enabled_.begin(), enabled_.end(), kind) == enabled_.end()) {
    std::string names;
    for (const std::string& each : enabled_) {
      names += (names.empty() ? "" : ", ") + each;
    }
    return value::fail("REC-02", "\"" + std::string(kind.substr(0, 60)) + "\"; enabled: " + names);
  }
  return table;
}

const KindFacts* Tables::kind(std::string_view kind) const {
  const auto found = kinds_.find(kind);
  return found == kinds_.end() ? nullptr : &found->second;
}

const std::vector<Field>* Tables::object(std::string_view name) const {
  const auto found = objects_.find(name);
  return found == objects_.end() ? nullptr : &found->second;
}

const std::vector<CodeEntry>* Tables::codes(std::string_view list) const {
  const auto found = lists_.find(list);
  return found == lists_.end() ? nullptr : &found->second;
}

bool Tables::has_code(std::string_view list, std::string_view code) const {
  const std::vector<CodeEntry>* entries = codes(list);
  return entries != nullptr &&
         std::any_of(entries->begin(), entries->end(),
                     [code](const CodeEntry& entry) { return entry.code == code; });
}

std::vector<std::string> Tables::names(bool requests) const {
  std::vector<std::string> out;
  for (const auto& [name, table] : tables_) {
    if (table.request == requests) {
      out.push_back(name);
    }
  }
  return out;
}

}  // namespace comity::record
