#include "casework/clock_run.h"

#include "casework/case_clock.h"
#include "casework/case_statement.h"
#include "request/lifecycle.h"
#include "value/instant.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace comity::casework {

namespace {

using std::chrono::days;
using std::chrono::hours;
using value::Duration;
using value::Instant;
using Words = std::span<const std::string_view>;

enum class Span : std::uint8_t {
  acknowledge_mla,
  acknowledge_preservation,
  ten_days,
  fifteen_days,
  fourteen_days,
  thirty_days,
  seven_days,
  decision,
  execution,
  preservation,
};

enum class StartsFrom : std::uint8_t { receipt, own_act };

// A clock starts when one of its documents moves the case into a state where it runs; it stops when
// the case is in neither its running nor its paused states.
struct ClockRule {
  std::string_view machine;
  std::string_view code;
  Words starts;
  std::string_view restarts;  // a document that starts it anew while it runs
  Words running;
  Words paused;
  Span span;
  StartsFrom from;
};

constexpr std::array<std::string_view, 1> request_doc{"request"};
constexpr std::array<std::string_view, 1> acknowledgement_doc{"acknowledgement"};
constexpr std::array<std::string_view, 1> supplement_request_doc{"supplement_request"};
constexpr std::array<std::string_view, 1> consultation_doc{"consultation_note"};
constexpr std::array<std::string_view, 1> delivery_doc{"delivery_notice"};
constexpr std::array<std::string_view, 3> grant_docs{"decision_grant", "decision_partial",
                                                     "condition_acceptance"};
constexpr std::array<std::string_view, 2> preservation_docs{"preservation_notice",
                                                            "extension_confirmation"};
constexpr std::array<std::string_view, 3> grace_docs{"lapse_notice", "decision_refusal",
                                                     "closure_note"};
constexpr std::array<std::string_view, 3> m1_unanswered{"sent", "received", "forwarded"};
constexpr std::array<std::string_view, 2> m2_unanswered{"sent", "forwarded"};
constexpr std::array<std::string_view, 1> acknowledged{"acknowledged"};
constexpr std::array<std::string_view, 3> undecided{"acknowledged", "under_review", "consulting"};
constexpr std::array<std::string_view, 1> supplement_wait{"supplement_wait"};
constexpr std::array<std::string_view, 1> consulting{"consulting"};
constexpr std::array<std::string_view, 3> in_execution{"granted", "partial", "executing"};
constexpr std::array<std::string_view, 2> stopped_execution{"suspended", "suspended_by_court"};
constexpr std::array<std::string_view, 1> delivered{"delivered"};
constexpr std::array<std::string_view, 1> clarify{"clarify"};
constexpr std::array<std::string_view, 2> preserved{"in_force", "extended"};
constexpr std::array<std::string_view, 1> pending{"pending_decision"};
constexpr std::array<std::string_view, 1> expired{"expired"};

// Casework text, section 6, and the clock column of M1 and M2 in section 5.
constexpr std::array<ClockRule, 11> rules{{
    {"M1", "T-ACK", request_doc, "", m1_unanswered, {}, Span::acknowledge_mla, StartsFrom::receipt},
    {"M1", "T-ADM", acknowledgement_doc, "", acknowledged, {}, Span::ten_days, StartsFrom::own_act},
    {"M1", "T-DEC", acknowledgement_doc, "", undecided, supplement_wait, Span::decision,
     StartsFrom::receipt},
    {"M1",
     "T-SUP",
     supplement_request_doc,
     "",
     supplement_wait,
     {},
     Span::thirty_days,
     StartsFrom::receipt},
    {"M1", "T-CONS", consultation_doc, "", consulting, {}, Span::fifteen_days, StartsFrom::receipt},
    {"M1", "T-EXEC", grant_docs, "", in_execution, stopped_execution, Span::execution,
     StartsFrom::receipt},
    {"M1", "T-RCV", delivery_doc, "", delivered, {}, Span::fourteen_days, StartsFrom::receipt},
    {"M2",
     "T-ACK",
     request_doc,
     "",
     m2_unanswered,
     {},
     Span::acknowledge_preservation,
     StartsFrom::receipt},
    {"M2", "T-SUP", supplement_request_doc, "", clarify, {}, Span::seven_days, StartsFrom::receipt},
    // Art. 42(8)-(9): from the receipt of the notice, suspended while the request is decided.
    {"M2", "T-PRES", preservation_docs, "extension_confirmation", preserved, pending,
     Span::preservation, StartsFrom::receipt},
    {"M2", "T-GRACE", grace_docs, "", expired, {}, Span::thirty_days, StartsFrom::receipt},
}};

bool holds(Words words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

std::optional<Instant> later(Instant start, std::optional<Duration> span) {
  return span ? std::optional(start + *span) : std::nullopt;
}

// The notice names the latest end; the treaty floor of 60 days (art. 42(9)) holds for the first.
Instant preservation_end(const CaseStatement& statement, Instant start) {
  const auto end = statement.facts.latest_end.value_or(start + days(90));
  return statement.document == "preservation_notice" ? std::max(end, start + days(60)) : end;
}

std::optional<Instant> due_of(Span span, Instant start, const CaseStatement& statement,
                              const ClockBasis& basis) {
  switch (span) {
    case Span::acknowledge_mla:
      return basis.pressing ? start + hours(24) : basis.settings->calendar.after(start, 5);
    case Span::acknowledge_preservation:
      return start + (basis.pressing ? hours(1) : hours(24));
    case Span::ten_days:
      return start + days(10);
    case Span::fifteen_days:
      return start + days(15);
    case Span::fourteen_days:
      return start + days(14);
    case Span::thirty_days:
      return start + days(30);
    case Span::seven_days:
      return start + days(7);
    case Span::decision:
      return basis.answer_by ? basis.answer_by : later(start, basis.settings->decision);
    case Span::execution:
      return basis.answer_by ? basis.answer_by : later(start, basis.settings->execution);
    case Span::preservation:
      return preservation_end(statement, start);
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
    clock.started_at =
        rule_.from == StartsFrom::own_act ? move.statement->made_at : move.received_at;
    if (clock.started_at) {
      clock.due = due_of(rule_.span, *clock.started_at, *move.statement, basis_);
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
  for (const auto& rule : rules) {
    if (rule.machine != machine.id) {
      continue;
    }
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
