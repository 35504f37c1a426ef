#include "verify/verdict.h"

#include "verify/finding.h"

#include <string>
#include <string_view>
#include <vector>

namespace comity::verify {
namespace {

std::string reason_of(const Finding& finding) {
  std::string text = finding.place.text();
  if (finding.error) {
    text += ": " + std::string(finding.error->code.text()) + " " + finding.error->detail;
  }
  return text;
}

std::string joined(const std::vector<const Finding*>& findings) {
  std::string text;
  for (const Finding* finding : findings) {
    text += (text.empty() ? "" : "; ") + reason_of(*finding);
  }
  return text;
}

}  // namespace

Verdict verdict_of(const Findings& findings) {
  Verdict verdict;
  for (const Finding& finding : findings.all()) {
    if (finding.outcome == Outcome::broken) {
      verdict.where.push_back(&finding);
    } else if (finding.outcome == Outcome::unknown) {
      verdict.missing.push_back(&finding);
    }
  }
  if (!verdict.where.empty()) {
    verdict.answer = Answer::altered;
  } else if (verdict.missing.empty() && !findings.all().empty()) {
    verdict.answer = Answer::unaltered;
  }
  return verdict;
}

int Verdict::status() const {
  switch (answer) {
    case Answer::unaltered:
      return 0;
    case Answer::altered:
      return 1;
    case Answer::undecided:
      return 2;
  }
  return 2;
}

std::string_view Verdict::word() const {
  switch (answer) {
    case Answer::unaltered:
      return "unaltered";
    case Answer::altered:
      return "altered";
    case Answer::undecided:
      return "undecided";
  }
  return "";
}

std::string Verdict::sentence() const {
  switch (answer) {
    case Answer::unaltered:
      return "Unaltered: every statement, key and file is what its signer signed, under the roots "
             "you trust. Times are claimed, not proven.";
    case Answer::altered:
      return "Altered: " + joined(where);
    case Answer::undecided:
      return "Cannot be decided: " + (missing.empty() ? "nothing was checked" : joined(missing));
  }
  return "";
}

std::vector<std::string_view> proven_by(Answer answer) {
  switch (answer) {
    case Answer::unaltered:
      return {
          "Every statement, key set and file in the bundle is, octet for octet, what its signer "
          "signed, under the roots you named.",
          "Each statement stands in its author's ledger, and its keys and persons were enrolled "
          "at that place."};
    case Answer::altered:
      return {
          "What is named is not what was signed, or was put together from parts that do not belong "
          "together.",
          "What is not named, and is no part of it, still proves what its checks say."};
    case Answer::undecided:
      return {"Nothing that could be checked contradicts a signature."};
  }
  return {};
}

std::vector<std::string_view> not_proven_by(Answer answer) {
  switch (answer) {
    case Answer::unaltered:
      return {
          "When anything was signed: times are claimed, no witness and no time stamp is in the "
          "bundle.",
          "That no later statement was left out, or that the ledgers show others the same.",
          "That what was said is true, or that evidence was untouched before it was sealed."};
    case Answer::altered:
      return {"Who changed it, when, or whether it was damage or intent.",
              "That an unaltered copy does not exist: ask for one."};
    case Answer::undecided:
      return {
          "That the bundle is unaltered: what is missing has to come first, and may show that it "
          "is not."};
  }
  return {};
}

}  // namespace comity::verify
