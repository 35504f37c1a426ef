#include "record/json_schema.h"

#include "codec/json.h"
#include "record/tables.h"
#include "record/type.h"

#include <algorithm>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace comity::record {
namespace {

using codec::Json;

constexpr std::int64_t most_items = 1000;
constexpr std::int64_t most_port = 65535;

/// ECMA-262 regular expressions with the flag u; each is the whole text. A text of blanks counts as
/// missing (REC-05), so every one of them wants another character.
std::string_view pattern_of(Form form) {
  switch (form) {
    case Form::line:
    case Form::number_or_line:
      return R"(^ *[^ \u0000-\u001f\u007f][^\u0000-\u001f\u007f]*$)";
    case Form::text:
      return R"(^[ \t\n]*[^ \u0000-\u001f\u007f][^\u0000-\u0008\u000b-\u001f\u007f]*$)";
    case Form::date:
      return R"(^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$)";
    case Form::instant:
      return R"(^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3]))"
             R"((:[0-5][0-9]){2}(\.[0-9]+)?(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])$)";
    case Form::uuid:
      return R"(^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$)";
    case Form::digest:
      return R"(^[0-9a-f]{64}$)";
    case Form::name:
      return R"(^(?=.{1,64}$)[a-z0-9][a-z0-9-]*(\.[a-z0-9][a-z0-9-]*)*$)";
    case Form::label:
      return R"(^[A-Za-z0-9_.-]{1,64}$)";
    case Form::language:
      return R"(^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$)";
    case Form::state:
      return R"(^[A-Z]{2}$)";
    case Form::subdivision:
      return R"(^[A-Z]{2}-[A-Za-z0-9]{1,3}$)";
    case Form::currency:
      return R"(^[A-Z]{3}$)";
    case Form::decimal:
      return R"(^-?(0|[1-9][0-9]*)(\.[0-9]+)?$)";
    case Form::phone:
      return R"(^\+[1-9][0-9]{7,14}$)";
    case Form::email:
      return R"(^[^@ \t\r\n<>"]{1,64}@[^@.\- \t\r\n<>"]([^@. \t\r\n<>"]*[^@.\- \t\r\n<>"])?)"
             R"((\.[^@.\- \t\r\n<>"]([^@. \t\r\n<>"]*[^@.\- \t\r\n<>"])?)+$)";
    case Form::ip:
      return R"(^([0-9]{1,3}(\.[0-9]{1,3}){3}|[0-9A-Fa-f.]*:[0-9A-Fa-f:.]+)(/[0-9]{1,3})?$)";
    case Form::time_zone:
      return R"(^(UTC|(?=.*/)[A-Za-z0-9/_+\-]{1,64})$)";
    case Form::boolean:
    case Form::integer:
    case Form::code:
    case Form::port:
    case Form::object:
    case Form::opaque:
      return "";
  }
  return "";
}

Json ranged(std::int64_t least, std::int64_t most) {
  return Json::Object{{"type", "integer"}, {"minimum", least}, {"maximum", most}};
}

Json texts(const std::vector<std::string>& all) { return Json::Array(all.begin(), all.end()); }

Json not_null(const std::string& name) {
  const Json present = Json::Object{{"not", Json::Object{{"type", "null"}}}};
  return Json::Object{{"properties", Json::Object{{name, present}}},
                      {"required", Json::Array{name}}};
}

class Writer {
 public:
  explicit Writer(const Tables& tables) : tables_(&tables) {}

  Json::Object members(const std::vector<Field>& fields) {
    Json::Object properties;
    Json::Array required;
    for (const Field& field : fields) {
      properties.emplace(field.name, nullable(field));
      if (field.requirement == Requirement::required && field.set_at == SetAt::draft) {
        required.emplace_back(field.name);
      }
    }
    return {{"type", "object"},
            {"properties", std::move(properties)},
            {"required", std::move(required)},
            {"additionalProperties", false}};
  }

  /// Objects met while writing may use others: goes on until none is missing.
  Json::Object definitions() {
    Json::Object all;
    while (all.size() < used_.size()) {
      const std::set<std::string> known = used_;
      for (const std::string& name : known) {
        const auto* fields = tables_->object(name);
        if (!all.contains(name)) {
          all.emplace(name, fields != nullptr ? members(*fields) : Json::Object());
        }
      }
    }
    return all;
  }

