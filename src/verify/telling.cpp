#include "verify/telling.h"

#include "codec/json.h"
#include "data/error_catalogue.h"
#include "value/result.h"
#include "verify/finding.h"
#include "verify/verdict.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace comity::verify {
namespace {

using codec::Json;

std::string told(const Finding& finding) {
  std::string text =
      "  " + std::string(outcome_text(finding.outcome)) + "  " + finding.place.text();
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

Json places(const std::vector<const Finding*>& findings) {
  Json::Array rows;
  for (const Finding* finding : findings) {
    Json::Object row{{"check", meaning_of(finding->check).name}, {"path", finding->place.path}};
    if (finding->place.chunk) {
      row.emplace("chunk", static_cast<std::int64_t>(*finding->place.chunk));
    }
    if (finding->error) {
      row.emplace("code", finding->error->code.text());
      row.emplace("detail", finding->error->detail);
    }
    rows.emplace_back(std::move(row));
  }
  return rows;
}

Json sentences(const std::vector<std::string_view>& all) {
  return Json::Array(all.begin(), all.end());
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
  const Verdict verdict = verdict_of(findings);
  text += "\n";
  for (const std::string_view proves : proven_by(verdict.answer)) {
    text += "Proves: " + std::string(proves) + "\n";
  }
  for (const std::string_view open : not_proven_by(verdict.answer)) {
    text += "Does not prove: " + std::string(open) + "\n";
  }
  return text + "\n" + verdict.sentence() + "\n";
}

std::string as_json(const Findings& findings) {
  Json::Array rows;
  for (const Finding& finding : findings.all()) {
    const Meaning meaning = meaning_of(finding.check);
    Json::Object row{{"check", meaning.name},
                     {"subject", finding.place.text()},
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
  return codec::write_json_indented(
      Json::Object{{"verdict", verdict.word()},
                   {"status", verdict.status()},
                   {"sentence", verdict.sentence()},
                   {"where", places(verdict.where)},
                   {"missing", places(verdict.missing)},
                   {"proves", sentences(proven_by(verdict.answer))},
                   {"does_not_prove", sentences(not_proven_by(verdict.answer))},
                   {"findings", std::move(rows)}});
}

std::string as_json(const value::Error& error) {
  Findings findings;
  const std::string detail = std::string(error.code.text()) + " " + error.detail;
  findings.add(Check::form, ".", value::fail("VER-01", detail));
  return as_json(findings);
}

}  // namespace comity::verify
