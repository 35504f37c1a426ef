#include "casework/clock_run.h"

#include "casework/case_clock.h"
#include "casework/case_statement.h"
#include "request/clock_rule.h"
#include "request/lifecycle.h"
#include "value/instant.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace comity::casework {

namespace {

using request::ClockRule;
using request::ClockSpan;
using value::Duration;
using value::Instant;

bool holds(const std::vector<std::string>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

std::optional<Instant> later(Instant start, std::optional<Duration> span) {
  return span ? std::optional(start + *span) : std::nullopt;
}

// Art. 42(9): the notice names the latest end; the floor of the treaty holds for the first one.
Instant latest_end(const ClockRule& rule, const CaseStatement& statement, Instant start) {
  const Instant end = statement.facts.latest_end.value_or(start + rule.span.length);
  const bool first = statement.document != rule.restarts;
  return first ? std::max(end, start + rule.span.first_at_least) : end;
}

std::optional<Instant> due_of(const ClockRule& rule, Instant start, const CaseStatement& statement,
                              const ClockBasis& basis) {
  const ClockSpan& span = rule.span;
  if (basis.pressing && span.pressing) {
    return start + *span.pressing;
  }
  switch (span.kind) {
    case ClockSpan::Kind::fixed:
      return start + span.length;
    case ClockSpan::Kind::working_days:
      return basis.settings->calendar.after(start, static_cast<int>(span.working_days));
    case ClockSpan::Kind::decision:
      return basis.answer_by ? basis.answer_by : later(start, basis.settings->decision);
    case ClockSpan::Kind::execution:
      return basis.answer_by ? basis.answer_by : later(start, basis.settings->execution);
    case ClockSpan::Kind::latest_end:
      return latest_end(rule, statement, start);
  }
  return std::nullopt;
}

// A receipt proves when a statement arrived; until there is one, what its author claims must do.
Instant time_of(const Moved& move) { return move.received_at.value_or(move.statement->made_at); }

class Run {
 public:
  Run(const ClockRule& rule, const ClockBasis& basis) : rule_(rule), basis_(basis) {}

  void take(const Moved& move) {
    const bool paused = holds(rule_.paused, move.to);
    const bool alive = paused || holds(rule_.running, move.to);
    const auto& document = move.statement->document;
    if (open_ && (!alive || document == rule_.restarts)) {
      stop(move);
    }
    if (!open_ && alive && holds(rule_.starts, document)) {
      start(move);
    }
    if (open_) {
      pause(paused, move);
    }
  }

  std::vector<CaseClock> finish(Instant now) {
    if (open_) {
      auto& clock = clocks_.back();
      if (paused_since_) {
        clock.phase = ClockPhase::paused;
      } else if (clock.started_at) {
        clock.phase = clock.due && now >= *clock.due ? ClockPhase::run_out : ClockPhase::running;
      }
    }
    return clocks_;
  }

 private:
  void start(const Moved& move) {
    CaseClock clock;
    clock.code = rule_.code;
    clock.started_by = move.statement->digest;
    clock.started_at = rule_.from_own_act ? move.statement->made_at : move.received_at;
    if (clock.started_at) {
      clock.due = due_of(rule_, *clock.started_at, *move.statement, basis_);
    }
    clocks_.push_back(clock);
    open_ = true;
    paused_since_.reset();
  }

  void stop(const Moved& move) {
    pause(false, move);
    auto& clock = clocks_.back();
    clock.phase = ClockPhase::stopped;
    clock.ended_by = move.statement->digest;
    clock.ended_at = time_of(move);
    clock.late = clock.due && *clock.ended_at > *clock.due;
    open_ = false;
  }

  void pause(bool paused, const Moved& move) {
    if (paused && !paused_since_) {
      paused_since_ = time_of(move);
    } else if (!paused && paused_since_) {
      auto& clock = clocks_.back();
      if (clock.due && time_of(move) > *paused_since_) {
        clock.due = *clock.due + (time_of(move) - *paused_since_);
      }
      paused_since_.reset();
    }
  }

  const ClockRule& rule_;
  const ClockBasis& basis_;
  std::vector<CaseClock> clocks_;
  bool open_ = false;
  std::optional<Instant> paused_since_;
};

}  // namespace

std::vector<CaseClock> run_clocks(const request::Machine& machine, const std::vector<Moved>& moves,
                                  const ClockBasis& basis, Instant now) {
  std::vector<CaseClock> clocks;
  for (const ClockRule& rule : machine.clocks) {
    Run run(rule, basis);
    for (const auto& move : moves) {
      run.take(move);
    }
    const auto finished = run.finish(now);
    clocks.insert(clocks.end(), finished.begin(), finished.end());
  }
  return clocks;
}

}  // namespace comity::casework
