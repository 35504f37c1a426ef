// The fakes keep the contracts that the adapters keep.
#include "contracts/ledger_store_contract.h"
#include "contracts/tile_store_contract.h"
#include "fakes/memory_ledger_store.h"
#include "fakes/memory_tile_store.h"
#include "ledger/ledger_store.h"
#include "ledger/tile_store.h"

namespace comity::contracts {
namespace {

class MemoryLedger {
 public:
  ledger::LedgerStore& store() { return store_; }

  bool commit(const ledger::PendingEntry& entry) { return store_.commit(entry); }

  void reopen() {}

 private:
  fakes::MemoryLedgerStore store_;
};

class MemoryTiles {
 public:
  ledger::TileStore& store() { return store_; }

  void reopen() {}

 private:
  fakes::MemoryTileStore store_;
};

INSTANTIATE_TYPED_TEST_SUITE_P(Memory, LedgerStoreContract, MemoryLedger);
INSTANTIATE_TYPED_TEST_SUITE_P(Memory, TileStoreContract, MemoryTiles);

}  // namespace
}  // namespace comity::contracts
