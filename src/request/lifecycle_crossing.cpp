#include "request/lifecycle_crossing.h"

#include "codec/json.h"
#include "value/result.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace comity::request {

namespace {

struct Listed {
  CrossingRule rule;
  std::string_view id;
  std::string_view first;
  std::string_view second;
};

// The pairs as section 5.0 of the casework text writes them.
constexpr std::array<Listed, 7> listed{{
    {CrossingRule::neither_decision, "X-7", "decision", "decision of the same side"},
    {CrossingRule::delivery_over_withdrawal, "X-5", "delivery_notice", "withdrawal"},
    {CrossingRule::withdrawal_over_grant, "X-1", "withdrawal", "decision_grant"},
    {CrossingRule::withdrawal_over_decision, "X-4", "decision (any but a grant)", "withdrawal"},
    {CrossingRule::decision_over_extension, "X-6", "extension", "decision"},
    {CrossingRule::extension_over_lapse, "X-2", "extension", "lapse_notice"},
    {CrossingRule::supplement_over_lapse, "X-3", "supplement", "lapse_notice"},
}};

bool is_pair(const codec::Json& row, const Listed& known) {
  const auto* pair = row.member("pair");
  const auto* names = pair == nullptr ? nullptr : pair->array();
  return names != nullptr && names->size() == 2 && (*names)[0] == codec::Json(known.first) &&
         (*names)[1] == codec::Json(known.second);
}

std::string text_member(const codec::Json& row, std::string_view name) {
  const auto* member = row.member(name);
  const auto* text = member == nullptr ? nullptr : member->text();
  return text == nullptr ? std::string() : *text;
}

const codec::Json* row_of(const codec::Json::Array& rows, std::string_view id) {
  const auto row = std::find_if(rows.begin(), rows.end(),
                                [&](const auto& each) { return text_member(each, "id") == id; });
  return row == rows.end() ? nullptr : &*row;
}

}  // namespace

bool is_decision(std::string_view document) {
  constexpr std::array<std::string_view, 5> decisions{"decision_grant", "decision_grant_conditions",
                                                      "decision_partial", "decision_postponement",
                                                      "decision_refusal"};
  return std::find(decisions.begin(), decisions.end(), document) != decisions.end();
}

bool stands(CrossingRule rule, std::string_view document) {
  switch (rule) {
    case CrossingRule::neither_decision:
      return false;
    case CrossingRule::delivery_over_withdrawal:
      return document == "delivery_notice";
    case CrossingRule::withdrawal_over_grant:
    case CrossingRule::withdrawal_over_decision:
      return document == "withdrawal";
    case CrossingRule::decision_over_extension:
      return is_decision(document);
    case CrossingRule::extension_over_lapse:
      return document == "extension";
    case CrossingRule::supplement_over_lapse:
      return document == "supplement";
  }
  return false;
}

bool yields(CrossingRule rule, std::string_view document) {
  switch (rule) {
    case CrossingRule::neither_decision:
      return is_decision(document);
    case CrossingRule::delivery_over_withdrawal:
      return document == "withdrawal";
    case CrossingRule::withdrawal_over_grant:
      return document == "decision_grant";
    case CrossingRule::withdrawal_over_decision:
      return is_decision(document) && document != "decision_grant";
    case CrossingRule::decision_over_extension:
      return document == "extension";
    case CrossingRule::extension_over_lapse:
    case CrossingRule::supplement_over_lapse:
      return document == "lapse_notice";
  }
  return false;
}

value::Result<std::vector<Crossing>> read_crossings(const codec::Json& crossings) {
  const auto* rows = crossings.array();
  if (rows == nullptr || rows->size() != listed.size()) {
    return value::fail("REQ-LIFE-06", "the crossing table does not have seven rows");
  }
  std::vector<Crossing> read;
  for (const auto& known : listed) {
    const auto* row = row_of(*rows, known.id);
    if (row == nullptr || !is_pair(*row, known)) {
      return value::fail("REQ-LIFE-06", std::string(known.id) + " is missing or another pair");
    }
    auto state = text_member(*row, "state");
    if (state == "unchanged" || state == "as the decision says") {
      state.clear();
    }
    read.push_back({known.rule, std::string(known.id), text_member(*row, "outcome"), state});
  }
  return read;
}

}  // namespace comity::request
