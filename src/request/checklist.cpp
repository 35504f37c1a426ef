#include "request/checklist.h"

#include "request/answers.h"
#include "request/check_input.h"
#include "request/finding.h"
#include "request/rule_book.h"
#include "request/rules.h"

#include <algorithm>
#include <iterator>
#include <string_view>
#include <vector>

namespace comity::request {
namespace {

const std::vector<Rule>& all_rules() {
  static const std::vector<Rule> rules = [] {
    std::vector<Rule> out;
    for (const auto group : {identifier_rules(), time_rules(), data_rules(), law_rules(),
                             safeguard_rules(), kind_rules(), form_rules()}) {
      out.insert(out.end(), group.begin(), group.end());
    }
    return out;
  }();
  return rules;
}

std::vector<Finding> run(const Rule& rule, const CheckInput& input) {
  const RuleFacts* facts = input.data->rules.find(rule.id);
  if (facts == nullptr) {
    return {};
  }
  Answers answers(*facts);
  rule.check(input, answers);
  return answers.take();
}

}  // namespace

std::vector<Finding> run_checklist(const CheckInput& input) {
  std::vector<Finding> out;
  for (const RuleFacts& facts : input.data->rules.all()) {  // the order of the data
    auto findings = run_rule(facts.id, input);
    std::move(findings.begin(), findings.end(), std::back_inserter(out));
  }
  return out;
}

std::vector<Finding> run_rule(std::string_view id, const CheckInput& input) {
  for (const Rule& rule : all_rules()) {
    if (rule.id == id) {
      return run(rule, input);
    }
  }
  return {};
}

std::vector<std::string_view> checklist_ids() {
  std::vector<std::string_view> out;
  for (const Rule& rule : all_rules()) {
    out.push_back(rule.id);
  }
  return out;
}

}  // namespace comity::request
