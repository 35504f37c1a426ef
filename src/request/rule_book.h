// The checklist rules as data: level, articles, condition and fix of each, the phrases of DS-01 and
// the default authorisations of DS-03. What each rule does is code, in request/rules_*.cpp.
#pragma once

#include "codec/json.h"
#include "record/tables.h"
#include "request/folding.h"
#include "treaty/offences.h"
#include "value/result.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace comity::request {

struct RuleFacts {
  std::string id;
  std::string level;
  std::vector<std::string> levels;  // results other than pass that it may give
  std::vector<std::string> articles;
  std::string condition;
  std::string fix;
  bool recipient_enforces = false;
};

struct BroadPhrase {
  std::string text;
  Folded folded;
};

class RuleBook {
 public:
  /// REQ-01 names the place of data/casework.json that is malformed.
  static value::Result<RuleBook> read(const codec::Json& casework);

  [[nodiscard]] const RuleFacts* find(std::string_view id) const;

  [[nodiscard]] const std::vector<RuleFacts>& all() const { return rules_; }

  /// Phrases that ask for everything, of all languages (DS-01).
  [[nodiscard]] const std::vector<BroadPhrase>& broad_phrases() const { return phrases_; }

  /// Accepted authorisation types where a State's profile says nothing; null when unknown.
  [[nodiscard]] const std::vector<std::string>* authorisations(std::string_view category) const;

 private:
  std::vector<RuleFacts> rules_;
  std::vector<BroadPhrase> phrases_;
  std::map<std::string, std::vector<std::string>, std::less<>> matrix_;
};

/// All the data that checking a record needs.
struct Reference {
  record::Tables tables;
  RuleBook rules;
  treaty::Offences offences;
};

/// From the bytes of data/casework.json, documents.json and convention/offences.json.
value::Result<Reference> read_reference(std::string_view casework, std::string_view documents,
                                        std::string_view offences);

}  // namespace comity::request
