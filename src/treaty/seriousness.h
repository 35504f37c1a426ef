// The four-year test of Art. 2(h): is conduct a serious crime? Which help that opens is in
// treaty/cooperation.h.
#pragma once

#include <cstdint>
#include <optional>

namespace comity::treaty {

/// The maximum of the charged form of an offence; an aggravated form that is not charged does not
/// count, nor does the sentence given.
struct Penalty {
  std::optional<std::int64_t> max_months;
  bool life = false;
  bool no_statutory_cap = false;
};

enum class Seriousness {
  serious,
  not_serious,
  for_a_person,  // the law sets no maximum, or none is stated: a legal reviewer answers
};

constexpr std::int64_t serious_crime_months = 48;

Seriousness four_year_test(const Penalty& penalty);

}  // namespace comity::treaty
