// Every port that keeps rows, over one writer and its readers: what both databases of
// store/database.h are made of.
#pragma once

#include "store/database.h"
#include "store/readers.h"
#include "store/sql.h"
#include "store/sql_cases.h"
#include "store/sql_ledger.h"
#include "store/sql_mail.h"
#include "store/sql_peers.h"
#include "store/sql_work.h"
#include "store/writer.h"
#include "value/instant.h"
#include "value/result.h"

#include <cstdint>
#include <memory>
#include <utility>

namespace comity::store {

/// `Changes` notices commits: store/changes.h, store/postgres_changes.h.
template <class Changes>
class SqlDatabase : public Database {
 public:
  SqlDatabase(std::unique_ptr<Session> writing, Readers::Open open,
              std::unique_ptr<Changes> changes)
      : changes_(std::move(changes)),
        readers_(std::move(open)),
        writer_(std::move(writing), [this] { changes_->notify(); }),
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

  value::Result<std::int64_t> version() override { return changes_->version(); }

  value::Result<std::int64_t> wait_for_change(std::int64_t seen, value::Duration at_most) override {
    return changes_->wait(seen, at_most);
  }

 private:
  std::unique_ptr<Changes> changes_;
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

}  // namespace comity::store
