// Whom this node knows: each peer's key chain, verified from the root a person trusted by hand, and
// this node's own. A Directory is a snapshot and never changes; LiveDirectory holds the present
// one.
#pragma once

#include "exchange/peer_store.h"
#include "exchange/transport.h"
#include "signed/key_chain.h"
#include "value/bytes.h"
#include "value/digest.h"
#include "value/result.h"

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace comity::exchange {

struct KnownNode {
  std::string node;
  value::Digest trusted_root;
  signed_::KeyChain chain;
  std::string endpoint;  ///< the override, else that of its latest key set
};

/// A chain document: enclosures of key sets in their order, each with the slip that proves its
/// index in the node's ledger. Signing codes as in signed/key_chain.h, slip codes as in
/// ledger/slip.h; EXCH-06 when it is empty, EXCH-07 when it speaks for another node.
value::Result<KnownNode> read_node(const StoredPeer& stored);

class Directory {
 public:
  Directory() = default;
  explicit Directory(std::vector<KnownNode> nodes);

  // Null when unknown.
  [[nodiscard]] const KnownNode* node(std::string_view name) const;
  [[nodiscard]] const KnownNode* of_desk(std::string_view desk) const;
  [[nodiscard]] const KnownNode* of_tls(const value::Digest& certificate) const;

  [[nodiscard]] const std::vector<KnownNode>& nodes() const { return nodes_; }

 private:
  std::vector<KnownNode> nodes_;
  std::map<std::string, std::size_t, std::less<>> by_node_;
  std::map<std::string, std::size_t, std::less<>> by_desk_;
  std::map<value::Digest, std::size_t> by_tls_;
};

/// How the transport reaches a node.
Peer address_of(const KnownNode& node);

/// Any thread may call it.
class LiveDirectory {
 public:
  [[nodiscard]] std::shared_ptr<const Directory> now() const;
  void replace(Directory directory);

  /// Reads the peers, and verifies them again only when they are not those read last: what another
  /// process stored before this call counts after it. Codes of load_directory.
  value::Result<void> renew(PeerStore& store);

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<const Directory> now_ = std::make_shared<const Directory>();
  std::mutex renewing_;           ///< one after the other, so that the newest reading stays
  std::vector<StoredPeer> read_;  ///< what `now_` was made of; guarded by renewing_
};

/// Reads every stored peer into a Directory; a peer that no longer verifies is an error, not left
/// out.
value::Result<Directory> load_directory(PeerStore& store);

}  // namespace comity::exchange
