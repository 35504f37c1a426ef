#include "record/tables.h"
#include "record/view.h"
#include "register/legal_basis.h"
#include "register/state_profile.h"
#include "request/answers.h"
#include "request/basis.h"
#include "request/check_input.h"
#include "request/lifecycle.h"
#include "request/rules.h"
#include "treaty/seriousness.h"
#include "value/instant.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace comity::request {
namespace {

using registers::Standing;

std::string row_path(std::size_t index) { return "offences[" + std::to_string(index) + "]"; }

std::string alternatives(const CheckInput& input) {
  std::string out;
  for (const std::string& each :
       registers::in_force(*input.requesting, *input.requested, input.created_at)) {
    out += (out.empty() ? "" : ", ") + each;
  }
  return out.empty() ? "none" : out;
}

void instrument_is_in_force(const CheckInput& input, Answers& answers) {
  if (input.requesting == nullptr || input.requested == nullptr) {
    answers.not_checked(
        "A State's profile is not at hand: what binds the two States is not known.");
    return;
  }
  std::string named;
  bool unknown = false;
  for (const record::View& basis : input.record.at("legal_basis").items()) {
    const std::string instrument = basis.at("instrument").text().value_or("");
    switch (
        registers::standing(*input.requesting, *input.requested, instrument, input.created_at)) {
      case Standing::in_force:
        return;
      case Standing::unknown:
        unknown = true;
        break;
      case Standing::not_in_force:
        break;
    }
    named += (named.empty() ? "" : ", ") + instrument;
  }
  if (unknown) {
    answers.not_checked("The profiles hold no date for " + named + ".");
  } else {
    answers.block("legal_basis",
                  (named.empty() ? "No instrument is named" : named + " is not in force") +
                      " between " + input.requesting->state + " and " + input.requested->state +
                      " on that date; in force: " + alternatives(input));
  }
}

treaty::Penalty penalty_of(const record::View& offence) {
  return {offence.at("max_penalty_months").integer(), offence.at("life").boolean().value_or(false),
          offence.at("no_statutory_cap").boolean().value_or(false)};
}

bool rests_on_penalty(const record::View& offence) {
  const record::View articles = offence.at("convention_article");
  return articles.has("serious_crime_only") || articles.has("other_un_treaty");
}

void serious_crime_is_serious(const CheckInput& input, Answers& answers) {
  const auto offences = input.record.at("offences").items();
  for (std::size_t i = 0; i < offences.size(); ++i) {
    if (!rests_on_penalty(offences[i])) {
      continue;
    }
    const treaty::Penalty penalty = penalty_of(offences[i]);
    const std::string path = row_path(i) + ".max_penalty_months";
    switch (treaty::four_year_test(penalty)) {
      case treaty::Seriousness::serious:
        break;
      case treaty::Seriousness::not_serious:
        answers.block(path, std::to_string(penalty.max_months.value_or(0)) +
                                " months; serious crime begins at 48");
        break;
      case treaty::Seriousness::for_a_person:
        if (penalty.no_statutory_cap) {
          answers.ask(path,
                      "The law sets no maximum: a legal reviewer answers the four-year test, with "
                      "reasons.");
        } else {
          answers.block(path, "no maximum penalty is given");
        }
        break;
    }
  }
}

void legal_assistance_is_intended(const CheckInput& input, Answers& answers) {
  if (input.kind == "preservation_request" && input.record.at("intends_mla").boolean() != true) {
    answers.block("intends_mla", "a preservation without a request for the data to follow is void");
  }
}

void language_is_accepted(const CheckInput& input, Answers& answers) {
  const auto translations = input.record.at("translations").items();
  for (std::size_t i = 0; i < translations.size(); ++i) {
    if (translations[i].at("translator").text() == "machine_only") {
      answers.warn("translations[" + std::to_string(i) + "].translator",
                   "no person has read this translation");
    }
  }
  const auto language = input.record.at("language").text();
  if (!language) {
    return;
  }
  if (input.requested == nullptr) {
    answers.not_checked(
        "The requested State's profile is not at hand: its languages are not known.");
    return;
  }
  const bool translated =
      std::any_of(translations.begin(), translations.end(), [&](const record::View& each) {
        return input.requested->accepts_language(each.at("language").text().value_or("?"));
      });
  if (!translated && !input.requested->accepts_language(*language)) {
    answers.warn("language", input.requested->state + " does not accept " + *language +
                                 "; preferred is " +
                                 (input.requested->accepted_languages.empty()
                                      ? std::string("not stated")
                                      : input.requested->accepted_languages.front()));
  }
}

void asked_before(const CheckInput& input, Answers& answers) {
  if (input.record.at("identifiers").present()) {
    answers.not_checked("Earlier requests of this node are not searched here.");
  }
}

bool another_instrument(const CheckInput& input) {
  if (input.requesting == nullptr || input.requested == nullptr) {
    return false;
  }
  const auto bases = input.record.at("legal_basis").items();
  return std::any_of(bases.begin(), bases.end(), [&](const record::View& basis) {
    const std::string instrument = basis.at("instrument").text().value_or("");
    return instrument != "hanoi" &&
           registers::standing(*input.requesting, *input.requested, instrument, input.created_at) ==
               Standing::in_force;
  });
}

void kind_is_open_on_basis(const CheckInput& input, Answers& answers) {
  const auto basis = cooperation_basis_of(*input.data, input.kind, input.record);
  const auto stated = input.record.at("cooperation_basis").text();
  if (stated && stated != basis) {
    answers.block("cooperation_basis",
                  *stated + " is stated; the offences give " + basis.value_or("none"));
  }
  const record::KindFacts* facts = input.data->tables.kind(input.kind);
  if (basis == "35.1.c" && facts != nullptr && facts->open_on_35_1_c == false &&
      !another_instrument(input)) {
    answers.block("offences",
                  "serious crime that is no Convention offence opens evidence kinds only");
  }
}

void law_was_in_force(const CheckInput& input, Answers& answers) {
  const auto first = input.record.at("acts_from").instant();
  const auto last = input.record.at("acts_to").instant();
  const auto offences = input.record.at("offences").items();
  for (std::size_t i = 0; i < offences.size(); ++i) {
    const auto since = offences[i].at("provision_in_force_from").instant();
    const std::string path = row_path(i) + ".provision_in_force_from";
    if (since && last && *since > *last) {
      answers.block(path, "the provision took effect after the acts");
    } else if (since && first && *since > *first) {
      answers.ask(path,
                  "Only acts after the provision took effect count: do they carry the request?");
    }
    if (input.side == Side::recipient && input.recoded_conduct && rests_on_penalty(offences[i])) {
      answers.ask(row_path(i) + ".max_penalty_months",
                  "Is this the penalty of the charged form, and not of an aggravated form that is "
                  "not charged?");
    }
  }
}

constexpr std::array rules = {
    Rule{"LG-01", instrument_is_in_force},
    Rule{"LG-02", serious_crime_is_serious},
    Rule{"LG-08", legal_assistance_is_intended},
    Rule{"LG-09", language_is_accepted},
    Rule{"LG-11", asked_before},
    Rule{"LG-12", kind_is_open_on_basis},
    Rule{"LG-13", law_was_in_force},
};

}  // namespace

std::span<const Rule> law_rules() { return rules; }

}  // namespace comity::request
