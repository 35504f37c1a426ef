// The SQLite database of a node: one writing connection, reading ones, one that notices changes.
#include "casework/case_store.h"
#include "desk/work.h"
#include "exchange/mail_store.h"
#include "exchange/package_store.h"
#include "exchange/peer_store.h"
#include "ledger/ledger_store.h"
#include "store/changes.h"
#include "store/database.h"
#include "store/readers.h"
#include "store/schema.h"
#include "store/sql.h"
#include "store/sql_cases.h"
#include "store/sql_ledger.h"
#include "store/sql_mail.h"
#include "store/sql_peers.h"
#include "store/sql_work.h"
#include "store/sqlite_session.h"
#include "store/writer.h"
#include "value/instant.h"
#include "value/result.h"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <utility>

namespace comity::store {

namespace {

constexpr std::chrono::seconds patience{10};

value::Result<std::unique_ptr<Session>> open_session(const std::filesystem::path& file) {
  auto opened = SqliteSession::open(file, patience);
  if (!opened) {
    return value::fail(opened.error());
  }
  return std::unique_ptr<Session>(std::move(*opened));
}

class SqliteDatabase : public Database {
 public:
  SqliteDatabase(const std::filesystem::path& file, std::unique_ptr<Session> writing,
                 std::unique_ptr<Session> watching)
      : changes_(std::move(watching)),
        readers_([file] { return open_session(file); }),
        writer_(std::move(writing), [this] { changes_.notify(); }),
        work_(readers_, writer_),
        cases_(readers_),
        inbox_(readers_, writer_),
        outbox_(readers_, writer_),
        peers_(readers_, writer_),
        packages_(readers_, writer_),
        ledger_(readers_, writer_) {}

  desk::Work& work() override { return work_; }

  casework::CaseStore& cases() override { return cases_; }

  exchange::Inbox& inbox() override { return inbox_; }

  exchange::Outbox& outbox() override { return outbox_; }

  exchange::PeerStore& peers() override { return peers_; }

  exchange::PackageStore& packages() override { return packages_; }

  ledger::LedgerStore& ledger() override { return ledger_; }

  value::Result<std::int64_t> version() override { return changes_.version(); }

  value::Result<std::int64_t> wait_for_change(std::int64_t seen, value::Duration at_most) override {
    return changes_.wait(seen, at_most);
  }

 private:
  Changes changes_;
  Readers readers_;
  Writer writer_;
  SqlWork work_;
  SqlCases cases_;
  SqlInbox inbox_;
  SqlOutbox outbox_;
  SqlPeers peers_;
  SqlPackages packages_;
  SqlLedger ledger_;
};

}  // namespace

value::Result<std::unique_ptr<Database>> open_sqlite(const std::filesystem::path& file) {
  auto writing = open_session(file);
  if (!writing) {
    return value::fail(writing.error());
  }
  if (auto migrated = migrate(**writing, sqlite_steps()); !migrated) {
    return value::fail(migrated.error());
  }
  auto watching = open_session(file);
  if (!watching) {
    return value::fail(watching.error());
  }
  return std::make_unique<SqliteDatabase>(file, std::move(*writing), std::move(*watching));
}

}  // namespace comity::store
