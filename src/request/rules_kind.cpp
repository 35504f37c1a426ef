// Rules about what single kinds may say: partial disclosure (Art. 43), extension (Art. 42(8)), and
// which categories of data a kind opens.
#include "record/tables.h"
#include "record/view.h"
#include "register/state_profile.h"
#include "request/answers.h"
#include "request/check_input.h"
#include "request/rules.h"
#include "request/subject.h"

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

bool listed(const std::vector<std::string>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// From the least to the most protected; a category outside this order says nothing of another.
int rank_of(std::string_view category) {
  constexpr std::array<std::string_view, 4> order = {"subscriber", "identification_only", "traffic",
                                                     "content"};
  const auto found = std::find(order.begin(), order.end(), category);
  return found == order.end() ? -1 : static_cast<int>(found - order.begin());
}

/// The least category that covers the subtype; what no list names counts as content, the most
/// protected one.
std::string_view category_of(const CheckInput& input, const std::string& subtype) {
  if (input.data->tables.has_code("cl_subscriber_item", subtype)) {
    return "subscriber";
  }
  return input.data->tables.has_code("cl_traffic_item", subtype) ? "traffic" : "content";
}

void subtypes_fit(const CheckInput& input, Answers& answers, const DataRow& row) {
  const int said = rank_of(row.category);
  const auto subtypes = row.view.at("subtypes").texts();
  for (std::size_t i = 0; said >= 0 && i < subtypes.size(); ++i) {
    const std::string_view needed = category_of(input, subtypes[i]);
    if (rank_of(needed) > said) {
      answers.block(
          row.path + ".subtypes[" + std::to_string(i) + "]",
          subtypes[i] + " is " + std::string(needed) + " data, the row says " + row.category);
    }
  }
}

void rows_are_of_their_category(const CheckInput& input, Answers& answers) {
  const record::KindFacts* facts = input.data->tables.kind(input.kind);
  for (const DataRow& row : rows_of(input.record)) {
    if (facts != nullptr && !facts->categories.empty() &&
        !listed(facts->categories, row.category)) {
      answers.block(row.path + ".category",
                    facts->title + " does not open " + row.category + " data");
    }
    subtypes_fit(input, answers, row);
  }
}

bool has_field(const CheckInput& input, std::string_view field) {
  const record::FieldTable* table = input.data->tables.find(input.kind);
  return table != nullptr && table->find(field) != nullptr;
}

void only_the_path_is_disclosed(const CheckInput& input, Answers& answers) {
  if (has_field(input, "data_limited_to_path") &&
      input.record.at("data_limited_to_path").boolean() != true) {
    answers.block("data_limited_to_path",
                  "more than identifies the provider and the path would be disclosed");
  }
}

void withheld_for_a_ground_of_the_article(const CheckInput& input, Answers& answers) {
  constexpr std::array<std::string_view, 3> allowed = {"40(21)(b)", "40(21)(c)", "40(22)"};
  const auto ground = input.record.at("withheld_ground").text();
  if (!ground) {
    return;
  }
  const auto* codes = input.data->tables.codes("cl_refusal_ground");
  const bool fits =
      codes != nullptr && std::any_of(codes->begin(), codes->end(), [&](const auto& each) {
        return each.code == *ground &&
               std::find(allowed.begin(), allowed.end(), each.note) != allowed.end();
      });
  if (!fits) {
    answers.block("withheld_ground", *ground + " is no ground for withholding a disclosure");
  }
}

/// A State whose profile lists the provider, of those at hand.
const registers::StateProfile* home_of(const CheckInput& input, std::string_view provider) {
  for (const auto* profile : {input.upstream, input.requesting, input.requested}) {
    if (profile != nullptr && profile->provider(provider) != nullptr) {
      return profile;
    }
  }
  return nullptr;
}

void upstream_is_another_state(const CheckInput& input, Answers& answers) {
  const auto upstream = input.record.at("upstream_state").text();
  if (!upstream) {
    return;
  }
  if (input.requesting == nullptr) {
    answers.not_checked("The disclosing State's profile is not at hand.");
  } else if (*upstream == input.requesting->state) {
    answers.block("upstream_state",
                  *upstream + " discloses: the article speaks of a provider in another State");
    return;
  }
  const auto provider = input.record.at("upstream_provider.directory_id").text();
  if (!provider) {
    return;
  }
  const registers::StateProfile* home = home_of(input, *provider);
  if (home != nullptr && home->state != *upstream) {
    answers.block("upstream_state", *provider + " is a provider of " + home->state);
  } else if (home == nullptr && input.upstream != nullptr) {
    answers.warn("upstream_provider.directory_id",
                 "the profile of " + *upstream + " lists no provider " + *provider);
  } else if (home == nullptr) {
    answers.not_checked("The profile of " + *upstream + " is not at hand.");
  }
}

void extension_names_the_request(const CheckInput& input, Answers& answers) {
  if (input.record.at("mla_sent").boolean() == true && !input.record.at("mla_ref").present()) {
    answers.block("mla_ref", "a request is said to be sent and is not named");
  }
}

constexpr std::array rules = {
    Rule{"DS-08", rows_are_of_their_category}, Rule{"PR-02", extension_names_the_request},
    Rule{"TD-01", only_the_path_is_disclosed}, Rule{"TD-02", withheld_for_a_ground_of_the_article},
    Rule{"TD-03", upstream_is_another_state},
};

}  // namespace

std::span<const Rule> kind_rules() { return rules; }

}  // namespace comity::request
