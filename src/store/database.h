// The node's database: every port that keeps rows, over one file or server. Objects and tiles are
// files: store/disk_blobs.h, store/disk_tiles.h. What lies where: docs/operator/store.md.
#pragma once

#include "casework/case_store.h"
#include "desk/work.h"
#include "exchange/mail_store.h"
#include "exchange/package_store.h"
#include "exchange/peer_store.h"
#include "ledger/ledger_store.h"
#include "value/instant.h"
#include "value/result.h"

#include <cstdint>
#include <filesystem>
#include <memory>

namespace comity::store {

/// Owns the ports; they live as long as it does. Any thread may call it and them; several processes
/// may have the same database open.
class Database {
 public:
  Database() = default;
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;
  virtual ~Database() = default;

  virtual desk::Work& work() = 0;
  virtual casework::CaseStore& cases() = 0;
  virtual exchange::Inbox& inbox() = 0;
  virtual exchange::Outbox& outbox() = 0;
  virtual exchange::PeerStore& peers() = 0;
  virtual exchange::PackageStore& packages() = 0;
  virtual ledger::LedgerStore& ledger() = 0;

  /// Changes with every commit of any process; only equality means something.
  virtual value::Result<std::int64_t> version() = 0;

  /// Returns the version as soon as it is not `seen`, or `seen` after `at_most`.
  virtual value::Result<std::int64_t> wait_for_change(std::int64_t seen,
                                                      value::Duration at_most) = 0;
};

/// Opens or makes the SQLite file (mode 0600) and brings its schema up to date: durable commits
/// (WAL, synchronous=FULL). STORE-01 cannot be opened, STORE-02 made by a newer version, STORE-04
/// held by another process too long, STORE-06 damaged or not our file.
value::Result<std::unique_ptr<Database>> open_sqlite(const std::filesystem::path& file);

}  // namespace comity::store
