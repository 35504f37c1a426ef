#include "casework/case_store.h"
#include "contracts/blob_store_contract.h"
#include "contracts/database_contract.h"
#include "contracts/ledger_of.h"
#include "contracts/ledger_store_contract.h"
#include "contracts/mail_contract.h"
#include "contracts/peer_contract.h"
#include "contracts/tile_store_contract.h"
#include "contracts/work_contract.h"
#include "desk/work.h"
#include "exchange/mail_store.h"
#include "exchange/package_store.h"
#include "exchange/peer_store.h"
#include "fakes/memory_store.h"
#include "ledger/ledger_store.h"
#include "ledger/tile_store.h"
#include "object/blob_store.h"
#include "store/database.h"
#include "store/disk_blobs.h"
#include "store/disk_tiles.h"
#include "support/shell.h"

#include <gtest/gtest.h>

#include <memory>

namespace comity::contracts {

namespace {

class SqliteNodeStore {
 public:
  desk::Work& work() { return database_->work(); }

  casework::CaseStore& cases() { return database_->cases(); }

  exchange::Inbox& inbox() { return database_->inbox(); }

  exchange::Outbox& outbox() { return database_->outbox(); }

  exchange::PeerStore& peers() { return database_->peers(); }

  exchange::PackageStore& packages() { return database_->packages(); }

  ledger::LedgerStore& ledger() { return database_->ledger(); }

  void reopen() {
    database_.reset();
    database_ = store::open_sqlite(folder_.path() / "store.sqlite").value();
  }

 private:
  testing_support::TemporaryFolder folder_;
  std::unique_ptr<store::Database> database_ =
      store::open_sqlite(folder_.path() / "store.sqlite").value();
};

class SqlitePlace {
 public:
  value::Result<std::unique_ptr<store::Database>> open() {
    return store::open_sqlite(folder_.path() / "store.sqlite");
  }

 private:
  testing_support::TemporaryFolder folder_;
};

class FakeNodeStore : public fakes::MemoryStore {
 public:
  void reopen() {}
};

class DiskTiles {
 public:
  ledger::TileStore& store() { return *tiles_; }

  void reopen() { tiles_ = store::open_tiles(folder_.path() / "log").value(); }

 private:
  testing_support::TemporaryFolder folder_;
  std::unique_ptr<ledger::TileStore> tiles_ = store::open_tiles(folder_.path() / "log").value();
};

class DiskBlobs {
 public:
  object::BlobStore& store() { return *blobs_; }

  void reopen() { blobs_ = store::open_blobs(folder_.path() / "objects").value(); }

 private:
  testing_support::TemporaryFolder folder_;
  std::unique_ptr<object::BlobStore> blobs_ = store::open_blobs(folder_.path() / "objects").value();
};

}  // namespace

INSTANTIATE_TYPED_TEST_SUITE_P(Sqlite, DatabaseContract, SqlitePlace);
INSTANTIATE_TYPED_TEST_SUITE_P(Sqlite, WorkContract, SqliteNodeStore);
INSTANTIATE_TYPED_TEST_SUITE_P(Memory, WorkContract, FakeNodeStore);
INSTANTIATE_TYPED_TEST_SUITE_P(Sqlite, MailContract, SqliteNodeStore);
INSTANTIATE_TYPED_TEST_SUITE_P(Memory, MailContract, FakeNodeStore);
INSTANTIATE_TYPED_TEST_SUITE_P(Sqlite, PeerContract, SqliteNodeStore);
INSTANTIATE_TYPED_TEST_SUITE_P(Memory, PeerContract, FakeNodeStore);
INSTANTIATE_TYPED_TEST_SUITE_P(Sqlite, LedgerStoreContract, LedgerOf<SqliteNodeStore>);
INSTANTIATE_TYPED_TEST_SUITE_P(Memory, LedgerStoreContract, LedgerOf<FakeNodeStore>);
INSTANTIATE_TYPED_TEST_SUITE_P(Disk, TileStoreContract, DiskTiles);
INSTANTIATE_TYPED_TEST_SUITE_P(Disk, BlobStoreContract, DiskBlobs);

}  // namespace comity::contracts
