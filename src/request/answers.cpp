#include "request/answers.h"

#include "request/finding.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace comity::request {

std::string_view result_text(RuleResult result) {
  switch (result) {
    case RuleResult::pass:
      return "pass";
    case RuleResult::block:
      return "block";
    case RuleResult::warn:
      return "warn";
    case RuleResult::ask:
      return "ask";
    case RuleResult::not_checked:
      return "not checked";
  }
  return "";
}

bool blocked(const std::vector<Finding>& findings) {
  return std::any_of(findings.begin(), findings.end(),
                     [](const Finding& each) { return each.result == RuleResult::block; });
}

void Answers::add(RuleResult result, std::string path, std::string sentence) {
  Finding next;
  next.rule = facts_->id;
  next.result = result;
  next.path = std::move(path);
  for (const std::string& article : facts_->articles) {
    next.articles += (next.articles.empty() ? "" : ", ") + article;
  }
  next.sentence = std::move(sentence);
  next.fix = result == RuleResult::pass ? "" : facts_->fix;
  findings_.push_back(std::move(next));
}

void Answers::block(std::string path, std::string sentence) {
  add(RuleResult::block, std::move(path), std::move(sentence));
}

void Answers::warn(std::string path, std::string sentence) {
  add(RuleResult::warn, std::move(path), std::move(sentence));
}

void Answers::object(bool blocks, std::string path, std::string sentence) {
  add(blocks ? RuleResult::block : RuleResult::warn, std::move(path), std::move(sentence));
}

void Answers::ask(std::string path, std::string sentence) {
  add(RuleResult::ask, std::move(path), std::move(sentence));
}

void Answers::not_checked(std::string sentence) {
  add(RuleResult::not_checked, "", std::move(sentence));
}

std::vector<Finding> Answers::take() {
  if (findings_.empty()) {
    add(RuleResult::pass, "", "Nothing found.");
  }
  return std::move(findings_);
}

}  // namespace comity::request
