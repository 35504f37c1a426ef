// The fictional States of data/state-profiles, read for tests.
#pragma once

#include "register/state_profile.h"
#include "support/casework.h"
#include "support/source_file.h"

#include <map>
#include <string>

namespace comity::testing_support {

/// "XA" to "XD"; ends the test program when the profile cannot be read.
inline const registers::StateProfile& profile(const std::string& state) {
  static std::map<std::string, registers::StateProfile> read;
  auto found = read.find(state);
  if (found == read.end()) {
    const auto json = json_of(source_file("data/state-profiles/" + state + ".json"));
    found = read.emplace(state, registers::StateProfile::read(json).value()).first;
  }
  return found->second;
}

}  // namespace comity::testing_support
