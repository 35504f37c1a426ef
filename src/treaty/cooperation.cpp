#include "treaty/cooperation.h"

#include "treaty/offences.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace comity::treaty {

std::optional<std::string> cooperation_basis(std::string_view cooperation_class,
                                             const std::vector<OffenceCodes>& rows,
                                             const Offences& offences) {
  const bool evidence = cooperation_class == "evidence";
  if (rows.empty() || (!evidence && cooperation_class != "proceedings")) {
    return std::nullopt;
  }
  const bool convention = std::all_of(rows.begin(), rows.end(), [&](const OffenceCodes& codes) {
    return std::any_of(codes.begin(), codes.end(),
                       [&](const std::string& code) { return offences.of_the_convention(code); });
  });
  if (!convention) {
    return "35.1.c";
  }
  return evidence ? "35.1.b" : "35.1.a";
}

}  // namespace comity::treaty
