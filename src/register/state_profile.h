// What a State has declared and what its law asks for, as dated data: data/state-profiles/. Which
// instruments are in force between two of them is in register/legal_basis.h.
#pragma once

#include "codec/json.h"
#include "register/directory_entry.h"
#include "value/instant.h"
#include "value/result.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace comity::registers {

/// A declaration or reservation; rules look for `effect`.
struct Declaration {
  std::string instrument;
  std::string article;
  std::string effect;
  std::string text;
};

/// One provision of the law library.
struct Provision {
  std::string provision;
  std::string text;
  value::Instant in_force_from;
  std::optional<std::int64_t> max_penalty_months;
  bool life = false;
  bool no_statutory_cap = false;
  std::vector<std::string> convention_article;
  std::vector<std::string> conduct_elements;
};

/// Below both, Art. 40(8) comes into question.
struct DeMinimis {
  std::string amount;
  std::string currency;
  std::int64_t victims = 0;
};

/// When a satellite or other link is up: days "Mo".."Su", times "20:00" in `zone`.
struct LinkWindow {
  std::vector<std::string> days;
  std::string from;
  std::string to;
  std::string zone;
};

struct Calendar {
  std::vector<std::string> weekend;  // "Sa", "Su"
  std::vector<value::Instant> holidays;
  std::optional<std::vector<LinkWindow>> link_windows;  // none: always on
};

struct Formality {
  std::string kind;  // a kind, or "any"
  std::string text;
};

/// A user-assigned code (ISO 3166-1: XA to XZ): a State of tests and training.
bool fictional_state(std::string_view code);

struct StateProfile {
  std::string state;
  std::map<std::string, std::string, std::less<>> names;
  std::string status;
  value::Instant version;
  std::string status_hanoi;  // party, signatory, none
  std::map<std::string, std::optional<value::Instant>, std::less<>> bound_since;
  std::vector<Declaration> declarations;
  std::vector<Declaration> reservations;
  bool dual_criminality_required = false;
  std::vector<std::string> conduct_recognised;
  std::vector<std::string> assurances_required;
  std::vector<std::string> assurances_waived;
  std::vector<std::string> accepted_languages;  // the first is preferred
  std::map<std::string, std::vector<std::string>, std::less<>> authorisation_matrix;
  std::string interception_permits;
  DeMinimis de_minimis;
  bool oversight_desk_enrolled = false;
  bool voluntary_requests = false;
  std::int64_t decision_days = 0;
  std::int64_t execution_days = 0;
  Calendar calendar;
  std::vector<Formality> formalities;
  std::vector<Provision> law;
  std::vector<Desk> desks;
  std::vector<Person> persons;
  std::vector<Provider> providers;

  /// REG-01 names the member that is missing or malformed.
  static value::Result<StateProfile> read(const codec::Json& json);

  [[nodiscard]] bool fictional() const;

  [[nodiscard]] const Desk* desk(std::string_view id) const;
  [[nodiscard]] const Person* person(std::string_view id) const;
  [[nodiscard]] const Provider* provider(std::string_view directory_id) const;

  /// True for a declaration or reservation with this effect.
  [[nodiscard]] bool declares(std::string_view effect) const;

  /// By primary subtag: "en-GB" is accepted where "en" is.
  [[nodiscard]] bool accepts_language(std::string_view tag) const;
};

}  // namespace comity::registers