 private:
  Json nullable(const Field& field) {
    if (field.requirement != Requirement::conditional) {
      return value(field);
    }
    return Json::Object{{"anyOf", Json::Array{value(field), Json::Object{{"type", "null"}}}}};
  }

  Json value(const Field& field) {
    if (!field.type.list) {
      return single(field);
    }
    Json::Object list{{"type", "array"}, {"items", single(field)}, {"maxItems", most_items}};
    if (field.requirement == Requirement::required) {
      list.emplace("minItems", 1);
    }
    return list;
  }

  Json single(const Field& field) {
    const Form form = field.type.form;
    if (form == Form::boolean) {
      return Json::Object{{"type", "boolean"}};
    }
    if (form == Form::integer) {
      return Json::Object{{"type", "integer"}, {"minimum", 0}};
    }
    if (form == Form::port) {
      return Json::Object{
          {"anyOf", Json::Array{ranged(1, most_port), Json::Object{{"const", "unknown"}}}}};
    }
    if (form == Form::number_or_line) {
      return Json::Object{{"anyOf", Json::Array{Json::Object{{"type", "integer"}, {"minimum", 1}},
                                                text(field.type)}}};
    }
    if (form == Form::code) {
      return Json::Object{{"enum", codes(field)}};
    }
    if (form == Form::object) {
      used_.insert(field.type.object);
      return Json::Object{{"$ref", "#/$defs/" + field.type.object}};
    }
    return form == Form::opaque ? Json(Json::Object{{"type", "object"}}) : text(field.type);
  }

  static Json text(const Type& type) {
    return Json::Object{{"type", "string"},
                        {"maxLength", static_cast<std::int64_t>(type.max_chars)},
                        {"pattern", pattern_of(type.form)}};
  }

  [[nodiscard]] Json codes(const Field& field) const {
    std::set<std::string> all;
    for (const std::string& list : field.type.codes) {
      for (const CodeEntry& entry : *tables_->codes(list)) {
        const auto& only = field.only;
        if (only.empty() || std::find(only.begin(), only.end(), entry.code) != only.end()) {
          all.insert(entry.code);
        }
      }
    }
    return Json::Array(all.begin(), all.end());
  }

  const Tables* tables_;
  std::set<std::string> used_;
};

/// What one field asks of others, and what a request has besides its fields.
Json::Array further_rules(const FieldTable& table) {
  Json::Array rules;
  for (const Condition& condition : table.conditions) {
    Json::Array wanted;
    for (const std::string& name : condition.requires_fields) {
      wanted.push_back(not_null(name));
    }
    const Json one_of = Json::Object{{"enum", texts(condition.is)}};
    const Json met = Json::Object{{"properties", Json::Object{{condition.field, one_of}}},
                                  {"required", Json::Array{condition.field}}};
    rules.emplace_back(
        Json::Object{{"if", met}, {"then", Json::Object{{"allOf", std::move(wanted)}}}});
  }
  if (table.request) {
    const Json own = Json::Object{{"const", table.name}};
    rules.emplace_back(Json::Object{{"properties", Json::Object{{"kind", own}}}});
  }
  if (table.location_for_provider) {
    rules.emplace_back(Json::Object{
        {"anyOf", Json::Array{not_null("provider"), not_null("custodian_or_location")}}});
  }
  return rules;
}

}  // namespace

Json json_schema(const Tables& tables, const FieldTable& table) {
  Writer writer(tables);
  Json::Object schema =
      table.opaque ? Json::Object{{"type", "object"}} : writer.members(table.fields);
  schema.emplace("$schema", "https://json-schema.org/draft/2020-12/schema");
  schema.emplace("$id", "urn:comity:record:" + table.name + ":1");
  schema.emplace("title", table.title);
  if (auto definitions = writer.definitions(); !definitions.empty()) {
    schema.emplace("$defs", std::move(definitions));
  }
  if (auto rules = further_rules(table); !rules.empty()) {
    schema.emplace("allOf", std::move(rules));
  }
  return schema;
}

}  // namespace comity::record
