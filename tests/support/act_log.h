// A ledger of whatever acts a test puts into it, in memory; support/example_log.h is one whose acts
// follow from their numbers.
#pragma once

#include "crypto/sha256.h"
#include "fakes/fixed_clock.h"
#include "fakes/ledger_key.h"
#include "fakes/memory_ledger_store.h"
#include "fakes/memory_tile_store.h"
#include "ledger/entry.h"
#include "ledger/sequencer.h"
#include "ledger/slip.h"
#include "support/example_log.h"
#include "support/must.h"
#include "value/bytes.h"

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>

namespace comity::support {

/// Every step is expected to succeed: `value()` throws, which fails the test that caused it.
class ActLog {
 public:
  explicit ActLog(const std::string& origin, std::uint8_t key = 1)
      : signer_(fakes::ledger_key(key)), sequencer_(store_, tiles_, *signer_, clock_, origin) {
    auto lease = store_.acquire("test", clock_.now(), std::chrono::hours(1)).value();
    lease.signing_on = true;
    testing_support::must(store_.renew(lease));
    epoch_ = lease.epoch;
    testing_support::must(sequencer_.start(ledger::StartCheck::right_edge));
  }

  /// The slip of the act, logged now as the next entry.
  std::string add(value::BytesView act) {
    const std::uint64_t index = size_++;
    const value::Digest salt = example_salt(index);
    const value::Digest statistics =
        ledger::commitment(ledger::statistics_label, salt, value::bytes_of("{}"));
    store_.commit({crypto::sha256(salt.view()),
                   ledger::encode_entry({ledger::commitment(ledger::act_label, salt, act),
                                         statistics,
                                         {example_digest("first"), example_digest("second")}})});
    checkpoint_ = sequencer_.sequence_pending(epoch_, 1000).value().checkpoint;
    return ledger::encode_slip(ledger::make_slip(tiles_, checkpoint_, index, salt).value());
  }

  /// Entries that belong to other acts.
  void fill_up_to(std::uint64_t size) {
    while (size_ < size) {
      add(value::bytes_of(example_act(size_)));
    }
  }

  [[nodiscard]] const std::string& checkpoint() const { return checkpoint_; }

  [[nodiscard]] std::string vkey() const { return sequencer_.vkey().text(); }

 private:
  fakes::MemoryLedgerStore store_;
  fakes::MemoryTileStore tiles_;
  fakes::FixedClock clock_;
  std::unique_ptr<crypto::Ed25519Signer> signer_;
  ledger::Sequencer sequencer_;
  std::string checkpoint_;
  std::int64_t epoch_ = 0;
  std::uint64_t size_ = 0;
};

}  // namespace comity::support
