// The law that a node applies, read once at start from the tables of data/: fields and checklist
// rules, lifecycles, State profiles. Immutable; borrowed by every act.
#pragma once

#include "record/tables.h"
#include "register/state_profile.h"
#include "request/lifecycle.h"
#include "request/rule_book.h"
#include "value/result.h"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace comity::desk {

struct Law {
  request::Reference reference;
  request::Lifecycles lifecycles;
  std::map<std::string, registers::StateProfile, std::less<>> profiles;  ///< by State, "XA"

  [[nodiscard]] const record::Tables& tables() const { return reference.tables; }

  /// The profile that lists the desk; null when none does.
  [[nodiscard]] const registers::StateProfile* profile_of_desk(std::string_view desk) const;
};

struct LawFiles {
  std::function<std::optional<std::string_view>(std::string_view path)> file;  ///< of data/
  std::vector<std::string_view> profiles;  ///< paths of the State profiles
};

/// An error names the file and place that is malformed; DESK-14 a file is missing.
value::Result<Law> read_law(const LawFiles& files);

}  // namespace comity::desk
