#include "treaty/seriousness.h"

namespace comity::treaty {

Seriousness four_year_test(const Penalty& penalty) {
  if (penalty.life) {
    return Seriousness::serious;
  }
  if (penalty.no_statutory_cap || !penalty.max_months) {
    return Seriousness::for_a_person;
  }
  return *penalty.max_months >= serious_crime_months ? Seriousness::serious
                                                     : Seriousness::not_serious;
}

}  // namespace comity::treaty
