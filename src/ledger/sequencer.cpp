#include "ledger/sequencer.h"

#include "crypto/signer.h"
#include "ledger/checkpoint.h"
#include "ledger/ledger_store.h"
#include "ledger/log_check.h"
#include "ledger/tile_edge.h"
#include "ledger/tile_path.h"
#include "ledger/tile_store.h"
#include "ledger/vkey.h"
#include "merkle/proof.h"
#include "merkle/tree_hash.h"
#include "value/bytes.h"
#include "value/digest.h"
#include "value/ports.h"
#include "value/result.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace comity::ledger {
namespace {
/// Entries are read back after a crash in pieces of this many.
constexpr std::size_t read_at_once = 4096;
}  // namespace

Sequencer::Sequencer(LedgerStore& store, TileStore& tiles, crypto::Ed25519Signer& signer,
                     const value::Clock& clock, std::string origin)
    : store_(store), tiles_(tiles), signer_(signer), clock_(clock), origin_(std::move(origin)) {}

VerifierKey Sequencer::vkey() const {
  return {origin_, NoteKeyType::ed25519, signer_.public_key()};
}

value::Result<void> Sequencer::start(StartCheck check) {
  started_ = false;
  auto stored = store_.checkpoint();
  if (!stored) {
    return value::fail(stored.error());
  }
  checkpoint_ = std::move(*stored);
  merkle::TreeHead head{0, merkle::empty_root()};
  if (checkpoint_) {
    const auto opened = open_checkpoint(*checkpoint_, vkey());
    if (!opened) {
      return value::fail(opened.error());
    }
    head = opened->head;
  }
  auto edge = load_edge(tiles_, head);
  if (!edge) {
    return value::fail(edge.error());
  }
  if (auto published = check_published(head); !published) {
    return published;
  }
  if (check == StartCheck::whole_log) {
    if (auto whole = check_log(tiles_, head); !whole) {
      return whole;
    }
  }
  if (checkpoint_) {
    // A crash may have come between the swap and the file.
    auto written = tiles_.replace({std::string(checkpoint_path), value::to_bytes(*checkpoint_)});
    if (!written) {
      return written;
    }
  }
  edge_ = std::move(*edge);
  started_ = true;
  return {};
}

/// The file is written after the database. A file that says more than the database does means that
/// the database was put back to an earlier day, and what was signed since must not be contradicted.
value::Result<void> Sequencer::check_published(const merkle::TreeHead& stored) const {
  const auto read = tiles_.get(checkpoint_path);
  if (!read) {
    return value::fail(read.error());
  }
  const std::optional<value::Bytes>& file = *read;
  if (!file) {
    return {};
  }
  const auto published = open_checkpoint(value::text_of(*file), vkey());
  if (!published) {
    return value::fail(published.error());
  }
  const auto& head = published->head;
  if (head.size > stored.size) {
    return value::fail("LEDGER-21", "the published checkpoint has " + std::to_string(head.size) +
                                        " entries, the database " + std::to_string(stored.size));
  }
  if (head.size == stored.size && head.root != stored.root) {
    return value::fail("LEDGER-22", "two roots for " + std::to_string(stored.size) + " entries");
  }
  return {};
}

value::Result<void> Sequencer::may_sign(std::int64_t epoch) const {
  const auto read = store_.lease();
  if (!read) {
    return value::fail(read.error());
  }
  const std::optional<Lease>& lease = *read;
  if (!lease || lease->epoch != epoch) {
    return value::fail("LEDGER-01", "epoch " + std::to_string(epoch) + " is not the current one");
  }
  if (!started_ || !lease->signing_on || clock_.now() >= lease->expires) {
    return value::fail("LEDGER-20", "the lease of epoch " + std::to_string(epoch));
  }
  return {};
}

/// The number of entries that have an index, after giving some to what is pending.
value::Result<std::uint64_t> Sequencer::give_indexes(std::int64_t epoch, std::size_t max) {
  const auto backlog = store_.backlog(max);
  if (!backlog) {
    return value::fail(backlog.error());
  }
  if (backlog->pending.empty()) {
    return backlog->next_index;
  }
  std::vector<value::Digest> keys;
  keys.reserve(backlog->pending.size());
  for (const auto& pending : backlog->pending) {
    keys.push_back(pending.key);
  }
  if (auto given = store_.sequence(epoch, backlog->next_index, keys); !given) {
    return value::fail(given.error());
  }
  return backlog->next_index + keys.size();
}

value::Result<TileBatch> Sequencer::integrate(TileEdge& edge, std::uint64_t end) {
  TileBatch batch;
  for (auto next = edge.head().size; next < end;) {
    const auto count = std::min<std::uint64_t>(end - next, read_at_once);
    const auto entries = store_.entries(next, count);
    if (!entries) {
      return value::fail(entries.error());
    }
    if (entries->size() != count) {
      return value::fail("LEDGER-02", "entries from " + std::to_string(next) + " are missing");
    }
    auto part = edge.append(*entries);
    std::ranges::move(part.files, std::back_inserter(batch.files));
    std::ranges::move(part.completed, std::back_inserter(batch.completed));
    next += count;
  }
  if (auto durable = tiles_.put(batch.files); !durable) {
    return value::fail(durable.error());
  }
  return batch;
}

/// The signed checkpoint is durable in the database before anyone can see it.
value::Result<std::string> Sequencer::publish(std::int64_t epoch, const TileEdge& edge) {
  auto note = sign_checkpoint({origin_, edge.head()}, signer_);
  if (!note) {
    return note;
  }
  if (auto swapped = store_.swap_checkpoint(epoch, checkpoint_, *note); !swapped) {
    return value::fail(swapped.error());
  }
  checkpoint_ = *note;
  auto written = tiles_.replace({std::string(checkpoint_path), value::to_bytes(*note)});
  if (!written) {
    return value::fail(written.error());
  }
  return note;
}

value::Result<Batch> Sequencer::sequence_pending(std::int64_t epoch, std::size_t max) {
  if (auto allowed = may_sign(epoch); !allowed) {
    return value::fail(allowed.error());
  }
  const auto first = edge_.head().size;
  const auto end = give_indexes(epoch, max);
  if (!end) {
    return value::fail(end.error());
  }
  if (*end == first && checkpoint_) {
    return Batch{first, first, *checkpoint_};
  }
  // A failure from here on leaves the rest to the next start, which finds the same entries.
  started_ = false;
  const auto batch = integrate(edge_, *end);
  if (!batch) {
    return value::fail(batch.error());
  }
  auto note = publish(epoch, edge_);
  if (!note) {
    return value::fail(note.error());
  }
  started_ = true;
  for (const auto& path : batch->completed) {
    if (auto dropped = tiles_.drop_partials(path); !dropped) {
      return value::fail(dropped.error());
    }
  }
  return Batch{first, *end, std::move(*note)};
}

}  // namespace comity::ledger
