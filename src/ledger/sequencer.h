// Gives pending entries their place in the log and signs the result. One at a time may: the lease
// of ledger/ledger_store.h says which. It is correct after a crash between any two of its steps.
#pragma once

#include "crypto/signer.h"
#include "ledger/checkpoint.h"
#include "ledger/ledger_store.h"
#include "ledger/tile_edge.h"
#include "ledger/tile_store.h"
#include "ledger/vkey.h"
#include "value/ports.h"
#include "value/result.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

namespace comity::ledger {

/// What one call has made durable: entries first, first + 1, ... up to the size of the checkpoint.
struct Batch {
  std::uint64_t first = 0;
  std::uint64_t size = 0;  ///< of the tree; equal to `first` when nothing was pending
  std::string checkpoint;  ///< the note that covers them all
};

enum class StartCheck {
  right_edge,  ///< O(log n)
  whole_log,   ///< every entry and tile
};

/// Not for several threads at once. Borrows its ports for its life.
class Sequencer {
 public:
  Sequencer(LedgerStore& store, TileStore& tiles, crypto::Ed25519Signer& signer,
            const value::Clock& clock, std::string origin);

  /// Checks that the tiles hash to the stored checkpoint and that /checkpoint is no newer, then
  /// finishes what a crash interrupted. LEDGER-15 to LEDGER-17 for damage; LEDGER-14 when the
  /// checkpoint is of another key; LEDGER-21 when the database is older than the files.
  value::Result<void> start(StartCheck check);

  /// Steps: indexes given -> bundles and tiles durable -> checkpoint signed and swapped -> file
  /// `checkpoint` replaced. At most `max` entries are taken; entries that have an index but no
  /// checkpoint (a crash) come first. Signs the empty log when there is no checkpoint yet.
  /// LEDGER-20 when signing is off, expired or not started; LEDGER-01 when the lease is another's;
  /// LEDGER-03 when another signed meanwhile: then start again.
  value::Result<Batch> sequence_pending(std::int64_t epoch, std::size_t max);

  /// The key that verifies this log.
  [[nodiscard]] VerifierKey vkey() const;

 private:
  [[nodiscard]] value::Result<void> may_sign(std::int64_t epoch) const;
  value::Result<std::uint64_t> give_indexes(std::int64_t epoch, std::size_t max);
  value::Result<TileBatch> integrate(TileEdge& edge, std::uint64_t end);
  value::Result<std::string> publish(std::int64_t epoch, const TileEdge& edge);
  [[nodiscard]] value::Result<void> check_published(const merkle::TreeHead& stored) const;

  LedgerStore& store_;
  TileStore& tiles_;
  crypto::Ed25519Signer& signer_;
  const value::Clock& clock_;
  std::string origin_;
  TileEdge edge_;
  std::optional<std::string> checkpoint_;
  bool started_ = false;
};

}  // namespace comity::ledger
