#include "record/tables.h"
#include "record/type.h"
#include "record/view.h"
#include "record/walk.h"
#include "register/directory_entry.h"
#include "register/state_profile.h"
#include "request/answers.h"
#include "request/check_input.h"
#include "request/rules.h"
#include "request/subject.h"
#include "value/instant.h"
#include "value/result.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace comity::request {
namespace {

using Days = std::chrono::days;

constexpr std::int64_t least_days = 60;  // Art. 42(8)
constexpr std::int64_t usual_days = 90;
constexpr Days preparation(14);

void times_have_offsets(const CheckInput& input, Answers& answers) {
  const record::FieldTable* table = input.data->tables.find(input.kind);
  if (table == nullptr) {
    return;
  }
  record::walk(input.data->tables, *table, input.record,
               [&](const std::string& path, const record::Field& field, const record::View& at) {
                 const auto text = at.text();
                 if (field.type.form != record::Form::instant || !text) {
                   return;
                 }
                 const auto parsed = value::parse_instant(*text);
                 if (!parsed && parsed.error().code == value::Code("VAL-02")) {
                   answers.block(
                       path,
                       "\"" + *text + "\" has no offset, or a zone name that means several times");
                 }
               });
}

void clock_is_known(const CheckInput& input, Answers& answers) {
  for (const Identifier& each : identifiers_of(input.record)) {
    if (!each.connection || !each.view.at("observed_at").present()) {
      continue;
    }
    const auto source = each.view.at("clock.source").text();
    const bool skew_stated = each.view.at("clock.max_skew_s").present();
    if (!source || *source == "unknown") {
      answers.warn(each.path + ".clock", "nothing is said of the clock that gave the time");
    } else if (*source != "ntp" && !skew_stated) {
      answers.warn(each.path + ".clock",
                   "the clock was not synchronised and its skew is not stated");
    } else if (each.view.at("clock.max_skew_s").integer().value_or(0) > 1) {
      answers.warn(each.path + ".clock",
                   "the skew is over one second: ask for a window of that width");
    }
  }
}

/// The shortest retention of the row's subtypes at this provider; none where data is kept, or
/// nothing is known.
std::optional<std::int64_t> shortest_retention(const registers::Provider& provider,
                                               const DataRow& row) {
  std::optional<std::int64_t> out;
  for (const std::string& subtype : row.view.at("subtypes").texts()) {
    const auto found = provider.retention.find(subtype);
    if (found == provider.retention.end()) {
      continue;
    }
    const std::optional<std::int64_t> days = found->second;
    if (days && (!out || *days < *out)) {
      out = days;
    }
  }
  return out;
}

void provider_still_has_it(const CheckInput& input, Answers& answers) {
  const auto rows = rows_of(input.record);
  const std::string id = input.record.at("provider.directory_id").text().value_or("");
  const auto* provider = input.requested != nullptr ? input.requested->provider(id) : nullptr;
  if (!input.record.at("preservation_refs").items().empty() || rows.empty()) {
    return;  // frozen earlier: retention no longer runs
  }
  if (provider == nullptr) {
    answers.not_checked(
        "The provider is not in the State's profile: how long it keeps data is not known.");
    return;
  }
  for (const DataRow& row : rows) {
    const auto days = shortest_retention(*provider, row);
    const auto from = row.view.at("period_from").instant();
    if (days && from && *from + Days(static_cast<int>(*days)) < input.created_at) {
      answers.warn(row.path + ".period_from", provider->name + " keeps some of this " +
                                                  std::to_string(*days) +
                                                  " days: the older part may be gone");
    }
  }
}

void not_in_future(const CheckInput& input, Answers& answers, const std::string& path) {
  const auto at = input.record.at(path).instant();
  if (at && *at > input.created_at) {
    answers.block(path, at->text() + " is after the request itself");
  }
}

void times_are_past(const CheckInput& input, Answers& answers) {
  not_in_future(input, answers, "acts_from");
  not_in_future(input, answers, "acts_to");
  for (const Identifier& each : identifiers_of(input.record)) {
    not_in_future(input, answers, each.path + ".observed_at");
    not_in_future(input, answers, each.path + ".observed_until");
    not_in_future(input, answers, each.path + ".capture.captured_at");
  }
  for (std::size_t i = 0; i < input.record.at("path").items().size(); ++i) {
    not_in_future(input, answers, "path[" + std::to_string(i) + "].time");
  }
  for (const DataRow& row : rows_of(input.record)) {  // stored data only: Arts. 42, 44
    not_in_future(input, answers, row.path + ".period_from");
    not_in_future(input, answers, row.path + ".period_to");
  }
}

void preservation_period(const CheckInput& input, Answers& answers) {
  const auto days = input.record.at("period_days").integer();
  if (!days) {
    return;
  }
  if (*days < least_days) {
    answers.block("period_days", std::to_string(*days) + " days; a preservation lasts at least 60");
  } else if (*days > usual_days) {
    answers.warn("period_days", std::to_string(*days) + " days; ask for 90 and extend later");
  }
  const auto expected = input.record.at("expected_mla_date").instant();
  if (expected && *expected > input.created_at + (Days(static_cast<int>(*days)) - preparation)) {
    answers.warn("expected_mla_date",
                 "the request for the data comes later than 14 days before the end");
  }
}

constexpr std::array rules = {
    Rule{"ID-02", times_have_offsets},    Rule{"ID-07", clock_is_known},
    Rule{"ID-08", provider_still_has_it}, Rule{"ID-09", times_are_past},
    Rule{"PR-01", preservation_period},
};

}  // namespace

std::span<const Rule> time_rules() { return rules; }

}  // namespace comity::request
