// A log of fictional acts with everything it stands on, in memory. Acts are numbered; each act's
// bytes, statistics and salt follow from its number, so that a log of n acts is always the same.
#pragma once

#include "crypto/sha256.h"
#include "fakes/fixed_clock.h"
#include "fakes/ledger_key.h"
#include "fakes/memory_ledger_store.h"
#include "fakes/memory_tile_store.h"
#include "ledger/entry.h"
#include "ledger/sequencer.h"
#include "support/must.h"

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

namespace comity::support {

inline constexpr const char* example_origin = "xa.ledger.example";

inline std::string example_act(std::uint64_t number) { return "act " + std::to_string(number); }

inline std::string example_statistics(std::uint64_t number) {
  return "statistics of act " + std::to_string(number);
}

inline value::Digest example_salt(std::uint64_t number) {
  return crypto::sha256(value::bytes_of("salt of act " + std::to_string(number)));
}

inline value::Digest example_key(std::uint64_t number) {
  return crypto::sha256(value::bytes_of(example_act(number)));
}

inline value::Digest example_digest(const std::string& text) {
  return crypto::sha256(value::bytes_of(text));
}

inline ledger::EntryBytes example_entry(std::uint64_t number) {
  const auto salt = example_salt(number);
  const auto name = example_act(number);
  return ledger::encode_entry({ledger::commitment(ledger::act_label, salt, value::bytes_of(name)),
                               ledger::commitment(ledger::statistics_label, salt,
                                                  value::bytes_of(example_statistics(number))),
                               {example_digest("first reserved of " + name),
                                example_digest("second reserved of " + name)}});
}

/// Every step is expected to succeed: `value()` throws, which fails the test that caused it.
class ExampleLog {
 public:
  ExampleLog() {
    take_lease();
    restart();
  }

  /// Commits the next `count` acts, without giving them a place.
  void commit(std::uint64_t count) {
    for (std::uint64_t i = 0; i < count; ++i, ++committed_) {
      store_.commit({example_key(committed_), example_entry(committed_)});
    }
  }

  ledger::Batch sequence(std::size_t max = 100'000) {
    return sequencer_->sequence_pending(epoch_, max).value();
  }

  /// Commits and sequences until the log has this size.
  std::string grow_to(std::uint64_t size) {
    commit(size - committed_);
    return sequence().checkpoint;
  }

  /// A new process: the same stores, another sequencer.
  void restart() {
    replace_sequencer();
    testing_support::must(sequencer_->start(ledger::StartCheck::right_edge));
  }

  void replace_sequencer() {
    sequencer_ =
        std::make_unique<ledger::Sequencer>(store_, tiles_, *signer_, clock_, example_origin);
  }

  void take_lease() {
    auto lease = store_.acquire("example", clock_.now(), std::chrono::hours(1)).value();
    lease.signing_on = true;
    testing_support::must(store_.renew(lease));
    epoch_ = lease.epoch;
  }

  [[nodiscard]] ledger::VerifierKey key() const { return sequencer_->vkey(); }

  fakes::MemoryLedgerStore& store() { return store_; }

  fakes::MemoryTileStore& tiles() { return tiles_; }

  fakes::FixedClock& clock() { return clock_; }

  crypto::Ed25519Signer& signer() { return *signer_; }

  ledger::Sequencer& sequencer() { return *sequencer_; }

  [[nodiscard]] std::int64_t epoch() const { return epoch_; }

 private:
  fakes::MemoryLedgerStore store_;
  fakes::MemoryTileStore tiles_;
  fakes::FixedClock clock_;
  std::unique_ptr<crypto::Ed25519Signer> signer_ = fakes::ledger_key(1);
  std::unique_ptr<ledger::Sequencer> sequencer_;
  std::int64_t epoch_ = 0;
  std::uint64_t committed_ = 0;
};

}  // namespace comity::support
