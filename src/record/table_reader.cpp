#include "record/table_reader.h"

#include "codec/json.h"
#include "record/tables.h"
#include "record/type.h"
#include "record/view.h"
#include "value/bytes.h"
#include "value/result.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace comity::record {
namespace {

const codec::Json nothing;
constexpr codec::JsonLimits table_limits{.max_bytes = 4UL * 1024 * 1024, .max_depth = 16};

std::string text_at(const codec::Json& json, std::string_view name) {
  return View(&json).at(name).text().value_or("");
}

bool truth_at(const codec::Json& json, std::string_view name) {
  return View(&json).at(name).boolean().value_or(false);
}

SetAt set_at_of(std::string_view text) {
  if (text == "signing") {
    return SetAt::signing;
  }
  if (text == "acknowledgement") {
    return SetAt::acknowledgement;
  }
  return text == "computed" ? SetAt::computed : SetAt::draft;
}

std::string inside(std::string place, std::string_view name) {
  place.append(".").append(name);
  return place;
}

bool listed(const std::vector<std::string>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// Blocks whose dotted fields are the members of row objects (casework.json, blocks.*.row_prefix).
struct RowPrefix {
  std::string_view prefix;
  std::string_view object;
};

constexpr RowPrefix row_prefixes[] = {{"offence.", "offence"}, {"ds.", "data_set"}};

}  // namespace

value::Result<Tables> Tables::read(const codec::Json& casework, const codec::Json& documents) {
  return TableReader(casework, documents).read();
}

value::Result<Tables> Tables::parse(std::string_view casework, std::string_view documents) {
  const auto first = codec::parse_json(value::bytes_of(casework), table_limits);
  const auto second = codec::parse_json(value::bytes_of(documents), table_limits);
  if (!first) {
    return value::fail("REC-01", "casework.json: " + first.error().detail);
  }
  if (!second) {
    return value::fail("REC-01", "documents.json: " + second.error().detail);
  }
  return read(*first, *second);
}

void TableReader::refuse(const std::string& place, const std::string& what) {
  if (!error_) {
    error_ = value::Error{"REC-01", place + ": " + what};
  }
}

const codec::Json& TableReader::member(const codec::Json& json, std::string_view name,
                                       const std::string& place) {
  const codec::Json* found = json.member(name);
  if (found == nullptr) {
    refuse(place, "has no member " + std::string(name));
    return nothing;
  }
  return *found;
}

Field TableReader::field(const codec::Json& json, const std::string& place) {
  Field out;
  out.name = text_at(json, "name");
  out.rule = text_at(json, "rule");
  out.source = text_at(json, "source");
  out.set_at = set_at_of(text_at(json, "set_at"));
  out.only = View(&json).at("only").texts();
  if (out.name.empty()) {
    refuse(place, "a field has no name");
  }
  const std::string required = text_at(json, "required");
  if (required == "R" || required == "O" || required == "C") {
    out.requirement = required == "R"   ? Requirement::required
                      : required == "O" ? Requirement::optional
                                        : Requirement::conditional;
  } else {
    refuse(place + "." + out.name, "required is not R, O or C");
  }
  auto type = parse_type(text_at(json, "type"), out.rule);
  if (type) {
    out.type = *std::move(type);
  } else {
    refuse(place + "." + out.name, type.error().detail);
  }
  return out;
}

TableReader::Fields TableReader::fields(const codec::Json& json, const std::string& place) {
  Fields out;
  const auto* items = json.array();
  if (items == nullptr) {
    refuse(place, "is no list of fields");
    return out;
  }
  for (const codec::Json& item : *items) {
    Field next = field(item, place);
    const bool twice = std::any_of(out.begin(), out.end(),
                                   [&next](const Field& each) { return each.name == next.name; });
    if (twice) {
      refuse(place + "." + next.name, "stands twice");
    }
    out.push_back(std::move(next));
  }
  return out;
}

void TableReader::read_lists(const codec::Json& lists, const std::string& place) {
  for (const std::string& name : View(&lists).names()) {
    const codec::Json& list = *lists.member(name);
    if (list.object() != nullptr) {
      continue;  // a union, joined once all lists are read
    }
    std::vector<CodeEntry>& entries = tables_.lists_[name];
    for (const View& entry : View(&list).items()) {
      entries.push_back(
          {entry.at("code").text().value_or(""), entry.at("note").text().value_or("")});
      if (entries.back().code.empty()) {
        refuse(inside(place, name), "an entry has no code");
      }
    }
    if (entries.empty()) {
      refuse(inside(place, name), "has no codes");
    }
  }
}

void TableReader::join_unions(const codec::Json& lists) {
  for (const std::string& name : View(&lists).names()) {
    for (const std::string& part : View(&lists).at(name + ".union_of").texts()) {
      const auto* entries = tables_.codes(part);
      if (entries == nullptr) {
        refuse("code_lists." + name, "joins the unknown list " + part);
        continue;
      }
      const std::vector<CodeEntry> copy = *entries;
      auto& joined = tables_.lists_[name];
      joined.insert(joined.end(), copy.begin(), copy.end());
    }
  }
}

void TableReader::read_objects(const codec::Json& objects, const std::string& place) {
  for (const std::string& name : View(&objects).names()) {
    tables_.objects_[name] = fields(*objects.member(name), inside(place, name));
  }
}

void TableReader::read_blocks() {
  const codec::Json& common = member(*casework_, "common", "casework");
  for (const std::string& name : View(&common).names()) {
    Fields block;
    for (Field& each : fields(*common.member(name), "common." + name)) {
      const auto row = std::find_if(
          std::begin(row_prefixes), std::end(row_prefixes),
          [&each](const RowPrefix& prefix) { return each.name.starts_with(prefix.prefix); });
      if (row == std::end(row_prefixes)) {
        block.push_back(std::move(each));
        continue;
      }
      each.name.erase(0, row->prefix.size());
      tables_.objects_[std::string(row->object)].push_back(std::move(each));
    }
    blocks_[name] = std::move(block);
  }
  // Block identifier is the list "identifiers" of the record (casework.json, blocks.identifier).
  tables_.objects_["identifier"] = blocks_["identifier"];
  Field list;
  list.name = "identifiers";
  list.type = {
      .form = Form::object, .list = true, .max_chars = 0, .object = "identifier", .codes = {}};
  list.requirement = Requirement::required;
  list.rule = "one entry per identifier; each has an id unique in the file";
  blocks_["identifier"] = {list};
}

void TableReader::add_block(FieldTable& table, const codec::Json& use, const std::string& place) {
  const std::string name = text_at(use, "block");
  const auto block = blocks_.find(name);
  if (block == blocks_.end()) {
    refuse(place, "uses the unknown block \"" + name + "\"");
    return;
  }
  const std::vector<std::string> chosen = View(&use).at("fields").texts();
  for (const std::string& each : chosen) {
    if (std::none_of(block->second.begin(), block->second.end(),
                     [&each](const Field& field) { return field.name == each; })) {
      refuse(inside(place, name), "the block has no field " + each);
    }
  }
  for (const Field& each : block->second) {
    if (chosen.empty() || listed(chosen, each.name)) {
      table.fields.push_back(each);
    }
  }
}

void TableReader::inherit(FieldTable& table, const codec::Json& json, const std::string& place) {
  const View inherits = View(&json).at("inherits");
  const codec::Json& kinds = member(*casework_, "kinds", "casework");
  for (const std::string& from : inherits.names()) {
    const Fields others =
        fields(member(member(kinds, from, place), "fields", place), "kinds." + from);
    const std::vector<std::string> chosen = inherits.at(from).texts();
    for (const Field& each : others) {
      if (listed(chosen, each.name)) {
        table.fields.push_back(each);
      }
    }
  }
}

void TableReader::require_fields(FieldTable& table, const codec::Json& json,
                                 const std::string& place) {
  for (const std::string& name : View(&json).at("requires").texts()) {
    const auto found = std::find_if(table.fields.begin(), table.fields.end(),
                                    [&name](const Field& each) { return each.name == name; });
    if (found == table.fields.end()) {
      refuse(place, "requires the unknown field " + name);
    } else if (name == "provider" && table.find("custodian_or_location") != nullptr &&
               table.name != "provider_order") {
      table.location_for_provider = true;
    } else {
      found->requirement = Requirement::required;
    }
  }
}

Follows TableReader::follows(const std::string& name, const codec::Json& json) {
  const View view(&json);
  Follows out;
  out.kinds = view.at("kinds").texts();
  out.article = text_at(json, "article");
  out.status = text_at(json, "status");
  out.takes = view.at("takes").texts();
  out.cites = text_at(json, "cites");
  out.categories = view.at("categories").texts();
  out.from_disclosure = truth_at(json, "from_disclosure");
  const FieldTable& table = tables_.tables_.at(name);
  for (const std::string& field : out.takes) {
    if (table.find(field) == nullptr) {
      refuse("kinds." + name + ".follows", "takes the unknown field " + field);
    }
  }
  if (out.kinds.empty() || out.article.empty() || out.status.empty() ||
      (!out.cites.empty() && table.find(out.cites) == nullptr)) {
    refuse("kinds." + name + ".follows", "lacks kinds, article or status, or cites no field");
  }
  return out;
}

void TableReader::read_facts(const std::string& name, const codec::Json& json) {
  KindFacts& facts = tables_.kinds_[name];
  facts.title = text_at(json, "title");
  facts.basis = text_at(json, "basis");
  facts.machine = text_at(json, "machine");
  facts.treaty_kind = text_at(json, "treaty_kind");
  facts.cooperation_class = text_at(json, "cooperation_class");
  facts.open_on_35_1_c = View(&json).at("open_on_35_1_c").boolean();
  facts.categories = View(&json).at("categories").texts();
  if (const codec::Json* after = json.member("follows")) {
    facts.follows = follows(name, *after);
  }
  if (const codec::Json* example = json.member("example")) {
    facts.example = *example;
  }
  if (facts.title.empty() || facts.machine.empty()) {
    refuse("kinds." + name, "has no title or machine");
  }
}

void TableReader::read_kind(const std::string& name, const codec::Json& json) {
  const std::string place = "kinds." + name;
  FieldTable table;
  table.name = name;
  table.title = text_at(json, "title");
  table.request = true;
  if (const auto* uses = member(json, "uses", place).array()) {
    for (const codec::Json& use : *uses) {
      add_block(table, use, place);
    }
  }
  inherit(table, json, place);
  for (Field& each : fields(member(json, "fields", place), place)) {
    table.fields.push_back(std::move(each));
  }
  const std::vector<std::string> left_out = View(&json).at("leaves_out").texts();
  std::erase_if(table.fields,
                [&left_out](const Field& each) { return listed(left_out, each.name); });
  require_fields(table, json, place);
  tables_.tables_[name] = std::move(table);
  read_facts(name, json);
}

void TableReader::read_document(const std::string& name, const codec::Json& json) {
  const std::string place = "documents." + name;
  FieldTable table;
  table.name = name;
  table.title = text_at(json, "title");
  table.opaque = truth_at(json, "opaque");
  const std::string kind = text_at(json, "fields_of_kind");
  if (kind.empty()) {
    table.fields = fields(member(json, "fields", place), place);
  } else {
    const codec::Json& kinds = member(*casework_, "kinds", "casework");
    table.fields = fields(member(member(kinds, kind, place), "fields", place), place);
  }
  for (const View& each : View(&json).at("conditions").items()) {
    table.conditions.push_back(
        {each.at("if").text().value_or(""), each.at("is").texts(), each.at("requires").texts()});
    const Condition& condition = table.conditions.back();
    const bool known =
        table.find(condition.field) != nullptr &&
        std::all_of(condition.requires_fields.begin(), condition.requires_fields.end(),
                    [&table](const std::string& field) { return table.find(field); });
    if (!known) {
      refuse(place, "a condition names an unknown field");
    }
  }
  if (tables_.find(name) != nullptr) {
    refuse(place, "is also a kind");
  }
  tables_.tables_[name] = std::move(table);
}

void TableReader::read_enabled() {
  tables_.enabled_ = View(documents_).at("enabled_kinds").texts();
  for (const std::string& kind : tables_.enabled_) {
    if (tables_.kind(kind) == nullptr) {
      refuse("enabled_kinds", "unknown kind " + kind);
    }
  }
}

void TableReader::check_types(const Fields& all, const std::string& place) {
  for (const Field& each : all) {
    if (each.type.form == Form::object && tables_.object(each.type.object) == nullptr) {
      refuse(place + "." + each.name, "unknown object " + each.type.object);
    }
    for (const std::string& list : each.type.codes) {
      if (tables_.codes(list) == nullptr) {
        refuse(place + "." + each.name, "unknown code list " + list);
      }
    }
  }
}

void TableReader::check_references() {
  for (const auto& [name, table] : tables_.tables_) {
    check_types(table.fields, name);
  }
  for (const auto& [name, members] : tables_.objects_) {
    check_types(members, "objects." + name);
  }
}

value::Result<Tables> TableReader::read() {
  const codec::Json& lists = member(*casework_, "code_lists", "casework");
  read_lists(lists, "code_lists");
  join_unions(lists);
  read_lists(member(*documents_, "code_lists", "documents"), "documents.code_lists");
  read_objects(member(*casework_, "objects", "casework"), "objects");
  read_objects(member(*documents_, "objects", "documents"), "documents.objects");
  read_blocks();
  const codec::Json& kinds = member(*casework_, "kinds", "casework");
  for (const std::string& name : View(&kinds).names()) {
    read_kind(name, *kinds.member(name));
  }
  const codec::Json& documents = member(*documents_, "documents", "documents");
  for (const std::string& name : View(&documents).names()) {
    read_document(name, *documents.member(name));
  }
  read_enabled();
  check_references();
  if (error_) {
    return value::fail(*error_);
  }
  return std::move(tables_);
}

}  // namespace comity::record
