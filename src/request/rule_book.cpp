#include "request/rule_book.h"

#include "codec/json.h"
#include "record/tables.h"
#include "record/view.h"
#include "request/folding.h"
#include "treaty/offences.h"
#include "value/bytes.h"
#include "value/result.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace comity::request {
namespace {

constexpr codec::JsonLimits data_limits{.max_bytes = 4UL * 1024 * 1024, .max_depth = 16};

RuleFacts facts_of(const record::View& row) {
  RuleFacts out;
  out.id = row.at("id").text().value_or("");
  out.level = row.at("level").text().value_or("");
  out.levels = row.at("levels").texts();
  out.articles = row.at("articles").texts();
  out.condition = row.at("condition").text().value_or("");
  out.fix = row.at("fix").text().value_or("");
  out.recipient_enforces =
      row.at("holds_against_modified_peer").text().value_or("").starts_with("yes");
  return out;
}

}  // namespace

value::Result<RuleBook> RuleBook::read(const codec::Json& casework) {
  RuleBook out;
  const record::View root(&casework);
  for (const record::View& row : root.at("checklist_rules").items()) {
    RuleFacts next = facts_of(row);
    if (next.id.empty() || next.levels.empty() || next.articles.empty() || next.condition.empty()) {
      return value::fail("REQ-01",
                         "checklist_rules: " + next.id + " lacks a level, article or condition");
    }
    out.rules_.push_back(std::move(next));
  }
  const record::View phrases = root.at("phrases.DS-01");
  for (const std::string& language : phrases.names()) {
    for (const std::string& phrase : phrases.at(language).texts()) {
      out.phrases_.push_back({phrase, Folded(phrase)});
    }
  }
  const record::View matrix = root.at("authorisation_matrix_default");
  for (const std::string& category : matrix.names()) {
    auto types = matrix.at(category).texts();
    if (!types.empty()) {
      out.matrix_[category] = std::move(types);
    }
  }
  if (out.rules_.empty() || out.phrases_.empty() || out.matrix_.empty()) {
    return value::fail("REQ-01",
                       "checklist_rules, phrases or authorisation_matrix_default is missing");
  }
  return out;
}

const RuleFacts* RuleBook::find(std::string_view id) const {
  const auto found = std::find_if(rules_.begin(), rules_.end(),
                                  [id](const RuleFacts& each) { return each.id == id; });
  return found == rules_.end() ? nullptr : &*found;
}

const std::vector<std::string>* RuleBook::authorisations(std::string_view category) const {
  const auto found = matrix_.find(category);
  return found == matrix_.end() ? nullptr : &found->second;
}

value::Result<Reference> read_reference(std::string_view casework, std::string_view documents,
                                        std::string_view offences) {
  const auto casework_json = codec::parse_json(value::bytes_of(casework), data_limits);
  const auto documents_json = codec::parse_json(value::bytes_of(documents), data_limits);
  const auto offences_json = codec::parse_json(value::bytes_of(offences), data_limits);
  for (const auto* json : {&casework_json, &documents_json, &offences_json}) {
    if (!*json) {
      return value::fail("REQ-01", "no JSON: " + json->error().detail);
    }
  }
  auto tables = record::Tables::read(*casework_json, *documents_json);
  if (!tables) {
    return value::fail(tables.error());
  }
  auto rules = RuleBook::read(*casework_json);
  if (!rules) {
    return value::fail(rules.error());
  }
  auto read = treaty::Offences::read(*offences_json);
  if (!read) {
    return value::fail(read.error());
  }
  return Reference{*std::move(tables), *std::move(rules), *std::move(read)};
}

}  // namespace comity::request
