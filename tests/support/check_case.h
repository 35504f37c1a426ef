// One run of the checklist over an example of the specification, changed here and there: XA asks XB
// on 21 November 2026.
#pragma once

#include "codec/json.h"
#include "record/view.h"
#include "register/state_profile.h"
#include "request/check_input.h"
#include "request/checklist.h"
#include "request/finding.h"
#include "request/rule_book.h"
#include "support/casework.h"
#include "support/profiles.h"
#include "support/source_file.h"
#include "value/instant.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace comity::testing_support {

inline const request::Reference& reference() {
  static const request::Reference read =
      request::read_reference(source_file("data/casework.json"), source_file("data/documents.json"),
                              source_file("data/convention/offences.json"))
          .value();
  return read;
}

class CheckCase {
 public:
  explicit CheckCase(std::string kind) : json_(example(kind)) {
    input_.kind = std::move(kind);
    input_.data = &reference();
    input_.requesting = &profile("XA");
    input_.requested = &profile("XB");
    input_.created_at = value::parse_instant("2026-11-21T12:00:00Z").value();
    input_.now = input_.created_at;
  }

  /// `to` is JSON; "null" takes the member out.
  CheckCase& set(std::string_view path, std::string_view to) {
    json_ = with(json_, path, json_of(to));
    return *this;
  }

  request::CheckInput& input() {
    input_.record = record::View(&json_);
    return input_;
  }

  [[nodiscard]] const codec::Json& json() const { return json_; }

  std::vector<request::Finding> run(std::string_view rule) { return run_rule(rule, input()); }

  std::vector<request::Finding> run() { return run_checklist(input()); }

  /// "block data_sets[1].period_from", "pass" or "not checked": the first finding of a rule.
  std::string first(std::string_view rule) {
    const auto findings = run(rule);
    if (findings.empty()) {
      return "no such rule";
    }
    const std::string path = findings.front().path.empty() ? "" : " " + findings.front().path;
    return std::string(result_text(findings.front().result)) + path;
  }

 private:
  codec::Json json_;
  request::CheckInput input_;
};

}  // namespace comity::testing_support
