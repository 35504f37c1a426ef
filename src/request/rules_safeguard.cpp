#include "record/tables.h"
#include "record/view.h"
#include "register/state_profile.h"
#include "request/answers.h"
#include "request/check_input.h"
#include "request/decimal.h"
#include "request/lifecycle.h"
#include "request/rules.h"
#include "request/subject.h"
#include "value/instant.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace comity::request {
namespace {

using Names = std::vector<std::string>;

constexpr std::chrono::days longest_delay(180);
constexpr std::int64_t alert_renewals = 3;

bool listed(const Names& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool has_field(const CheckInput& input, std::string_view field) {
  const record::FieldTable* table = input.data->tables.find(input.kind);
  return table != nullptr && table->find(field) != nullptr;
}

bool recognised(const registers::StateProfile& state, const record::View& offence) {
  const Names conduct = offence.at("conduct_elements").texts();
  return std::any_of(conduct.begin(), conduct.end(), [&](const std::string& each) {
    return listed(state.conduct_recognised, each);
  });
}

bool every_article_is_of_the_convention(const CheckInput& input, const record::View& offence) {
  const Names articles = offence.at("convention_article").texts();
  return std::any_of(articles.begin(), articles.end(), [&](const std::string& code) {
    return input.data->offences.of_the_convention(code);
  });
}

/// Spontaneous information asks for nothing (Art. 40(4)): there is nothing to refuse under 40(8).
bool asks_for_help(const CheckInput& input) {
  const record::KindFacts* facts = input.data->tables.kind(input.kind);
  return facts == nullptr || facts->treaty_kind != "spontaneous";
}

/// For preservation dual criminality counts only under a reservation of Art. 42(5), and never for
/// an offence of the Convention (Art. 42(4)).
bool needs_dual_criminality(const CheckInput& input, const record::View& offence) {
  if (!input.requested->dual_criminality_required || !asks_for_help(input)) {
    return false;
  }
  return !is_preservation(input.kind) ||
         (input.requested->declares("42_5_preservation_dual_criminality") &&
          !every_article_is_of_the_convention(input, offence));
}

void conduct_is_punishable_there(const CheckInput& input, Answers& answers) {
  if (input.requested == nullptr) {
    answers.not_checked(
        "The requested State's profile is not at hand: what it punishes is not known.");
    return;
  }
  const bool blocks =
      input.requesting != nullptr && input.requesting->declares("dual_criminality_blocks");
  const auto offences = input.record.at("offences").items();
  for (std::size_t i = 0; i < offences.size(); ++i) {
    if (needs_dual_criminality(input, offences[i]) && !recognised(*input.requested, offences[i])) {
      answers.object(blocks, "offences[" + std::to_string(i) + "].conduct_elements",
                     input.requested->state +
                         " asks for dual criminality and its profile names no such conduct");
    }
  }
}

/// cl_conduct marks in its notes what always goes to a review.
bool forces_review(const CheckInput& input, std::string_view conduct) {
  const auto* codes = input.data->tables.codes("cl_conduct");
  return codes != nullptr &&
         std::any_of(codes->begin(), codes->end(), [&](const record::CodeEntry& each) {
           return each.code == conduct && each.note.find("forces review") != std::string::npos;
         });
}

std::set<std::string> coded_conduct(const CheckInput& input) {
  std::set<std::string> out;
  for (const record::View& offence : input.record.at("offences").items()) {
    const Names codes = offence.at("conduct_elements").texts();
    out.insert(codes.begin(), codes.end());
  }
  return out;
}

void sensitive_conduct_is_reviewed(const CheckInput& input, Answers& answers) {
  const std::set<std::string> senders = coded_conduct(input);
  std::set<std::string> all = senders;
  if (input.recoded_conduct) {
    const std::set<std::string> own(input.recoded_conduct->begin(), input.recoded_conduct->end());
    all.insert(own.begin(), own.end());
    if (own != senders) {
      answers.ask("offences",
                  "The blind coding differs from the sender's: a second reviewer decides.");
    }
  } else if (input.side == Side::recipient) {
    answers.not_checked("The conduct has not been coded blind yet.");
  }
  const auto outcome = input.record.at("rights_review.outcome").text();
  const bool cleared = outcome == "cleared" || outcome == "cleared_with_limits";
  for (const std::string& conduct : all) {
    if (!cleared && forces_review(input, conduct)) {
      answers.block("rights_review", conduct + " needs a rights review that clears the request");
    }
  }
}

void assurances_are_given(const CheckInput& input, Answers& answers) {
  if (!has_field(input, "assurances")) {
    return;
  }
  if (input.requested == nullptr) {
    answers.not_checked(
        "The requested State's profile is not at hand: what it asks for is not known.");
    return;
  }
  for (const std::string& each : input.requested->assurances_required) {
    if (!input.record.at("assurances").has(each)) {
      answers.block("assurances", input.requested->state + " requires the assurance " + each);
    }
  }
}

void worth_the_effort(const CheckInput& input, Answers& answers) {
  if (is_preservation(input.kind) || !asks_for_help(input) ||
      input.record.at("offences").items().empty()) {
    return;  // no ground against preservation (Art. 42(6))
  }
  const auto amount = input.record.at("harm_estimate.amount").text();
  const auto victims = input.record.at("victim_count").integer();
  if (input.requested == nullptr || (!amount && !victims)) {
    answers.not_checked(
        "Neither harm nor victims are stated, or the State's threshold is not known.");
    return;
  }
  const registers::DeMinimis& least = input.requested->de_minimis;
  if (amount && input.record.at("harm_estimate.currency").text() != least.currency) {
    answers.not_checked("The harm is stated in another currency than the State's threshold, " +
                        least.currency + ".");
    return;
  }
  const bool small_harm = !amount || decimal_less(*amount, least.amount);
  const bool few = !victims || *victims < least.victims;
  if (small_harm && few) {
    answers.warn(amount ? "harm_estimate" : "victim_count",
                 "below what " + input.requested->state + " thinks worth executing");
  }
}

/// protected_persons and the flags of single persons count alike.
std::set<std::string> protected_flags(const CheckInput& input) {
  const Names general = input.record.at("protected_persons").texts();
  std::set<std::string> out(general.begin(), general.end());
  for (const record::View& person : input.record.at("persons").items()) {
    const Names flags = person.at("protected_flags").texts();
    out.insert(flags.begin(), flags.end());
  }
  return out;
}

std::string first_of(const std::set<std::string>& flags, std::span<const std::string_view> wanted) {
  for (const std::string_view each : wanted) {
    if (flags.contains(std::string(each))) {
      return std::string(each);
    }
  }
  return {};
}

void require_handling(const CheckInput& input, Answers& answers, std::string_view field,
                      const std::string& flag) {
  if (!flag.empty() && has_field(input, field) && !input.record.at(field).present()) {
    answers.block(std::string(field),
                  flag + " is flagged and " + std::string(field) + " is missing");
  }
}

void protected_persons_are_handled(const CheckInput& input, Answers& answers) {
  constexpr std::array<std::string_view, 5> privileged = {
      "lawyer_privilege", "journalist_source", "medical", "clergy", "parliamentary_immunity"};
  constexpr std::array<std::string_view, 2> vulnerable = {"minor", "victim"};
  const record::View stated = input.record.at("protected_persons");
  if (has_field(input, "protected_persons") && stated.items().empty()) {
    answers.block("protected_persons", "must be answered; none_known is an answer");
  }
  const std::set<std::string> flags = protected_flags(input);
  const std::string privilege = first_of(flags, privileged);
  require_handling(input, answers, "privilege_handling", privilege);
  require_handling(input, answers, "filter_team", privilege);
  require_handling(input, answers, "victim_handling", first_of(flags, vulnerable));
}

bool delays_notice(const CheckInput& input) {
  const auto notice = input.record.at("user_notice").text();
  return notice == "delayed_until_date" || notice == "prohibited_by_court";
}

void secrecy_has_an_end(const CheckInput& input, Answers& answers) {
  const bool secret =
      input.record.at("keep_confidential").boolean() == true || delays_notice(input);
  if (secret && !input.record.at("user_notice_not_before").present()) {
    answers.block("user_notice_not_before", "confidentiality or a delay of notice needs an end");
  }
}

void secrecy_is_not_renewed_for_ever(const CheckInput& input, Answers& answers) {
  const auto end = input.record.at("user_notice_not_before").instant();
  if (end && *end - input.created_at > longest_delay) {
    answers.warn("user_notice_not_before", "the delay is longer than 180 days");
  }
  const std::int64_t renewals = input.record.at("renewal_count").integer().value_or(0);
  if (renewals >= alert_renewals) {
    answers.warn("renewal_count",
                 std::to_string(renewals) + " renewals: the oversight body is told");
  }
}

constexpr std::array rules = {
    Rule{"LG-03", conduct_is_punishable_there},
    Rule{"LG-04", sensitive_conduct_is_reviewed},
    Rule{"LG-05", assurances_are_given},
    Rule{"LG-06", worth_the_effort},
    Rule{"LG-07", protected_persons_are_handled},
    Rule{"CF-01", secrecy_has_an_end},
    Rule{"CF-02", secrecy_is_not_renewed_for_ever},
};

}  // namespace

std::span<const Rule> safeguard_rules() { return rules; }

}  // namespace comity::request
