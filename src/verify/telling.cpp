#include "verify/telling.h"

#include "codec/json.h"
#include "data/error_catalogue.h"
#include "value/result.h"
#include "verify/finding.h"

#include <cstddef>
#include <string>
#include <utility>

namespace comity::verify {
namespace {

using codec::Json;

std::string told(const Finding& finding) {
  std::string text = "  " + std::string(outcome_text(finding.outcome)) + "  " + finding.subject;
  if (finding.error) {
    text += ": " + explained(*finding.error);
  }
  return text + (finding.note.empty() ? "" : ": " + finding.note) + "\n";
}

std::string told(const Findings& findings, Check check) {
  std::string lines;
  std::size_t held = 0;
  for (const Finding& finding : findings.all()) {
    if (finding.check != check) {
      continue;
    }
    if (finding.outcome == Outcome::holds) {
      ++held;
    } else {
      lines += told(finding);
    }
  }
  if (held == 0 && lines.empty()) {
    return "";
  }
  const Meaning meaning = meaning_of(check);
  std::string text = std::string(meaning.name);
  text += held > 0 ? ": ok, " + std::to_string(held) + "\n" : "\n";
  text += "  proves: " + std::string(meaning.proves) + "\n";
  text += "  does not prove: " + std::string(meaning.does_not_prove) + "\n";
  return text + lines;
}

}  // namespace

std::string explained(const value::Error& error) {
  const data::CatalogueEntry entry = data::error_entry(error.code.text());
  return std::string(error.code.text()) + " " + entry.what + " (" + error.detail + ") " +
         entry.advice;
}

std::string as_text(const Findings& findings) {
  std::string text;
  for (std::size_t i = 0; i <= static_cast<std::size_t>(Check::time); ++i) {
    text += told(findings, static_cast<Check>(i));
  }
  return text + "\n" + verdict_of(findings).sentence + "\n";
}

std::string as_json(const Findings& findings) {
  Json::Array rows;
  for (const Finding& finding : findings.all()) {
    const Meaning meaning = meaning_of(finding.check);
    Json::Object row{{"check", meaning.name},
                     {"subject", finding.subject},
                     {"outcome", outcome_text(finding.outcome)},
                     {"proves", meaning.proves},
                     {"does_not_prove", meaning.does_not_prove}};
    if (finding.error) {
      row.emplace("code", finding.error->code.text());
      row.emplace("detail", finding.error->detail);
    }
    if (!finding.note.empty()) {
      row.emplace("note", finding.note);
    }
    rows.emplace_back(std::move(row));
  }
  const Verdict verdict = verdict_of(findings);
  return codec::write_json_indented(Json::Object{
      {"verdict", verdict.sentence}, {"status", verdict.status}, {"findings", std::move(rows)}});
}

}  // namespace comity::verify
