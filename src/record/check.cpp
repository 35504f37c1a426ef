#include "record/check.h"

#include "codec/json.h"
#include "record/form.h"
#include "record/tables.h"
#include "record/type.h"
#include "record/view.h"
#include "value/result.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace comity::record {
namespace {

constexpr std::size_t max_items = 1000;

std::string joined(const std::string& path, std::string_view name) {
  return path.empty() ? std::string(name) : path + "." + std::string(name);
}

std::string shown(std::string_view text) {
  std::size_t end = std::min<std::size_t>(text.size(), 60);
  while (end < text.size() && end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) {
    --end;  // never cut inside a character
  }
  return "\"" + std::string(text.substr(0, end)) + "\"";
}

class Checker {
 public:
  explicit Checker(const Tables& tables) : tables_(&tables) {}

  void object(const std::vector<Field>& fields, const codec::Json& json, const std::string& path) {
    const auto* members = json.object();
    if (members == nullptr) {
      add("REC-03", path, "is no object");
      return;
    }
    for (const Field& field : fields) {
      const auto found = members->find(field.name);
      if (found == members->end() || found->second.is_null()) {
        missing(field, found != members->end(), path);
      } else {
        value(field, found->second, joined(path, field.name));
      }
    }
    for (const auto& member : *members) {
      const std::string& name = member.first;
      if (std::none_of(fields.begin(), fields.end(),
                       [&name](const Field& field) { return field.name == name; })) {
        add("REC-04", joined(path, name.substr(0, 60)), "is not a field of this record");
      }
    }
  }

  void add(value::Code code, std::string path, std::string sentence) {
    findings.push_back({code, std::move(path), std::move(sentence)});
  }

  std::vector<Finding> findings;

 private:
  void missing(const Field& field, bool null, const std::string& path) {
    const bool wanted = field.requirement == Requirement::required && field.set_at == SetAt::draft;
    if (wanted) {
      add("REC-05", joined(path, field.name), "is required and missing");
    } else if (null && field.requirement != Requirement::conditional) {
      add("REC-03", joined(path, field.name), "is null: leave it out instead");
    }
  }

  void value(const Field& field, const codec::Json& json, const std::string& path) {
    if (!field.type.list) {
      single(field, json, path);
      return;
    }
    const auto* items = json.array();
    if (items == nullptr) {
      add("REC-03", path, "is no list");
      return;
    }
    if (items->empty() && field.requirement == Requirement::required) {
      add("REC-05", path, "is required and empty");
    }
    if (items->size() > max_items) {
      add("REC-07", path, "has more than " + std::to_string(max_items) + " entries");
      return;
    }
    for (std::size_t i = 0; i < items->size(); ++i) {
      single(field, (*items)[i], path + "[" + std::to_string(i) + "]");
    }
  }

  void single(const Field& field, const codec::Json& json, const std::string& path) {
    switch (field.type.form) {
      case Form::boolean:
        require(json.boolean() != nullptr, path, "is not true or false");
        return;
      case Form::integer:
        whole_number(json, path);
        return;
      case Form::object:
        if (const auto* members = tables_->object(field.type.object)) {
          object(*members, json, path);
        }
        return;
      case Form::opaque:
        require(json.object() != nullptr, path, "is no object");
        return;
      case Form::port:
      case Form::number_or_line:
        if (const std::int64_t* number = json.integer()) {
          const std::int64_t most = field.type.form == Form::port ? 65535 : INT64_MAX;
          require(*number >= 1 && *number <= most, path, "is out of range");
          return;
        }
        text(field, json, path);
        return;
      case Form::line:
      case Form::text:
      case Form::code:
      case Form::date:
      case Form::instant:
      case Form::uuid:
      case Form::digest:
      case Form::name:
      case Form::label:
      case Form::language:
      case Form::state:
      case Form::subdivision:
      case Form::currency:
      case Form::decimal:
      case Form::phone:
      case Form::email:
      case Form::ip:
      case Form::time_zone:
        text(field, json, path);
        return;
    }
  }

