// What a node remembers of its peers: the root it trusts by hand, the chain of key sets, the latest
// checkpoint seen of each ledger. The rules over them are in signed/key_set.h and exchange/peers.h.
#pragma once

#include "value/bytes.h"
#include "value/digest.h"
#include "value/instant.h"
#include "value/result.h"

#include <optional>
#include <string>
#include <vector>

namespace comity::exchange {

struct StoredPeer {
  std::string node;
  value::Digest root_fingerprint;  ///< of the founding root certificate, compared by a person
  value::Bytes chain;              ///< the key-set chain document, exact bytes
  std::string endpoint;  ///< where this node reaches it; overrides its key set when not empty
  value::Instant trusted_at;

  friend bool operator==(const StoredPeer&, const StoredPeer&) = default;
};

/// Any thread may call it. Writes are durable when they return.
class PeerStore {
 public:
  PeerStore() = default;
  PeerStore(const PeerStore&) = delete;
  PeerStore& operator=(const PeerStore&) = delete;
  virtual ~PeerStore() = default;

  virtual value::Result<std::vector<StoredPeer>> peers() = 0;

  /// Adds the peer or replaces what is kept of it.
  virtual value::Result<void> put(const StoredPeer& peer) = 0;

  /// The latest checkpoint note seen of a ledger, own or a peer's, by its origin line.
  virtual value::Result<std::optional<std::string>> checkpoint(const std::string& origin) = 0;

  /// Replaces the remembered note, if it still is `expected`; false when it is not.
  virtual value::Result<bool> swap_checkpoint(const std::string& origin,
                                              const std::optional<std::string>& expected,
                                              const std::string& note) = 0;

  /// Two notes that prove a fork; kept for ever.
  virtual value::Result<void> put_fork_proof(const std::string& origin, const std::string& one,
                                             const std::string& other) = 0;

  /// The pairs one after the other: one, other, one, other.
  virtual value::Result<std::vector<std::string>> fork_proofs(const std::string& origin) = 0;
};

}  // namespace comity::exchange
