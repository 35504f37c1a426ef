#include "casework/case_state.h"

#include "casework/case_clock.h"
#include "casework/fold.h"
#include "request/lifecycle.h"
#include "value/digest.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace comity::casework {

std::string_view standing_text(Standing standing) {
  switch (standing) {
    case Standing::applied:
      return "applied";
    case Standing::awaiting_companion:
      return "awaiting_companion";
    case Standing::noted:
      return "noted";
    case Standing::crossed:
      return "crossed";
    case Standing::waiting:
      return "waiting";
  }
  return "";
}

const Disposition* CaseState::of(const value::Digest& digest) const {
  const auto found = std::find_if(statements.begin(), statements.end(),
                                  [&](const auto& each) { return each.digest == digest; });
  return found == statements.end() ? nullptr : &*found;
}

namespace {

Explanation explain_statement(const Disposition& each) {
  const std::string what = each.document + " of the " + std::string(side_text(each.side));
  std::string part(standing_text(each.standing));
  switch (each.standing) {
    case Standing::applied:
      return {"state", each.digest, what + ": " + each.from + " -> " + each.to};
    case Standing::awaiting_companion:
      return {std::move(part), each.digest, what + " waits for the document signed with it"};
    case Standing::noted:
      return {std::move(part), each.digest, what + " moves nothing"};
    case Standing::waiting:
      return {std::move(part), each.digest,
              what + " waits for " + std::to_string(each.missing.size()) + " missing parents"};
    case Standing::crossed:
      break;
  }
  auto why = each.crossing;
  if (each.against) {
    why += " against " + each.against->hex();
  } else if (each.code) {
    why = each.code->text();
  }
  return {std::move(part), each.digest, what + " has no effect: " + why};
}

Explanation explain_clock(const CaseClock& clock) {
  std::string words(phase_text(clock.phase));
  if (clock.due) {
    words += ", due " + clock.due->text();
  }
  if (clock.ended_at) {
    words += ", ended " + clock.ended_at->text() + (clock.late ? " late" : "");
  }
  return {clock.code, clock.ended_by.value_or(clock.started_by), words};
}

}  // namespace

std::vector<Explanation> explain(const CaseState& state) {
  std::vector<Explanation> explanations;
  explanations.reserve(state.statements.size() + state.clocks.size() + state.alerts.size());
  for (const auto& each : state.statements) {
    explanations.push_back(explain_statement(each));
  }
  for (const auto& clock : state.clocks) {
    explanations.push_back(explain_clock(clock));
  }
  for (const auto& alert : state.alerts) {
    explanations.push_back({"alert", alert.because, std::string(alert.code.text())});
  }
  return explanations;
}

}  // namespace comity::casework
