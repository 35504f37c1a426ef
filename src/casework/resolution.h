// What crosses in a set of statements, and what is left to apply: the crossing table of the
// lifecycles at work. One step is in casework/place.h, the values for others in casework/fold.h.
#pragma once

#include "casework/history.h"
#include "casework/place.h"
#include "request/lifecycle.h"

#include <cstddef>
#include <optional>
#include <vector>

namespace comity::casework {

/// Why the table crossed a statement.
struct Loss {
  const request::Crossing* crossing;
  std::size_t against;
};

struct Resolved {
  std::vector<std::optional<Loss>> losses;  // by index in the history
  std::vector<Step> steps;                  // by index; those of lost statements stay refused
  Place place;
};

/// Computes every statement's own view once (what its author had seen), then the whole.
class Resolution {
 public:
  Resolution(const History& history, const request::Machine& machine,
             const request::Lifecycles& lifecycles);

  /// Of all statements.
  [[nodiscard]] const Resolved& whole() const { return whole_; }

  /// What the statement does in the view of its author: if it is refused there, it never applies.
  [[nodiscard]] const Step& founded(std::size_t index) const { return founded_.at(index); }

 private:
  [[nodiscard]] Place view_of(std::size_t index) const;
  [[nodiscard]] Resolved resolve(const Subset& subset) const;
  [[nodiscard]] bool in_play(const Subset& subset, const Resolved& so_far, std::size_t index) const;
  [[nodiscard]] std::vector<std::size_t> counted(const Subset& subset) const;
  [[nodiscard]] bool is_correction(std::size_t index) const;
  Step take(Place& place, std::size_t index) const;
  void apply(const Subset& subset, Resolved& so_far) const;
  void cross_decisions(const Subset& subset, Resolved& so_far) const;
  [[nodiscard]] const request::Crossing* find_rule(request::CrossingRule rule) const;
  [[nodiscard]] const request::Crossing* decides(const CaseStatement& winner,
                                                 const CaseStatement& loser) const;
  [[nodiscard]] std::size_t rank_of(const std::string& document) const;
  [[nodiscard]] std::vector<std::size_t> winners_of(const Subset& subset) const;
  bool settle(const Subset& subset, Resolved& so_far, std::size_t winner) const;

  const History& history_;
  const request::Machine& machine_;
  std::vector<const request::Crossing*> crossings_;
  Ground ground_;
  std::vector<std::size_t> rank_;
  std::vector<Step> founded_;
  std::vector<Place> after_;  // the view after each statement, when it is the last thing seen
  Resolved whole_;
};

}  // namespace comity::casework
