// The rules of the checklist as functions, by subject. What each asks for stands in the data
// (request/rule_book.h); request/checklist.h runs them.
#pragma once

#include "request/answers.h"
#include "request/check_input.h"

#include <span>
#include <string_view>

namespace comity::request {

struct Rule {
  std::string_view id;
  void (*check)(const CheckInput& input, Answers& answers);
};

std::span<const Rule> identifier_rules();  // ID-01, ID-03 to ID-06, ID-10 to ID-14
std::span<const Rule> time_rules();        // ID-02, ID-07 to ID-09, PR-01
std::span<const Rule> data_rules();        // DS-01 to DS-07
std::span<const Rule> law_rules();         // LG-01, LG-02, LG-08, LG-09, LG-11 to LG-13
std::span<const Rule> safeguard_rules();   // LG-03 to LG-07, CF-01, CF-02
std::span<const Rule> kind_rules();        // DS-08, PR-02, TD-01 to TD-03
std::span<const Rule> form_rules();        // FM-01 to FM-04, AU-01, AU-02

}  // namespace comity::request
