#include "register/profile_reader.h"

#include "record/form.h"
#include "record/type.h"
#include "record/view.h"
#include "register/directory_entry.h"
#include "register/state_profile.h"
#include "value/instant.h"
#include "value/result.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace comity::registers {

void ProfileReader::refuse(std::string_view path) {
  if (!error_) {
    error_ = value::Error{"REG-01", std::string(path) + " is missing or malformed"};
  }
}

std::string ProfileReader::text(const View& at, std::string_view name) {
  const auto found = at.at(name).text();
  if (!found) {
    refuse(name);
  }
  return found.value_or("");
}

bool ProfileReader::truth(const View& at, std::string_view name) {
  const auto found = at.at(name).boolean();
  if (!found) {
    refuse(name);
  }
  return found.value_or(false);
}

std::int64_t ProfileReader::number(const View& at, std::string_view name) {
  const auto found = at.at(name).integer();
  if (!found) {
    refuse(name);
  }
  return found.value_or(0);
}

value::Instant ProfileReader::date(const View& at, std::string_view name) {
  const auto found = at.at(name).instant();
  if (!found) {
    refuse(name);
  }
  return found.value_or(value::Instant());
}

std::vector<std::string> ProfileReader::texts(const View& at, std::string_view name) {
  const View list = at.at(name);
  auto out = list.texts();
  if (list.json() == nullptr || list.json()->array() == nullptr ||
      out.size() != list.items().size()) {
    refuse(name);
  }
  return out;
}

std::vector<ProfileReader::View> ProfileReader::rows(std::string_view name) {
  const View list = root_.at(name);
  if (list.json() == nullptr || list.json()->array() == nullptr) {
    refuse(name);
  }
  return list.items();
}

std::vector<Declaration> ProfileReader::declarations(std::string_view name) {
  std::vector<Declaration> out;
  for (const View& row : rows(name)) {
    out.push_back(
        {text(row, "instrument"), text(row, "article"), text(row, "effect"), text(row, "text")});
  }
  return out;
}

Contact ProfileReader::contact(const View& at) {
  return {text(at, "name"), text(at, "function"), text(at, "phone"), text(at, "email")};
}

Desk ProfileReader::desk(const View& at) {
  Desk out;
  out.id = text(at, "id");
  out.name = text(at, "name");
  out.role = text(at, "role");
  out.function = text(at, "function");
  out.subdivision = at.at("subdivision").text().value_or("");
  out.competence = texts(at, "competence");
  out.languages = texts(at, "languages");
  out.hours = text(at, "hours");
  out.time_zone = text(at, "time_zone");
  out.channel = text(at, "channel");
  out.address = text(at, "address");
  out.contact = contact(at.at("contact"));
  out.callback = text(at, "callback");
  out.verification = contact(at.at("verification"));
  return out;
}

Provider ProfileReader::provider(const View& at) {
  Provider out;
  out.directory_id = text(at, "directory_id");
  out.name = text(at, "name");
  out.provider_type = text(at, "provider_type");
  out.services = texts(at, "services");
  out.end_to_end_encrypted = truth(at, "end_to_end_encrypted");
  out.asn = at.at("asn").integer().value_or(0);
  out.networks = texts(at, "networks");
  for (const std::string& network : out.networks) {
    if (!record::parse_ip(network)) {
      refuse("providers.networks: " + network);
    }
  }
  const View retention = at.at("retention");
  for (const std::string& subtype : retention.names()) {
    out.retention[subtype] = retention.at(subtype).integer();
  }
  out.port_logged = at.at("port_logged").boolean();
  out.contact_desk = text(at, "contact_desk");
  return out;
}

Provision ProfileReader::provision(const View& at) {
  Provision out;
  out.provision = text(at, "provision");
  out.text = text(at, "text");
  out.in_force_from = date(at, "in_force_from");
  out.max_penalty_months = at.at("max_penalty_months").integer();
  out.life = truth(at, "life");
  out.no_statutory_cap = truth(at, "no_statutory_cap");
  out.convention_article = texts(at, "convention_article");
  out.conduct_elements = texts(at, "conduct_elements");
  return out;
}

Calendar ProfileReader::calendar() {
  Calendar out;
  const View at = root_.at("calendar");
  out.weekend = texts(at, "weekend");
  for (const View& day : at.at("holidays").items()) {
    out.holidays.push_back(date(day, ""));
  }
  if (!at.at("link_windows").present()) {
    return out;
  }
  out.link_windows.emplace();
  for (const View& window : at.at("link_windows").items()) {
    out.link_windows->push_back(
        {texts(window, "days"), text(window, "from"), text(window, "to"), text(window, "zone")});
  }
  return out;
}

void ProfileReader::read_treaties(StateProfile& out) {
  out.state = text(root_, "state");
  if (record::form_refusal(record::Form::state, out.state)) {
    refuse("state");
  }
  const View names = root_.at("names");
  for (const std::string& language : names.names()) {
    out.names[language] = text(names, language);
  }
  out.status = text(root_, "status");
  out.version = date(root_, "version");
  out.status_hanoi = text(root_, "status_hanoi");
  const View bound = root_.at("bound_since");
  if (!bound.present()) {
    refuse("bound_since");
  }
  for (const std::string& instrument : bound.names()) {
    auto& since = out.bound_since[instrument];
    if (bound.at(instrument).present()) {
      since = date(bound, instrument);
    }
  }
  out.declarations = declarations("declarations");
  out.reservations = declarations("reservations");
}

void ProfileReader::read_thresholds(StateProfile& out) {
  const std::string dual = text(root_, "dual_criminality");
  if (dual != "required" && dual != "not_required") {
    refuse("dual_criminality");
  }
  out.dual_criminality_required = dual == "required";
  out.conduct_recognised = texts(root_, "conduct_recognised");
  out.assurances_required = texts(root_, "assurances_required");
  out.assurances_waived = texts(root_, "assurances_waived");
  out.accepted_languages = texts(root_, "accepted_languages");
  const View matrix = root_.at("authorisation_matrix");
  for (const std::string& category : matrix.names()) {
    out.authorisation_matrix[category] = texts(matrix, category);
  }
  out.interception_permits = text(root_, "interception.permits");
  out.de_minimis = {text(root_, "de_minimis.harm.amount"), text(root_, "de_minimis.harm.currency"),
                    number(root_, "de_minimis.victims")};
  out.oversight_desk_enrolled = truth(root_, "oversight_desk_enrolled");
  out.voluntary_requests = truth(root_, "voluntary_requests");
  out.decision_days = number(root_, "clocks.t_dec_days");
  out.execution_days = number(root_, "clocks.t_exec_days");
  out.calendar = calendar();
}

void ProfileReader::read_directory(StateProfile& out) {
  for (const View& row : rows("formalities")) {
    out.formalities.push_back({text(row, "kind"), text(row, "text")});
  }
  for (const View& row : rows("law")) {
    out.law.push_back(provision(row));
  }
  for (const View& row : rows("desks")) {
    out.desks.push_back(desk(row));
  }
  for (const View& row : rows("persons")) {
    out.persons.push_back({text(row, "id"), text(row, "desk"), text(row, "function")});
  }
  for (const View& row : rows("providers")) {
    out.providers.push_back(provider(row));
  }
}

value::Result<StateProfile> ProfileReader::read() {
  StateProfile out;
  read_treaties(out);
  read_thresholds(out);
  read_directory(out);
  if (error_) {
    const std::string state = out.state.empty() ? "profile" : out.state;
    return value::fail(error_->code, state + ": " + error_->detail);
  }
  return out;
}

}  // namespace comity::registers
