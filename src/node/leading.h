// The part of `comity serve` that only the leader plays: it keeps asking for the lease, and while
// it has it and the peers have confirmed the ledger, it repeats desk/round.h. Those that follow
// accept letters, serve readers and wait (docs/decisions/0011-several-processes.md).
#pragma once

#include "desk/round.h"
#include "ledger/sequencer.h"
#include "node/lease.h"
#include "node/opened.h"
#include "value/result.h"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>

namespace comity::node {

struct LeadingParts {
  OpenNode& node;
  ledger::Sequencer& sequencer;
  SequencerLease& lease;
  std::function<void(const std::string& line)> say;
  std::function<value::Result<void>()> begun;  ///< called once each time that signing is on
};

/// `keep_lease` and `work` are for one thread each; the rest for any.
class Leading {
 public:
  explicit Leading(LeadingParts parts) : parts_(std::move(parts)) {}

  /// Peers confirmed the ledger: from now on this process may sign whenever it leads.
  void confirm() { confirmed_ = true; }

  [[nodiscard]] bool confirmed() const { return confirmed_; }

  void keep_lease(const std::stop_token& stop);
  void work(const std::stop_token& stop);

  /// Why this process must not go on: the ledger is damaged.
  [[nodiscard]] std::optional<value::Error> broken() const;

 private:
  void begin(std::int64_t epoch);
  void round(std::int64_t epoch);
  void follow();
  void heal();
  void report(const desk::RoundReport& round);
  void wait_for_commit(std::chrono::milliseconds span);

  LeadingParts parts_;
  std::atomic<bool> confirmed_ = false;
  bool whole_checked_ = false;  // by the thread of work()
  std::chrono::steady_clock::time_point next_look_;
  mutable std::mutex mutex_;  // guards broken_
  std::optional<value::Error> broken_;
};

}  // namespace comity::node
