#include "register/legal_basis.h"

#include "register/state_profile.h"
#include "value/instant.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace comity::registers {
namespace {

bool bound(const std::optional<value::Instant>& since, value::Instant on) {
  return since && *since <= on;
}

}  // namespace

Standing standing(const StateProfile& requesting, const StateProfile& requested,
                  std::string_view instrument, value::Instant on) {
  if (instrument == "voluntary") {
    return requested.voluntary_requests ? Standing::in_force : Standing::not_in_force;
  }
  const auto one = requesting.bound_since.find(instrument);
  const auto other = requested.bound_since.find(instrument);
  const bool dated = one != requesting.bound_since.end() && other != requested.bound_since.end();
  if (!dated) {
    return Standing::unknown;
  }
  return bound(one->second, on) && bound(other->second, on) ? Standing::in_force
                                                            : Standing::not_in_force;
}

std::vector<std::string> in_force(const StateProfile& requesting, const StateProfile& requested,
                                  value::Instant on) {
  std::vector<std::string> out;
  for (const auto& [instrument, since] : requesting.bound_since) {
    if (standing(requesting, requested, instrument, on) == Standing::in_force) {
      out.push_back(instrument);
    }
  }
  return out;
}

}  // namespace comity::registers
