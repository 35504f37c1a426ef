#include "ledger/rebuild.h"

#include "ledger/ledger_store.h"
#include "ledger/tile_edge.h"
#include "ledger/tile_store.h"
#include "merkle/proof.h"
#include "value/result.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

namespace comity::ledger {
namespace {

constexpr std::uint64_t read_at_once = 4096;

/// Appends all entries to an empty edge and hands each batch of files on.
template <class Take>
value::Result<TileEdge> replay(const LedgerStore& store, std::uint64_t size, const Take& take) {
  TileEdge edge;
  for (std::uint64_t next = 0; next < size;) {
    const auto count = std::min(size - next, read_at_once);
    const auto entries = store.entries(next, count);
    if (!entries) {
      return value::fail(entries.error());
    }
    if (entries->size() != count) {
      return value::fail("LEDGER-02", "entries from " + std::to_string(next) + " are missing");
    }
    if (auto taken = take(edge.append(*entries), next + count == size); !taken) {
      return value::fail(taken.error());
    }
    next += count;
  }
  return edge;
}

}  // namespace

value::Result<void> rebuild_tiles(const LedgerStore& store, const merkle::TreeHead& head,
                                  TileStore& tiles) {
  const auto discard = [](const TileBatch&, bool) { return value::Result<void>{}; };
  const auto edge = replay(store, head.size, discard);
  if (!edge) {
    return value::fail(edge.error());
  }
  if (edge->head() != head) {
    return value::fail("LEDGER-17", "the entries do not lead to the signed root");
  }
  // Partial tiles of all but the last batch are overtaken by the next.
  const auto write = [&](TileBatch batch, bool last) {
    if (!last) {
      std::erase_if(batch.files, [](const TileFile& file) {
        return file.path.find(".p/") != std::string::npos;
      });
    }
    return tiles.put(batch.files);
  };
  if (const auto written = replay(store, head.size, write); !written) {
    return value::fail(written.error());
  }
  return {};
}

}  // namespace comity::ledger
