// Collects what one rule answers. A rule that says nothing passes.
#pragma once

#include "request/finding.h"
#include "request/rule_book.h"

#include <string>
#include <vector>

namespace comity::request {

class Answers {
 public:
  explicit Answers(const RuleFacts& facts) : facts_(&facts) {}

  void block(std::string path, std::string sentence);
  void warn(std::string path, std::string sentence);

  /// Blocks, or warns where the rule is softer for this record.
  void object(bool blocks, std::string path, std::string sentence);
  void ask(std::string path, std::string sentence);
  void not_checked(std::string sentence);

  /// One finding "pass" when the rule had nothing to say.
  std::vector<Finding> take();

 private:
  void add(RuleResult result, std::string path, std::string sentence);

  const RuleFacts* facts_;
  std::vector<Finding> findings_;
};

}  // namespace comity::request
