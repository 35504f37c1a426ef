#include "casework/resolution.h"

#include <algorithm>
#include <utility>

namespace comity::casework {

using request::Crossing;
using request::CrossingRule;

Resolution::Resolution(const History& history, const request::Machine& machine,
                       const request::Lifecycles& lifecycles)
    : history_(history), machine_(machine), lifecycles_(lifecycles), ground_{&machine, {}, {}} {
  if (const auto opening = history.opening()) {
    ground_.case_id = history.at(*opening).statement_id;
    ground_.opening = history.at(*opening).digest;
  }
  for (std::size_t index = 0; index < history.size(); ++index) {
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
  for (const auto& crossing : lifecycles_.crossings) {
    // A crossing that leads to a state of another machine is no crossing of this one.
    if (!crossing.state.empty() && !machine_.states.contains(crossing.state)) {
      continue;
    }
    if (crossing.rule == CrossingRule::neither_decision) {
      cross_decisions(subset, resolved, crossing);
      continue;
    }
    if (crossing.rule == CrossingRule::extension_over_lapse) {
      cross_deleted(subset, resolved, crossing);
    }
    settle(subset, resolved, crossing);
  }
  apply(subset, resolved);
  return resolved;
}

bool Resolution::in_play(const Subset& subset, const Resolved& so_far, std::size_t index) const {
  return subset[index] && !so_far.losses[index] && founded_[index].effect != Effect::refused;
}

void Resolution::apply(const Subset& subset, Resolved& so_far) const {
  so_far.steps.assign(history_.size(), Step{});
  so_far.place = Place{machine_.initial, false, {}};
  for (std::size_t index = 0; index < founded_.size(); ++index) {
    if (!in_play(subset, so_far, index)) {
      so_far.steps[index].code = founded_[index].code;
      continue;
    }
    auto done = step(ground_, so_far.place, history_.at(index), index);
    if (done.effect == Effect::refused) {
      done.code = value::Code("CASE-08");
    }
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

void Resolution::cross_decisions(const Subset& subset, Resolved& so_far,
                                 const Crossing& crossing) const {
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
    if (other != decisions.end() && !counts) {
      so_far.losses[decision] = Loss{&crossing, *other};
    }
  }
}

// X-2 holds "as long as no deletion_certificate exists": what is deleted cannot be extended.
void Resolution::cross_deleted(const Subset& subset, Resolved& so_far,
                               const Crossing& crossing) const {
  for (std::size_t index = 0; index < founded_.size(); ++index) {
    if (!in_play(subset, so_far, index) || history_.at(index).document != "deletion_certificate") {
      continue;
    }
    std::vector<std::size_t> extensions;
    for (std::size_t other = 0; other < founded_.size(); ++other) {
      if (in_play(subset, so_far, other) && history_.at(other).document == "extension" &&
          history_.concurrent(index, other)) {
        extensions.push_back(other);
      }
    }
    settle_one(subset, so_far, crossing, index, extensions);
  }
}

void Resolution::settle(const Subset& subset, Resolved& so_far, const Crossing& crossing) const {
  for (std::size_t winner = 0; winner < founded_.size(); ++winner) {
    if (!in_play(subset, so_far, winner) ||
        !request::stands(crossing.rule, history_.at(winner).document)) {
      continue;
    }
    std::vector<std::size_t> losers;
    for (std::size_t other = 0; other < founded_.size(); ++other) {
      if (in_play(subset, so_far, other) && history_.concurrent(winner, other) &&
          request::yields(crossing.rule, history_.at(other).document)) {
        losers.push_back(other);
      }
    }
    settle_one(subset, so_far, crossing, winner, losers);
  }
}

// The winner wins only if it then has an effect; so neither order decides, nor a dead letter.
void Resolution::settle_one(const Subset& subset, Resolved& so_far, const Crossing& crossing,
                            std::size_t winner, const std::vector<std::size_t>& losers) const {
  if (losers.empty()) {
    return;
  }
  auto trial = so_far;
  for (const auto loser : losers) {
    trial.losses[loser] = Loss{&crossing, winner};
  }
  apply(subset, trial);
  if (trial.steps[winner].effect == Effect::moved) {
    so_far = std::move(trial);
  }
}

}  // namespace comity::casework
