// Peers, the checkpoints seen of every ledger, proofs of forks; and packages: in tables.
#pragma once

#include "exchange/package_store.h"
#include "exchange/peer_store.h"
#include "store/readers.h"
#include "store/writer.h"
#include "value/result.h"
#include "value/uuid.h"

#include <optional>
#include <string>
#include <vector>

namespace comity::store {

class SqlPeers : public exchange::PeerStore {
 public:
  SqlPeers(Readers& readers, Writer& writer) : readers_(readers), writer_(writer) {}

  value::Result<std::vector<exchange::StoredPeer>> peers() override;
  value::Result<void> put(const exchange::StoredPeer& peer) override;
  value::Result<std::optional<std::string>> checkpoint(const std::string& origin) override;
  value::Result<bool> swap_checkpoint(const std::string& origin,
                                      const std::optional<std::string>& expected,
                                      const std::string& note) override;
  value::Result<void> put_fork_proof(const std::string& origin, const std::string& one,
                                     const std::string& other) override;
  value::Result<std::vector<std::string>> fork_proofs(const std::string& origin) override;

 private:
  Readers& readers_;
  Writer& writer_;
};

class SqlPackages : public exchange::PackageStore {
 public:
  SqlPackages(Readers& readers, Writer& writer) : readers_(readers), writer_(writer) {}

  value::Result<void> put(const exchange::StoredPackage& package) override;
  value::Result<std::optional<exchange::StoredPackage>> get(const value::Uuid& package_id) override;
  value::Result<std::vector<exchange::StoredPackage>> in_state(
      exchange::PackageState state) override;

 private:
  Readers& readers_;
  Writer& writer_;
};

}  // namespace comity::store
