// Which instruments are in force between two States on a date (Arts. 40(6)-(7), 65): a function of
// their profiles.
#pragma once

#include "register/state_profile.h"
#include "value/instant.h"

#include <string>
#include <string_view>
#include <vector>

namespace comity::registers {

enum class Standing {
  in_force,
  not_in_force,
  unknown,  // the profiles hold no dates for this instrument
};

/// Whether both States are bound on that day; the first day counts. "voluntary" stands where the
/// requested State's profile permits requests across the border.
Standing standing(const StateProfile& requesting, const StateProfile& requested,
                  std::string_view instrument, value::Instant on);

/// The instruments in force between the two, in byte order.
std::vector<std::string> in_force(const StateProfile& requesting, const StateProfile& requested,
                                  value::Instant on);

}  // namespace comity::registers
