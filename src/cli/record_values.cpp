#include "cli/record_values.h"

#include "codec/json.h"
#include "record/tables.h"
#include "record/type.h"
#include "value/bytes.h"
#include "value/result.h"

#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace comity::cli {
namespace {

using codec::Json;
using value::fail;
using value::Result;

Result<Json> scalar(const record::Field& field, std::string_view text) {
  if (field.type.form == record::Form::boolean) {
    if (text != "true" && text != "false") {
      return fail("CLI-09", field.name + " is true or false");
    }
    Json flag(text == "true");
    return flag;
  }
  if (field.type.form == record::Form::integer || field.type.form == record::Form::port) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size()) {
      return fail("CLI-09", field.name + " is a whole number");
    }
    Json whole(number);
    return whole;
  }
  Json words(text);
  return words;
}

Result<Json> typed(const record::Field& field, std::string_view text) {
  if (text.starts_with('{') || text.starts_with('[')) {
    return codec::parse_json(value::bytes_of(text), {64UL * 1024, 32});
  }
  if (!field.type.list) {
    return scalar(field, text);
  }
  Json::Array items;
  while (true) {
    const auto comma = text.find(',');
    auto item = scalar(field, text.substr(0, comma));
    if (!item) {
      return fail(item.error());
    }
    items.push_back(*std::move(item));
    if (comma == std::string_view::npos) {
      break;
    }
    text.remove_prefix(comma + 1);
  }
  Json list(std::move(items));
  return list;
}

std::string names_of(const record::FieldTable& table) {
  std::string names;
  for (const record::Field& field : table.fields) {
    names += (names.empty() ? "" : ", ") + field.name;
  }
  return names;
}

}  // namespace

Result<Json> record_from_values(const record::Tables& tables, const std::string& document,
                                const std::vector<std::string>& values) {
  const record::FieldTable* table = tables.find(document);
  if (table == nullptr) {
    return fail("CLI-08", document);
  }
  Json::Object record;
  for (const record::Field& field : table->fields) {
    if (field.only.size() == 1) {
      record.emplace(field.name, field.only.front());
    }
  }
  for (const std::string& word : values) {
    const auto equals = word.find('=');
    const record::Field* field =
        equals == std::string::npos ? nullptr : table->find(word.substr(0, equals));
    if (field == nullptr) {
      std::string found = word;
      found.append("; ").append(document).append(" has: ").append(names_of(*table));
      return fail("CLI-09", std::move(found));
    }
    auto value = typed(*field, std::string_view(word).substr(equals + 1));
    if (!value) {
      return fail(value.error());
    }
    record.insert_or_assign(field->name, *std::move(value));
  }
  Json whole(std::move(record));
  return whole;
}

}  // namespace comity::cli
