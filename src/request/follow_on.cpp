#include "request/follow_on.h"

#include "codec/json.h"
#include "record/check.h"
#include "record/form.h"
#include "record/tables.h"
#include "record/view.h"
#include "request/draft.h"
#include "request/rule_book.h"
#include "value/result.h"

#include <algorithm>
#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace comity::request {
namespace {

using codec::Json;
using record::Follows;
using value::fail;
using value::Result;

constexpr std::size_t facts_limit = 6000;  // facts_summary, Art. 40(15)(c)

bool listed(const std::vector<std::string>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

std::string text_at(const Json& json, std::string_view path) {
  return record::View(&json).at(path).text().value_or("");
}

/// One draft being filled.
class Draft {
 public:
  Draft(const Reference& data, const FollowedCase& from, Json::Object skeleton)
      : data_(data), from_(from), record_(std::move(skeleton)) {}

  void set(const std::string& field, const Json& value, std::string from) {
    record_.erase(field);
    record_.emplace(field, value);
    std::erase_if(origins_, [&](const Origin& each) { return each.field == field; });
    origins_.push_back({field, std::move(from)});
  }

  void take(const std::string& field) {
    const Json* value = from_.opening->member(field);
    if (value != nullptr) {
      set(field, *value, field + " of the " + from_.kind);
    }
  }

  void keep_rows(const std::vector<std::string>& categories);
  void keep_identifiers();
  void to_upstream(const FollowParties& parties);

  FollowOn finish(const record::FieldTable& table) &&;

 private:
  [[nodiscard]] Json upstream_provider(const FollowParties& parties) const;
  [[nodiscard]] Json::Array hosts(const std::string& service) const;
  [[nodiscard]] Json traffic_row(std::size_t hosts) const;
  void tell_facts(const std::string& provider, const std::string& state);

  const Reference& data_;
  const FollowedCase& from_;
  Json::Object record_;
  std::vector<Origin> origins_;
};

/// Each kind asks for its own category; what it does not open stays with the preservation.
void Draft::keep_rows(const std::vector<std::string>& categories) {
  const auto found = record_.find("data_sets");
  const auto* rows = found == record_.end() ? nullptr : found->second.array();
  if (rows == nullptr || categories.empty()) {
    return;
  }
  Json::Array kept;
  for (const Json& row : *rows) {
    if (listed(categories, text_at(row, "category"))) {
      kept.push_back(row);
    }
  }
  record_.insert_or_assign("data_sets", std::move(kept));
}

/// Only identifiers that a row taken over names: the request asks about nobody else.
void Draft::keep_identifiers() {
  std::set<std::string> named;
  const Json whole(record_);
  for (const record::View& row : record::View(&whole).at("data_sets").items()) {
    const auto references = row.at("identifier_refs").texts();
    named.insert(references.begin(), references.end());
  }
  const auto found = record_.find("identifiers");
  const auto* all = found == record_.end() ? nullptr : found->second.array();
  if (all == nullptr || named.empty()) {
    return;
  }
  Json::Array kept;
  for (const Json& one : *all) {
    if (named.contains(text_at(one, "id"))) {
      kept.push_back(one);
    }
  }
  record_.insert_or_assign("identifiers", std::move(kept));
}

Json Draft::upstream_provider(const FollowParties& parties) const {
  Json::Object provider{
      {"name", text_at(*from_.disclosure, "upstream_provider.name")},
      {"state", text_at(*from_.disclosure, "upstream_state")},
      {"directory_id", text_at(*from_.disclosure, "upstream_provider.directory_id")},
      {"provider_type", parties.upstream_provider_type}};
  return provider;
}

/// Systems on the path. A host needs no source port: it is preserved as a system, and whose
/// connection passed through it is what the preserved traffic will tell.
Json::Array Draft::hosts(const std::string& service) const {
  Json::Array out;
  for (const record::View& hop : record::View(from_.disclosure).at("path").items()) {
    const std::string address = hop.at("ip").text().value_or("");
    const auto parsed = record::parse_ip(address);
    Json::Object host{{"id", "h" + std::to_string(out.size() + 1)},
                      {"id_type", parsed && parsed->v6 ? "ipv6" : "ipv4"},
                      {"value", address},
                      {"service", service},
                      {"use", "host"},
                      {"observed_at", hop.at("time").text().value_or("")},
                      {"origin", "partner_state"},
                      {"confidence", "reported"}};
    out.emplace_back(std::move(host));
  }
  return out;
}

/// The period of the traffic that was preserved first: the same communication is followed.
Json Draft::traffic_row(std::size_t hosts) const {
  Json::Object row{{"category", "traffic"},
                   {"subtypes", Json::Array{Json("session_flows"), Json("login_events")}}};
  Json::Array references;
  for (std::size_t i = 1; i <= hosts; ++i) {
    references.emplace_back("h" + std::to_string(i));
  }
  row.emplace("identifier_refs", std::move(references));
  record::View period(from_.opening);
  for (const record::View& each : record::View(from_.opening).at("data_sets").items()) {
    if (each.at("category").text() == "traffic") {
      period = each;
      break;
    }
  }
  const bool of_row = period.at("period_from").present();
  row.emplace("period_from", period.at(of_row ? "period_from" : "acts_from").text().value_or(""));
  row.emplace("period_to", period.at(of_row ? "period_to" : "acts_to").text().value_or(""));
  row.emplace("relation_to_offence",
              "The preserved communication came through this system, as the partial disclosure in "
              "case " +
                  from_.case_id + " says.");
  return Json::Array{Json(std::move(row))};
}

/// Facts are told in the language of the request; this program writes English only.
void Draft::tell_facts(const std::string& provider, const std::string& state) {
  if (!text_at(Json(record_), "language").starts_with("en")) {
    return;
  }
  const std::string found = "The partial disclosure under Art. 43 in case " + from_.case_id +
                            " names " + provider + " (" + state +
                            ") as the provider through which the communication came.";
  const std::string facts = text_at(Json(record_), "facts_summary") + "\n" + found;
  if (record::count_chars(facts) <= facts_limit) {
    set("facts_summary", facts,
        "facts_summary of the " + from_.kind + " and the partial disclosure");
  }
  set("necessity", found + " Its logs are lost in the ordinary course unless they are preserved.",
      "the partial disclosure");
  if (text_at(Json(record_), "urgency") != "routine") {
    set("urgency_reason", "Logs of the upstream provider are overwritten while this is answered.",
        "the partial disclosure");
  }
}

void Draft::to_upstream(const FollowParties& parties) {
  const std::string state = text_at(*from_.disclosure, "upstream_state");
  const std::string provider = text_at(*from_.disclosure, "upstream_provider.name");
  const Json::Array found =
      hosts(parties.upstream_provider_type.empty() ? "hosting" : parties.upstream_provider_type);
  set("provider", upstream_provider(parties), "upstream_provider of the partial disclosure");
  set("identifiers", found, "path of the partial disclosure");
  set("data_sets", traffic_row(found.size()),
      "path of the partial disclosure, period of the " + from_.kind);
  set("already_contacted_provider", Json(false), "a new provider");
  tell_facts(provider, state);
}

FollowOn Draft::finish(const record::FieldTable& table) && {
  FollowOn out{Json(std::move(record_)), std::move(origins_), {}};
  for (const record::Finding& finding : record::check(data_.tables, table, out.record)) {
    out.open.push_back(finding.path);
  }
  return out;
}

/// The skeleton without optional parts, with what every follow-on sets.
void set_envelope(Draft& draft, const Follows& follows, const FollowedCase& from,
                  const FollowParties& parties) {
  draft.set("request_status", follows.status, "a follow-on");
  draft.set("sender", parties.sender, "the desk of this node that is competent");
  draft.set("recipient", parties.recipient, "the desk of that State that is competent");
  draft.set("legal_basis",
            Json::Array{Json(Json::Object{{"instrument", "hanoi"}, {"article", follows.article}})},
            "Art. " + follows.article);
  if (!from.own_reference.empty()) {
    draft.set("case_ref_requesting", from.own_reference, "the acknowledgement");
  }
}

}  // namespace

Result<FollowOn> follow_on(const Reference& data, std::string_view kind, const FollowedCase& from,
                           const FollowParties& parties) {
  auto skeleton = draft_record(data.tables, kind, DraftFill::skeleton);
  if (!skeleton) {
    return fail(skeleton.error());
  }
  const record::KindFacts* facts = data.tables.kind(kind);
  const record::FieldTable* table = data.tables.find(kind);
  if (!facts->follows || !listed(facts->follows->kinds, from.kind)) {
    return fail("REQ-02", std::string(kind) + " from a " + from.kind);
  }
  const Follows& follows = *facts->follows;
  if (follows.from_disclosure && from.disclosure == nullptr) {
    return fail("REQ-02", "no upstream State was disclosed in the case");
  }
  const auto* members = skeleton->object();
  Draft draft(data, from, members == nullptr ? Json::Object() : *members);
  for (const std::string& field : follows.takes) {
    draft.take(field);
  }
  set_envelope(draft, follows, from, parties);
  draft.keep_rows(follows.categories);
  draft.keep_identifiers();
  if (!follows.cites.empty()) {
    draft.set(follows.cites, Json::Array{Json(from.case_id)}, "the case");
  }
  if (table->find("preservation_ref") != nullptr) {
    draft.set("preservation_ref", from.case_id, "the case");
  }
  if (follows.from_disclosure) {
    draft.to_upstream(parties);
  }
  return std::move(draft).finish(*table);
}

}  // namespace comity::request
