#include "casework/case_state.h"
#include "casework/fold.h"
#include "request/lifecycle.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace comity::casework {

namespace {

bool is_held(const CaseState& state, const std::string& document) {
  return std::find(state.held.begin(), state.held.end(), document) != state.held.end();
}

NextStep step_of(const CaseState& state, const request::Row& row, std::string from,
                 const std::string& document) {
  NextStep next;
  next.document = document;
  for (const auto& other : row.documents) {
    if (other != document && !is_held(state, other)) {
      next.companions.push_back(other);
    }
  }
  next.from = std::move(from);
  next.to = row.keeps_state ? state.state : row.to;
  next.role = row.role;
  next.second_role = row.second_role;
  next.when = row.when;
  next.guard = row.guard;
  return next;
}

// The nearest place wins in the fold, so a document is offered once for each condition.
class Offer {
 public:
  explicit Offer(const CaseState& state) : state_(state) {}

  void add(const request::Row& row, const std::string& place) {
    for (const auto& document : row.documents) {
      const bool automatic = document == "technical_receipt";
      const bool shadowed = offered_.contains({document, request::Condition{}});
      if (!automatic && !shadowed && !is_held(state_, document) &&
          offered_.emplace(document, row.when).second) {
        steps_.push_back(step_of(state_, row, place, document));
      }
    }
  }

  [[nodiscard]] const std::vector<NextStep>& steps() const { return steps_; }

 private:
  const CaseState& state_;
  std::set<std::pair<std::string, request::Condition>> offered_;
  std::vector<NextStep> steps_;
};

}  // namespace

std::vector<NextStep> next_documents(const CaseState& state, const request::Lifecycles& lifecycles,
                                     request::Side side) {
  const auto* machine = lifecycles.machine(state.machine);
  if (machine == nullptr) {
    return {};
  }
  Offer offer(state);
  for (const auto& place : machine->places(state.state, side)) {
    for (const auto& row : machine->rows) {
      if (row.side == side && row.starts_at(place)) {
        offer.add(row, place);
      }
    }
  }
  return offer.steps();
}

std::vector<std::string> noted_documents(const CaseState& state,
                                         const request::Lifecycles& lifecycles) {
  const auto* machine = lifecycles.machine(state.machine);
  if (machine == nullptr || state.state == machine->initial) {
    return {};
  }
  return {machine->noted.begin(), machine->noted.end()};
}

}  // namespace comity::casework
