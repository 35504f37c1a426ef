#include "request/draft.h"

#include "codec/json.h"
#include "record/tables.h"
#include "record/type.h"
#include "record/view.h"
#include "request/basis.h"
#include "request/rule_book.h"
#include "value/result.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace comity::request {
namespace {

using codec::Json;
using record::Field;
using record::Form;
using record::Requirement;
using record::SetAt;
using record::Tables;

Json::Object empty_object(const Tables& tables, const std::string& object);

Json empty_single(const Tables& tables, const Field& field) {
  switch (field.type.form) {
    case Form::boolean:
      return Json(false);
    case Form::integer:
    case Form::port:
      return Json(0);
    case Form::object:
      return Json(empty_object(tables, field.type.object));
    case Form::opaque:
      return Json(Json::Object());
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
    case Form::number_or_line:
      return Json("");
  }
  return Json("");
}

Json empty_list(const Tables& tables, const Field& field) {
  Json::Array out;
  if (field.type.form == Form::object) {
    out.push_back(empty_single(tables, field));  // a row to copy
  }
  return Json(std::move(out));
}

Json::Object empty_fields(const Tables& tables, const std::vector<Field>& fields) {
  Json::Object out;
  for (const Field& field : fields) {
    if (field.requirement == Requirement::required && field.set_at == SetAt::draft) {
      out.emplace(field.name,
                  field.type.list ? empty_list(tables, field) : empty_single(tables, field));
    }
  }
  return out;
}

Json::Object empty_object(const Tables& tables, const std::string& object) {
  const auto* members = tables.object(object);
  return members != nullptr ? empty_fields(tables, *members) : Json::Object();
}

std::string form_words(const record::Type& type) {
  switch (type.form) {
    case Form::boolean:
      return "true or false";
    case Form::integer:
      return "whole number";
    case Form::line:
      return "line of at most " + std::to_string(type.max_chars) + " characters";
    case Form::text:
      return "text of at most " + std::to_string(type.max_chars) + " characters";
    case Form::code:
      return "one of " + (type.codes.size() == 1 ? type.codes.front() : "the codes");
    case Form::date:
      return "date 2026-11-03";
    case Form::instant:
      return "time with offset 2026-11-03T02:14:09+01:00";
    case Form::uuid:
      return "UUID of version 7";
    case Form::digest:
      return "SHA-256 as 64 hexadecimal digits";
    case Form::name:
      return "directory id such as xa.247";
    case Form::label:
      return "reference such as i1 or ds1";
    case Form::language:
      return "language tag such as en";
    case Form::state:
      return "State code such as XA";
    case Form::subdivision:
      return "subdivision code such as XA-01";
    case Form::currency:
      return "currency code such as EUR";
    case Form::decimal:
      return "amount as text, 1200.50";
    case Form::phone:
      return "telephone number +442079460123";
    case Form::email:
      return "e-mail address";
    case Form::ip:
      return "IP address";
    case Form::port:
      return "port from 1 to 65535, or \"unknown\"";
    case Form::time_zone:
      return "time zone such as Europe/London";
    case Form::number_or_line:
      return "number or line";
    case Form::object:
      return "object " + type.object;
    case Form::opaque:
      return "object";
  }
  return "";
}

std::string requirement_words(const Field& field) {
  switch (field.set_at) {
    case SetAt::signing:
      return "set at signing";
    case SetAt::acknowledgement:
      return "set by the acknowledgement";
    case SetAt::computed:
      return "computed";
    case SetAt::draft:
      break;
  }
  switch (field.requirement) {
    case Requirement::required:
      return "required";
    case Requirement::optional:
      return "optional";
    case Requirement::conditional:
      return "conditional";
  }
  return "";
}

Hint hint_of(const Tables& tables, const Field& field, const std::string& path) {
  Hint out;
  out.path = path;
  out.type = (field.type.list ? "list: " : "") + form_words(field.type);
  out.requirement = requirement_words(field);
  out.rule = field.rule;
  out.source = field.source;
  for (const std::string& list : field.type.codes) {
    if (const auto* entries = tables.codes(list)) {
      for (const record::CodeEntry& entry : *entries) {
        out.codes.push_back(entry.code);
      }
    }
  }
  return out;
}

void add_hints(const Tables& tables, const std::vector<Field>& fields, const std::string& prefix,
               std::vector<Hint>& out) {
  for (const Field& field : fields) {
    const std::string path = prefix + field.name + (field.type.list ? "[]" : "");
    out.push_back(hint_of(tables, field, path));
    const auto* members =
        field.type.form == Form::object ? tables.object(field.type.object) : nullptr;
    if (members != nullptr) {
      add_hints(tables, *members, path + ".", out);
    }
  }
}

}  // namespace

value::Result<Json> draft_record(const Tables& tables, std::string_view kind, DraftFill fill) {
  const auto table = tables.enabled(kind);
  if (!table) {
    return value::fail(table.error());
  }
  const record::KindFacts* facts = tables.kind(kind);
  if (fill == DraftFill::example && facts != nullptr) {
    return facts->example;
  }
  Json::Object out = empty_fields(tables, (*table)->fields);
  out["kind"] = std::string(kind);
  return out;
}

value::Result<std::vector<Hint>> draft_hints(const Tables& tables, std::string_view kind) {
  const auto table = tables.enabled(kind);
  if (!table) {
    return value::fail(table.error());
  }
  std::vector<Hint> out;
  add_hints(tables, (*table)->fields, "", out);
  return out;
}

Json completed(const Reference& data, std::string_view kind, const Json& draft) {
  const record::FieldTable* table = data.tables.find(kind);
  const auto* members = draft.object();
  if (table == nullptr || members == nullptr) {
    return draft;
  }
  Json::Object out = *members;
  const auto basis = cooperation_basis_of(data, kind, record::View(&draft));
  if (basis && table->find("cooperation_basis") != nullptr) {
    out.insert_or_assign("cooperation_basis", *basis);
  }
  if (table->find("political_nature_declaration") != nullptr) {  // kept where it is given
    Json::Object declaration;
    declaration.emplace("declared", true);
    out.emplace("political_nature_declaration", std::move(declaration));
  }
  return out;
}

}  // namespace comity::request
