// The contracts of every port that keeps rows, on a PostgreSQL server.
#include "casework/case_store.h"
#include "contracts/database_contract.h"
#include "contracts/ledger_of.h"
#include "contracts/ledger_store_contract.h"
#include "contracts/mail_contract.h"
#include "contracts/peer_contract.h"
#include "contracts/work_contract.h"
#include "desk/work.h"
#include "exchange/mail_store.h"
#include "exchange/package_store.h"
#include "exchange/peer_store.h"
#include "ledger/ledger_store.h"
#include "store/database.h"
#include "store/postgres_database.h"
#include "store/postgres_link.h"
#include "support/postgres_server.h"
#include "value/result.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace comity::contracts {

namespace {

/// Schemas that a test has used and emptied: making one takes longer than most tests.
std::vector<std::string>& used_schemas() {
  static std::vector<std::string> schemas;
  return schemas;
}

class PostgresPlace {
 public:
  PostgresPlace() {
    if (used_schemas().empty()) {
      words_ = testing_support::the_server()->new_schema();
    } else {
      words_ = std::move(used_schemas().back());
      used_schemas().pop_back();
    }
  }

  PostgresPlace(const PostgresPlace&) = delete;
  PostgresPlace& operator=(const PostgresPlace&) = delete;

  ~PostgresPlace() {
    const auto link = store::PostgresLink::open({words_});
    if (link && (*link)->run("DELETE FROM statement_conflict; DELETE FROM statement; DELETE FROM "
                             "case_row; DELETE FROM entry; DELETE FROM ledger_checkpoint; DELETE "
                             "FROM ledger_lease; DELETE FROM inbound; DELETE FROM outbound; DELETE "
                             "FROM receipt_due; DELETE FROM peer; DELETE FROM peer_checkpoint; "
                             "DELETE FROM fork_proof; DELETE FROM package")) {
      used_schemas().push_back(words_);
    }
  }

  value::Result<std::unique_ptr<store::Database>> open() { return store::open_postgres(words_); }

 private:
  std::string words_;
};

class PostgresNodeStore {
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
    database_ = place_.open().value();
  }

 private:
  PostgresPlace place_;
  std::unique_ptr<store::Database> database_ = place_.open().value();
};

}  // namespace

INSTANTIATE_TYPED_TEST_SUITE_P(Postgres, DatabaseContract, PostgresPlace);
INSTANTIATE_TYPED_TEST_SUITE_P(Postgres, WorkContract, PostgresNodeStore);
INSTANTIATE_TYPED_TEST_SUITE_P(Postgres, MailContract, PostgresNodeStore);
INSTANTIATE_TYPED_TEST_SUITE_P(Postgres, PeerContract, PostgresNodeStore);
INSTANTIATE_TYPED_TEST_SUITE_P(Postgres, LedgerStoreContract, LedgerOf<PostgresNodeStore>);

}  // namespace comity::contracts
