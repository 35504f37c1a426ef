// The one answer about a bundle, with what it rests on and what it leaves open: unaltered; altered,
// and where; or not to be decided, and what is missing. It follows from the findings alone.
#pragma once

#include "verify/finding.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace comity::verify {

enum class Answer : std::uint8_t { unaltered, altered, undecided };

struct Verdict {
  Answer answer = Answer::undecided;
  std::vector<const Finding*> where;    ///< what is broken; borrows the findings
  std::vector<const Finding*> missing;  ///< what could not be judged

  [[nodiscard]] int status() const;  ///< 0, 1 or 2
  [[nodiscard]] std::string_view word() const;

  /// "Unaltered: ...", "Altered: WHERE ..." or "Cannot be decided: WHAT IS MISSING ...".
  [[nodiscard]] std::string sentence() const;
};

Verdict verdict_of(const Findings& findings);

/// What an answer as a whole proves, and what it does not: a sentence each.
std::vector<std::string_view> proven_by(Answer answer);
std::vector<std::string_view> not_proven_by(Answer answer);

}  // namespace comity::verify
