#include "casework/resolution.h"

#include "casework/history.h"
#include "casework/place.h"
#include "request/lifecycle.h"
#include "request/lifecycle_crossing.h"
#include "value/result.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <limits>
#include <utility>
#include <vector>

namespace comity::casework {

using request::Crossing;
using request::CrossingRule;

namespace {

constexpr auto no_rank = std::numeric_limits<std::size_t>::max();

}  // namespace

Resolution::Resolution(const History& history, const request::Machine& machine,
                       const request::Lifecycles& lifecycles)
    : history_(history), machine_(machine), ground_{&machine, {}, {}} {
  for (const auto& crossing : lifecycles.crossings) {
    // A crossing that leads to a state of another machine is no crossing of this one.
    if (crossing.state.empty() || machine.states.contains(crossing.state)) {
      crossings_.push_back(&crossing);
    }
  }
  if (const auto opening = history.opening()) {
    ground_.case_id = history.at(*opening).statement_id;
    ground_.opening = history.at(*opening).digest;
  }
  for (std::size_t index = 0; index < history.size(); ++index) {
    rank_.push_back(rank_of(history.at(index).document));
    auto place = view_of(index);
    founded_.push_back(step(ground_, place, history.at(index), index));
    after_.push_back(std::move(place));
  }
  whole_ = resolve(Subset(history.size(), true));
}

bool Resolution::is_correction(std::size_t index) const {
  const auto& statement = history_.at(index);
  return statement.document == "correction" && statement.facts.counts.has_value();
}

// One statement after another needs no new look at what crossed: the last one has seen all the
// others. Only a correction can undo a crossing behind it.
Place Resolution::view_of(std::size_t index) const {
  if (const auto last = history_.last_parent(index); last && !is_correction(*last)) {
    return after_[*last];
  }
  return resolve(history_.past(index)).place;
}

Resolved Resolution::resolve(const Subset& subset) const {
  Resolved resolved;
  resolved.losses.resize(history_.size());
  cross_decisions(subset, resolved);
  const auto winners = winners_of(subset);
  // What one crossing takes away can give another winner its effect, so each starts from the top.
  auto next = winners.begin();
  while (next != winners.end()) {
    next = settle(subset, resolved, *next) ? winners.begin() : std::next(next);
  }
  apply(subset, resolved);
  return resolved;
}

bool Resolution::in_play(const Subset& subset, const Resolved& so_far, std::size_t index) const {
  return subset[index] && !so_far.losses[index] && founded_[index].effect != Effect::refused;
}

// Nobody's document is given another meaning: it leads where it led for its author, or the case
// stays where it is.
Step Resolution::take(Place& place, std::size_t index) const {
  auto next = place;
  auto done = step(ground_, next, history_.at(index), index);
  const bool meant = done.aim == founded_[index].aim || done.to == done.from;
  if (done.effect != Effect::refused && meant) {
    place = std::move(next);
    return done;
  }
  Step refused;
  refused.code = value::Code("CASE-08");
  return refused;
}

void Resolution::apply(const Subset& subset, Resolved& so_far) const {
  so_far.steps.assign(history_.size(), Step{});
  so_far.place = Place{machine_.initial, false, {}};
  for (std::size_t index = 0; index < founded_.size(); ++index) {
    if (!in_play(subset, so_far, index)) {
      so_far.steps[index].code = founded_[index].code;
      continue;
    }
    auto done = take(so_far.place, index);
    for (const auto companion : done.companions) {
      auto& earlier = so_far.steps[companion];
      earlier.effect = Effect::moved;
      earlier.from = done.from;
      earlier.to = done.to;
    }
    for (const auto left : done.released) {
      so_far.steps[left] = Step{};
      so_far.steps[left].code = value::Code("CASE-10");
    }
    so_far.steps[index] = std::move(done);
  }
}

// a correction names the decision that counts; a later correction replaces an earlier one, and
// two that contradict each other without knowing of each other name nothing.
std::vector<std::size_t> Resolution::counted(const Subset& subset) const {
  std::vector<std::pair<std::size_t, std::size_t>> named;  // correction, decision
  for (std::size_t index = 0; index < founded_.size(); ++index) {
    if (!subset[index] || !is_correction(index) || founded_[index].effect == Effect::refused) {
      continue;
    }
    const auto& correction = history_.at(index);
    for (std::size_t earlier = 0; earlier < index; ++earlier) {
      const auto& decision = history_.at(earlier);
      if (history_.past(index)[earlier] && decision.digest == *correction.facts.counts &&
          decision.side == correction.side && request::is_decision(decision.document)) {
        named.emplace_back(index, earlier);
      }
    }
  }
  std::vector<std::size_t> decisions;
  for (const auto& [correction, decision] : named) {
    const auto overruled = [&, by = correction, what = decision](const auto& other) {
      const bool same_matter = other.second == what || history_.concurrent(other.second, what);
      const bool later = history_.past(other.first)[by];
      const bool contradicts = history_.concurrent(other.first, by) && other.second != what;
      return same_matter && (later || contradicts);
    };
    if (std::none_of(named.begin(), named.end(), overruled)) {
      decisions.push_back(decision);
    }
  }
  return decisions;
}

void Resolution::cross_decisions(const Subset& subset, Resolved& so_far) const {
  const auto* crossing = find_rule(CrossingRule::neither_decision);
  std::vector<std::size_t> decisions;
  for (std::size_t index = 0; index < founded_.size(); ++index) {
    if (in_play(subset, so_far, index) && request::is_decision(history_.at(index).document)) {
      decisions.push_back(index);
    }
  }
  const auto count = decisions.size() < 2 ? decisions : counted(subset);
  for (const auto decision : decisions) {
    const auto other = std::find_if(decisions.begin(), decisions.end(), [&](std::size_t each) {
      return history_.concurrent(decision, each) &&
             history_.at(decision).side == history_.at(each).side;
    });
    const bool counts = std::find(count.begin(), count.end(), decision) != count.end();
    if (crossing != nullptr && other != decisions.end() && !counts) {
      so_far.losses[decision] = Loss{crossing, *other};
    }
  }
}

const Crossing* Resolution::find_rule(CrossingRule rule) const {
  const auto found = std::find_if(crossings_.begin(), crossings_.end(),
                                  [&](const Crossing* each) { return each->rule == rule; });
  return found == crossings_.end() ? nullptr : *found;
}

// X-2 holds "as long as no deletion_certificate exists": what is deleted cannot be extended.
const Crossing* Resolution::decides(const CaseStatement& winner, const CaseStatement& loser) const {
  if (winner.document == "deletion_certificate" && loser.document == "extension") {
    return find_rule(CrossingRule::extension_over_lapse);
  }
  const auto found = std::find_if(crossings_.begin(), crossings_.end(), [&](const Crossing* each) {
    return request::stands(each->rule, winner.document) &&
           request::yields(each->rule, loser.document);
  });
  return found == crossings_.end() ? nullptr : *found;
}

// The order in which winners are tried: by rule, a certificate before the extensions it ends.
std::size_t Resolution::rank_of(const std::string& document) const {
  for (std::size_t rank = 0; rank < crossings_.size(); ++rank) {
    const auto rule = crossings_[rank]->rule;
    if (rule == CrossingRule::extension_over_lapse && document == "deletion_certificate") {
      return 2 * rank;
    }
    if (request::stands(rule, document)) {
      return 2 * rank + 1;
    }
  }
  return no_rank;
}

std::vector<std::size_t> Resolution::winners_of(const Subset& subset) const {
  std::vector<std::size_t> winners;
  for (std::size_t index = 0; index < founded_.size(); ++index) {
    if (subset[index] && rank_[index] != no_rank && founded_[index].effect != Effect::refused) {
      winners.push_back(index);
    }
  }
  std::sort(winners.begin(), winners.end(), [&](std::size_t a, std::size_t b) {
    return std::pair(rank_[a], a) < std::pair(rank_[b], b);
  });
  return winners;
}

// The winner wins only if it then has an effect; so neither order decides, nor a dead letter.
bool Resolution::settle(const Subset& subset, Resolved& so_far, std::size_t winner) const {
  if (!in_play(subset, so_far, winner)) {
    return false;
  }
  auto trial = so_far;
  bool any = false;
  for (std::size_t other = 0; other < founded_.size(); ++other) {
    if (!history_.concurrent(winner, other) || !in_play(subset, so_far, other)) {
      continue;
    }
    if (const auto* crossing = decides(history_.at(winner), history_.at(other))) {
      trial.losses[other] = Loss{crossing, winner};
      any = true;
    }
  }
  if (!any) {
    return false;
  }
  apply(subset, trial);
  if (trial.steps[winner].effect != Effect::moved) {
    return false;
  }
  so_far = std::move(trial);
  return true;
}

}  // namespace comity::casework
