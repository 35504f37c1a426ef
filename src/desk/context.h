// What the acts of a desk need: stores, law, keys and ports, connected once by the composition
// root. It has no behaviour of its own; each act is a function in its own file.
#pragma once

#include "casework/case_store.h"
#include "crypto/certificate.h"
#include "crypto/opener.h"
#include "crypto/signer.h"
#include "desk/law.h"
#include "desk/work.h"
#include "evidence/journal_store.h"
#include "exchange/directory.h"
#include "exchange/mail_store.h"
#include "exchange/package_store.h"
#include "exchange/peer_store.h"
#include "ledger/ledger_store.h"
#include "ledger/tile_store.h"
#include "object/blob_store.h"
#include "value/ports.h"

#include <functional>
#include <map>
#include <string>

namespace comity::desk {

/// A desk of this node whose keys are unlocked.
struct DeskSecrets {
  crypto::Signer* signer = nullptr;
  crypto::Opener* opener = nullptr;
};

/// Borrowed parts; all outlive it.
struct Stores {
  Work& work;
  casework::CaseStore& cases;
  exchange::Inbox& inbox;
  exchange::Outbox& outbox;
  exchange::PeerStore& peers;
  exchange::PackageStore& packages;
  ledger::LedgerStore& ledger;
  ledger::TileStore& tiles;
  object::BlobStore& blobs;
  evidence::JournalStore& journals;
};

struct Context {
  std::string node;
  Stores stores;
  const Law& law;
  exchange::LiveDirectory& directory;
  std::map<std::string, DeskSecrets, std::less<>> desks;  ///< empty until unlocked
  const crypto::Certificate& root;                        ///< issuer of the desks' certificates
  const value::Clock& clock;
  value::Random& random;
};

/// The node's own keys as its latest key set lists them; DESK-01 when it has none yet.
value::Result<const exchange::KnownNode*> own_node(const Context& context,
                                                   const exchange::Directory& directory);

/// DESK-02 when this node has no such desk, or its keys are locked.
value::Result<DeskSecrets> secrets_of(const Context& context, const std::string& desk);

}  // namespace comity::desk