  void whole_number(const codec::Json& json, const std::string& path) {
    const std::int64_t* number = json.integer();
    require(number != nullptr, path, "is not a whole number");
    require(number == nullptr || *number >= 0, path, "is negative");
  }

  void require(bool good, const std::string& path, const char* sentence) {
    if (!good) {
      add("REC-03", path, sentence);
    }
  }

  void text(const Field& field, const codec::Json& json, const std::string& path) {
    const std::string* found = json.text();
    if (found == nullptr) {
      add("REC-03", path, "is no text");
      return;
    }
    if (found->find_first_not_of(" \t\n\r") == std::string::npos) {
      add("REC-05", path, "is empty");
      return;
    }
    if (field.type.max_chars != 0 && count_chars(*found) > field.type.max_chars) {
      add("REC-07", path, "is longer than " + std::to_string(field.type.max_chars) + " characters");
    }
    if (field.type.form == Form::code) {
      code(field, *found, path);
    } else if (const auto refusal = form_refusal(field.type.form, *found)) {
      add("REC-06", path, shown(*found) + " " + *refusal);
    }
  }

  void code(const Field& field, const std::string& text, const std::string& path) {
    const bool known =
        std::any_of(field.type.codes.begin(), field.type.codes.end(),
                    [&](const std::string& list) { return tables_->has_code(list, text); });
    if (!known) {
      add("REC-08", path, shown(text) + " is not in " + field.type.codes.front());
      return;
    }
    const auto& only = field.only;
    if (!only.empty() && std::find(only.begin(), only.end(), text) == only.end()) {
      add("REC-08", path, shown(text) + " cannot stand in this document");
    }
  }

  const Tables* tables_;
};

/// Identifier ids are unique and every reference names one of them.
void check_identifiers(Checker& checker, const View& record) {
  if (!record.at("identifiers").present()) {
    return;
  }
  std::set<std::string> ids;
  const auto identifiers = record.at("identifiers").items();
  for (std::size_t i = 0; i < identifiers.size(); ++i) {
    const auto id = identifiers[i].at("id").text();
    if (id && !ids.insert(*id).second) {
      checker.add("REC-09", "identifiers[" + std::to_string(i) + "].id",
                  shown(*id) + " is the id of another identifier");
    }
  }
  const auto rows = record.at("data_sets").items();
  for (std::size_t i = 0; i < rows.size(); ++i) {
    for (const std::string& reference : rows[i].at("identifier_refs").texts()) {
      if (!ids.contains(reference)) {
        checker.add("REC-09", "data_sets[" + std::to_string(i) + "].identifier_refs",
                    shown(reference) + " names no identifier of this record");
      }
    }
  }
}

void check_conditions(Checker& checker, const FieldTable& table, const View& record) {
  for (const Condition& condition : table.conditions) {
    const auto found = record.at(condition.field).text();
    if (!found ||
        std::find(condition.is.begin(), condition.is.end(), *found) == condition.is.end()) {
      continue;
    }
    for (const std::string& name : condition.requires_fields) {
      if (!record.at(name).present()) {
        checker.add("REC-05", name, "is required where " + condition.field + " is " + *found);
      }
    }
  }
}

void check_request(Checker& checker, const FieldTable& table, const View& record) {
  const auto kind = record.at("kind").text();
  if (kind && *kind != table.name) {
    checker.add("REC-10", "kind", shown(*kind) + " is not " + table.name);
  }
  if (table.location_for_provider && !record.at("provider").present() &&
      !record.at("custodian_or_location").present()) {
    checker.add("REC-05", "provider",
                "is required and missing; custodian_or_location may stand in its place");
  }
  check_identifiers(checker, record);
}

}  // namespace

std::vector<Finding> check(const Tables& tables, const FieldTable& table, const codec::Json& json) {
  Checker checker(tables);
  if (table.opaque) {
    if (json.object() == nullptr) {
      checker.add("REC-03", "", "is no object");
    }
    return std::move(checker.findings);
  }
  checker.object(table.fields, json, "");
  const View record(&json);
  if (table.request) {
    check_request(checker, table, record);
  }
  check_conditions(checker, table, record);
  return std::move(checker.findings);
}

}  // namespace comity::record
