// The fixture of contracts/ledger_store_contract.h over a node's database: a store type as
// contracts/node_store_contract.h has it.
#pragma once

#include "desk/work.h"
#include "ledger/ledger_store.h"

namespace comity::contracts {

/// The ledger's rows, filled by the one transaction.
template <class Store>
class LedgerOf {
 public:
  ledger::LedgerStore& store() { return store_.ledger(); }

  bool commit(const ledger::PendingEntry& entry) {
    desk::LedgerSecret secret;
    secret.key = entry.key;
    secret.entry.assign(entry.entry.begin(), entry.entry.end());
    return store_.work()
        .run([&](desk::Transaction& transaction) { return transaction.put_entry(secret); })
        .has_value();
  }

  void reopen() { store_.reopen(); }

 private:
  Store store_;
};

}  // namespace comity::contracts
