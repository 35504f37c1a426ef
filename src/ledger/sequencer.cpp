#include "ledger/sequencer.h"

#include "ledger/log_check.h"
#include "ledger/tile_path.h"
#include "value/bytes.h"

#include <algorithm>
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
  std::optional<Checkpoint> own;
  TileEdge edge;
  if (*stored) {
    auto opened = open_checkpoint(**stored, vkey());
    if (!opened) {
      return value::fail(opened.error());
    }
    auto loaded = load_edge(tiles_, opened->head);
    if (!loaded) {
      return value::fail(loaded.error());
    }
    edge = std::move(*loaded);
    own = std::move(*opened);
  }
  if (auto published = check_published(own); !published) {
    return published;
  }
  if (own && check == StartCheck::whole_log) {
    if (auto whole = check_log(tiles_, own->head); !whole) {
      return whole;
    }
  }
  if (own) {
    // A crash may have come between the swap and the file.
    auto written = tiles_.replace({std::string(checkpoint_path), value::to_bytes(**stored)});
    if (!written) {
      return written;
    }
  }
  edge_ = std::move(edge);
  checkpoint_ = std::move(*stored);
  started_ = true;
  return {};
}

/// The file is written after the database. A file that says more than the database does means that
/// the database was put back to an earlier day, and what was signed since must not be contradicted.
value::Result<void> Sequencer::check_published(const std::optional<Checkpoint>& stored) const {
  const auto file = tiles_.get(checkpoint_path);
  if (!file) {
    return value::fail(file.error());
  }
  if (!*file) {
    return {};
  }
  const auto published = open_checkpoint(value::text_of(**file), vkey());
  if (!published) {
    return value::fail(published.error());
  }
  const auto size = stored ? stored->head.size : 0;
  if (published->head.size > size) {
    return value::fail("LEDGER-21", "the published checkpoint has " +
                                        std::to_string(published->head.size) +
                                        " entries, the database " + std::to_string(size));
  }
  if (stored && published->head.size == size && published->head.root != stored->head.root) {
    return value::fail("LEDGER-22", "two roots for " + std::to_string(size) + " entries");
  }
  return {};
}

value::Result<void> Sequencer::may_sign(std::int64_t epoch) const {
  const auto lease = store_.lease();
  if (!lease) {
    return value::fail(lease.error());
  }
  if (!*lease || (*lease)->epoch != epoch) {
    return value::fail("LEDGER-01", "epoch " + std::to_string(epoch) + " is not the current one");
  }
  if (!started_ || !(*lease)->signing_on || clock_.now() >= (*lease)->expires) {
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
value::Result<void> Sequencer::publish(std::int64_t epoch, const TileEdge& edge) {
  auto note = sign_checkpoint({origin_, edge.head()}, signer_);
  if (!note) {
    return value::fail(note.error());
  }
  if (auto swapped = store_.swap_checkpoint(epoch, checkpoint_, *note); !swapped) {
    return swapped;
  }
  checkpoint_ = std::move(*note);
  return tiles_.replace({std::string(checkpoint_path), value::to_bytes(*checkpoint_)});
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
  if (auto published = publish(epoch, edge_); !published) {
    return value::fail(published.error());
  }
  started_ = true;
  for (const auto& path : batch->completed) {
    if (auto dropped = tiles_.drop_partials(path); !dropped) {
      return value::fail(dropped.error());
    }
  }
  return Batch{first, *end, *checkpoint_};
}

}  // namespace comity::ledger
