// How far packages have come, for whoever waits for one: octets of ciphertext that the receiver
// has, of all. A sender knows what its receiver confirmed (desk/push.h), a receiver what it keeps.
#pragma once

#include "desk/context.h"
#include "exchange/package_store.h"
#include "value/result.h"

#include <cstdint>
#include <initializer_list>
#include <vector>

namespace comity::desk {

struct PackageProgress {
  exchange::StoredPackage row;
  std::uint64_t done = 0;
  std::uint64_t total = 0;
};

using PackageStates = std::initializer_list<exchange::PackageState>;

/// Packages in any of these states, state by state, the oldest change first.
value::Result<std::vector<PackageProgress>> packages_in_states(const Context& context,
                                                               PackageStates states);

}  // namespace comity::desk
