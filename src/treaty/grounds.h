// The grounds on which the Convention lets a State refuse, postpone or condition its help, read
// from data/convention/grounds.json. A decision is always a person's: this only says what may be
// cited and what must come first.
#pragma once

#include "codec/json.h"
#include "value/result.h"

#include <string>
#include <string_view>
#include <vector>

namespace comity::treaty {

struct Ground {
  std::string id;       // "ESSENTIAL_INTERESTS"
  std::string article;  // "40(21)(b)"
  std::string kind;     // refusal, partial, postponement, condition
  std::string code;     // cl_refusal_ground or cl_postponement; empty where any condition fits
  std::string text;
  std::vector<std::string> applies_to;  // treaty kinds
  bool prior_consultation = false;      // Art. 40(28), 37(17)
  bool requires_reason = true;          // Art. 40(25)
};

/// A code that is no treaty ground of its own, and the grounds it may accompany.
struct DetailCode {
  std::string code;
  std::vector<std::string> pair_with;
};

class Grounds {
 public:
  /// TREATY-02 names the place that is malformed.
  static value::Result<Grounds> read(const codec::Json& json);

  [[nodiscard]] const std::vector<Ground>& all() const { return grounds_; }

  /// Those that may be cited against a request of this treaty kind ("preservation").
  [[nodiscard]] std::vector<Ground> for_kind(std::string_view treaty_kind) const;

  /// The ground that a decision cites by its code; null when it does not apply to the kind.
  [[nodiscard]] const Ground* find(std::string_view code, std::string_view treaty_kind) const;

  /// Null when the code is a treaty ground, or unknown.
  [[nodiscard]] const DetailCode* detail(std::string_view code) const;

 private:
  std::vector<Ground> grounds_;
  std::vector<DetailCode> details_;
};

}  // namespace comity::treaty
