#include "record/form.h"
#include "record/tables.h"
#include "record/type.h"
#include "record/view.h"
#include "record/walk.h"
#include "request/answers.h"
#include "request/check_input.h"
#include "request/folding.h"
#include "request/identifier_value.h"
#include "request/rules.h"
#include "request/subject.h"
#include "value/instant.h"

#include <array>
#include <cstddef>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>

namespace comity::request {
namespace {

constexpr std::size_t thin_facts = 200;
constexpr std::chrono::days one_day(1);

/// A year from 1900 to 2099 standing as a word, in Western or Arabic digits, or inside an ISO date.
bool names_a_year(std::string_view text) {
  const std::u32string folded = fold(text);
  std::size_t run = 0;
  for (std::size_t i = 0; i <= folded.size(); ++i) {
    const bool digit = i < folded.size() && folded[i] >= U'0' && folded[i] <= U'9';
    if (digit) {
      ++run;
      continue;
    }
    const std::u32string_view number = std::u32string_view(folded).substr(i - run, run);
    if (run == 4 && (number.starts_with(U"19") || number.starts_with(U"20"))) {
      return true;
    }
    run = 0;
  }
  return false;
}

void facts_are_told(const CheckInput& input, Answers& answers) {
  const auto facts = input.record.at("facts_summary").text();
  if (!facts) {
    return;
  }
  if (record::count_chars(*facts) < thin_facts) {
    answers.warn("facts_summary",
                 "under 200 characters: who, what, when, where, how, and the source of each");
  }
  if (!names_a_year(*facts)) {
    answers.warn("facts_summary", "no dated source: say when each fact was seen, and where");
  }
}

void provision_is_quoted(const CheckInput& input, Answers& answers) {
  const auto offences = input.record.at("offences").items();
  for (std::size_t i = 0; i < offences.size(); ++i) {
    const std::string text = offences[i].at("provision_text").text().value_or("");
    if (text.find_first_not_of(" \t\r\n") == std::string::npos) {
      answers.block("offences[" + std::to_string(i) + "].provision_text",
                    "the text of the provision is missing");
    }
  }
}

void deadlines_have_causes(const CheckInput& input, Answers& answers) {
  if (input.record.at("requested_by").present() &&
      !input.record.at("requested_by.cause").present()) {
    answers.warn("requested_by.cause", "a deadline without a cause is not followed");
  }
  const auto urgency = input.record.at("urgency").text();
  if (urgency && urgency != "routine" && !input.record.at("urgency_reason").present()) {
    answers.warn("urgency_reason", "urgency " + *urgency + " without a reason");
  }
}

/// Hashes that are looked for, not files that are sent.
bool is_search_value(std::string_view path) {
  return path.find("file_hashes") != std::string_view::npos ||
         path.find("search_terms.hashes") != std::string_view::npos;
}

std::set<std::string> attached_digests(const record::View& record) {
  std::set<std::string> out;
  for (const record::View& file : record.at("attachments").items()) {
    out.insert(file.at("sha256").text().value_or(""));
  }
  return out;
}

void hashes_stand_for_files(const CheckInput& input, Answers& answers) {
  const record::FieldTable* table = input.data->tables.find(input.kind);
  if (table == nullptr) {
    return;
  }
  const std::set<std::string> attached = attached_digests(input.record);
  record::walk(input.data->tables, *table, input.record,
               [&](const std::string& path, const record::Field& field, const record::View& at) {
                 const auto digest = at.text();
                 if (field.type.form != record::Form::digest || !digest) {
                   return;
                 }
                 if (is_hash_of_nothing(*digest)) {
                   answers.block(path, "this is the hash of nothing: no file was read");
                 } else if (!attached.contains(*digest) && !is_search_value(path)) {
                   answers.block(path, "no attachment has this hash");
                 }
               });
  for (const Identifier& each : identifiers_of(input.record)) {
    if (each.type == "file_hash" && is_hash_of_nothing(each.value)) {
      answers.block(each.path + ".value", "this is the hash of nothing: every empty file has it");
    }
  }
}

/// A decision of that date is good until its day is over.
bool expired(const record::View& authorisation, value::Instant at) {
  const auto expires = authorisation.at("expires").instant();
  return expires && *expires + one_day <= at;
}

void authorisation_holds(const CheckInput& input, Answers& answers) {
  const record::View authorisation = input.record.at("authorisation");
  if (!authorisation.present()) {
    return;  // DS-03 asks for one where it is needed
  }
  const auto digest = authorisation.at("decision_digest").text();
  if (!digest || !attached_digests(input.record).contains(*digest)) {
    answers.block("authorisation.decision_digest", "the decision is not attached");
  }
  if (expired(authorisation, input.created_at)) {
    answers.block("authorisation.expires",
                  "the authorisation had expired when the request was sent");
  }
}

void prohibition_holds(const CheckInput& input, Answers& answers) {
  if (input.record.at("user_notice").text() != "prohibited_by_court") {
    return;
  }
  const record::View prohibition = input.record.at("notice_prohibition");
  if (!prohibition.present()) {
    answers.block("notice_prohibition", "the court's decision is missing");
    return;
  }
  if (expired(prohibition, input.created_at)) {
    answers.block("notice_prohibition.expires", "the prohibition has expired");
  }
  const auto end = input.record.at("user_notice_not_before").instant();
  if (end && expired(prohibition, *end)) {
    answers.block("user_notice_not_before",
                  "notice is held back beyond the end of the prohibition");
  }
}

constexpr std::array rules = {
    Rule{"FM-01", facts_are_told},        Rule{"FM-02", provision_is_quoted},
    Rule{"FM-03", deadlines_have_causes}, Rule{"FM-04", hashes_stand_for_files},
    Rule{"AU-01", authorisation_holds},   Rule{"AU-02", prohibition_holds},
};

}  // namespace

std::span<const Rule> form_rules() { return rules; }

}  // namespace comity::request
