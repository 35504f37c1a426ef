#include "casework/fold.h"

#include "casework/case_clock.h"
#include "casework/case_state.h"
#include "casework/case_statement.h"
#include "casework/clock_run.h"
#include "casework/history.h"
#include "casework/place.h"
#include "casework/resolution.h"
#include "request/lifecycle.h"
#include "request/lifecycle_crossing.h"
#include "value/digest.h"
#include "value/instant.h"
#include "value/result.h"

#include <cstddef>
#include <optional>
#include <set>
#include <utility>
#include <vector>

namespace comity::casework {

namespace {

using request::CrossingRule;
using value::Digest;

Disposition head_of(const CaseStatement& statement) {
  Disposition disposition;
  disposition.digest = statement.digest;
  disposition.document = statement.document;
  disposition.side = statement.side;
  disposition.desk = statement.desk;
  return disposition;
}

Standing standing_of(Effect effect) {
  switch (effect) {
    case Effect::moved:
      return Standing::applied;
    case Effect::held:
      return Standing::awaiting_companion;
    case Effect::noted:
      return Standing::noted;
    case Effect::refused:
      return Standing::crossed;
  }
  return Standing::crossed;
}

Disposition disposition_of(const History& history, const Resolved& whole, std::size_t index) {
  auto disposition = head_of(history.at(index));
  const auto& done = whole.steps[index];
  disposition.standing = standing_of(done.effect);
  disposition.from = done.from;
  disposition.to = done.to;
  disposition.code = done.code;
  if (const auto& loss = whole.losses[index]) {
    disposition.standing = Standing::crossed;
    disposition.code = value::Code("CASE-11");
    disposition.crossing = loss->crossing->id;
    disposition.against = history.at(loss->against).digest;
  }
  return disposition;
}

void add_waiting(const History& history, CaseState& state) {
  std::set<Digest> awaited;
  for (const auto& each : history.waiting()) {
    auto disposition = head_of(*each.statement);
    disposition.standing = Standing::waiting;
    disposition.code = value::Code("CASE-02");
    disposition.missing = each.missing;
    awaited.insert(each.missing.begin(), each.missing.end());
    state.statements.push_back(std::move(disposition));
  }
  state.awaited.assign(awaited.begin(), awaited.end());
}

// Shared times come from the other side's receipts; nobody dates the arrival of his own letter.
std::optional<value::Instant> received_at(const History& history, const CaseStatement& statement) {
  std::optional<value::Instant> earliest;
  for (std::size_t index = 0; index < history.size(); ++index) {
    const auto& other = history.at(index);
    const auto& receipt = other.facts.receipt;
    if (receipt && receipt->accepted && receipt->receipted == statement.digest &&
        other.side != statement.side && (!earliest || receipt->received_at < *earliest)) {
      earliest = receipt->received_at;
    }
  }
  return earliest;
}

std::vector<Moved> moves_of(const History& history, const Resolved& whole) {
  std::vector<Moved> moves;
  for (std::size_t index = 0; index < history.size(); ++index) {
    const auto& done = whole.steps[index];
    if (done.effect == Effect::moved) {
      moves.push_back({&history.at(index), done.to, received_at(history, history.at(index))});
    }
  }
  return moves;
}

// An extension that reached the recipient after the grace period of the lapse it crossed.
bool late_extension(const History& history, std::size_t extension, std::size_t lapse) {
  const auto arrived = received_at(history, history.at(extension));
  const auto lapsed = received_at(history, history.at(lapse));
  return arrived && lapsed && *arrived > *lapsed + std::chrono::days(30);
}

void alert_loss(const History& history, const Loss& loss, std::size_t index, CaseState& state) {
  const auto& lost = history.at(index);
  switch (loss.crossing->rule) {
    case CrossingRule::neither_decision:
      state.alerts.push_back({"CASE-12", lost.digest, {}});
      return;
    case CrossingRule::delivery_over_withdrawal:
      state.alerts.push_back({"CASE-13", lost.digest, {}});
      return;
    case CrossingRule::withdrawal_over_grant:
    case CrossingRule::withdrawal_over_decision:
      state.alerts.push_back({"CASE-14", lost.digest, {}});
      return;
    case CrossingRule::extension_over_lapse:
      if (lost.document == "lapse_notice" && late_extension(history, loss.against, index)) {
        state.alerts.push_back({"CASE-15", history.at(loss.against).digest, {}});
      }
      return;
    case CrossingRule::decision_over_extension:
    case CrossingRule::supplement_over_lapse:
      return;
  }
}

void alert_crossings(const History& history, const Resolved& whole, CaseState& state) {
  for (std::size_t index = 0; index < history.size(); ++index) {
    const auto& done = whole.steps[index];
    if (const auto& loss = whole.losses[index]) {
      alert_loss(history, *loss, index, state);
    } else if (const auto& code = done.code; code && done.effect == Effect::refused) {
      // Section 5.0: a crossing that no row lists raises an alert at the desk that made it.
      state.alerts.push_back({*code, history.at(index).digest, history.at(index).desk});
    }
  }
}

void alert_extensions(CaseState& state) {
  int count = 0;
  for (const auto& each : state.statements) {
    if (each.document == "extension" && each.standing == Standing::applied && ++count >= 3) {
      state.alerts.push_back({"CASE-16", each.digest, {}});
    }
  }
}

void alert_clocks(CaseState& state) {
  int missed = 0;
  for (const auto& clock : state.clocks) {
    const bool late = clock.late || clock.phase == ClockPhase::run_out;
    const auto* ended = clock.ended_by ? state.of(*clock.ended_by) : nullptr;
    if (clock.late && ended != nullptr &&
        (ended->document == "extension" || ended->document == "supplement")) {
      state.alerts.push_back({"CASE-15", ended->digest, {}});
    }
    if (late && ++missed == 2) {
      state.alerts.push_back({"CASE-17", clock.started_by, {}});
    }
  }
}

CaseState unopened(const History& history, std::optional<std::size_t> opening) {
  CaseState state;
  for (std::size_t index = 0; index < history.size(); ++index) {
    auto disposition = head_of(history.at(index));
    disposition.standing = Standing::crossed;
    disposition.code = value::Code("CASE-01");
    state.statements.push_back(std::move(disposition));
  }
  if (opening) {
    state.opening = history.at(*opening).digest;
    state.case_id = history.at(*opening).statement_id;
    state.alerts.push_back({"CASE-01", *state.opening, {}});
  }
  state.heads = history.heads();
  add_waiting(history, state);
  return state;
}

void fill(const History& history, const Resolved& whole, const request::Machine& machine,
          CaseState& state) {
  state.machine = machine.id;
  state.state = whole.place.state;
  state.ended = machine.final_states.contains(whole.place.state);
  state.held = whole.place.held.documents;
  for (std::size_t index = 0; index < history.size(); ++index) {
    state.statements.push_back(disposition_of(history, whole, index));
  }
  add_waiting(history, state);
  state.heads = history.heads();
}

}  // namespace

CaseState fold(const std::vector<CaseStatement>& statements, const request::Lifecycles& lifecycles,
               value::Instant now, const ClockSettings& settings) {
  const History history(statements);
  const auto opening = history.opening();
  const auto* machine = opening ? lifecycles.for_kind(history.at(*opening).kind) : nullptr;
  if (!opening || machine == nullptr) {
    return unopened(history, opening);
  }
  const Resolution resolution(history, *machine, lifecycles);
  const auto& whole = resolution.whole();
  const auto& request = history.at(*opening);
  CaseState state;
  state.opening = request.digest;
  state.case_id = request.statement_id;
  fill(history, whole, *machine, state);
  const ClockBasis basis{request.facts.pressing, request.facts.answer_by, &settings};
  state.clocks = run_clocks(*machine, moves_of(history, whole), basis, now);
  alert_crossings(history, whole, state);
  alert_extensions(state);
  alert_clocks(state);
  return state;
}

}  // namespace comity::casework
