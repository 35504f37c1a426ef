#include "node/opened.h"

#include "crypto/certificate.h"
#include "desk/context.h"
#include "desk/law.h"
#include "exchange/directory.h"
#include "exchange/peer_store.h"
#include "keys/passphrase.h"
#include "node/config.h"
#include "node/keyring.h"
#include "node/law.h"
#include "node/stores.h"
#include "store/database.h"
#include "value/bytes.h"
#include "value/digest.h"
#include "value/instant.h"
#include "value/result.h"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace comity::node {

using value::fail;
using value::Result;

Result<std::unique_ptr<OpenNode>> OpenNode::open(const std::filesystem::path& path) {
  std::unique_ptr<OpenNode> node(new OpenNode);
  node->folder_ = {path};
  auto config = read_config(node->folder_);
  if (!config) {
    return fail(config.error());
  }
  node->config_ = *std::move(config);
  auto root = load_certificate(node->folder_.certificate("root"));
  auto law = read_embedded_law();
  if (!root || !law) {
    return fail(!root ? root.error() : law.error());
  }
  node->root_ = std::make_unique<crypto::Certificate>(*std::move(root));
  node->law_ = std::make_unique<desk::Law>(*std::move(law));
  auto stores = open_stores(node->folder_, node->config_.storage, node->clock_);
  if (!stores) {
    return fail(stores.error());
  }
  node->stores_ = *std::move(stores);
  if (auto loaded = node->reload_directory(); !loaded) {
    return fail(loaded.error());
  }
  store::Database& db = *node->stores_.database;
  node->context_ = std::make_unique<desk::Context>(desk::Context{
      node->config_.node,
      {db.work(), db.cases(), db.inbox(), db.outbox(), db.peers(), db.packages(), db.ledger(),
       *node->stores_.tiles, *node->stores_.objects, *node->stores_.journals},
      *node->law_,
      node->directory_,
      {},
      *node->root_,
      node->clock_,
      node->random_});
  for (const std::string& desk : node->config_.desks) {
    node->context_->desks.emplace(desk, desk::DeskSecrets{});
  }
  return node;
}

Result<void> OpenNode::unlock(const std::string& desk, const keys::Passphrase& passphrase) {
  const auto known = context_->desks.find(desk);
  if (known == context_->desks.end()) {
    return fail("DESK-02", desk);
  }
  if (known->second.signer != nullptr) {
    return {};
  }
  auto signer = load_desk_signer(folder_, desk, passphrase);
  if (!signer) {
    return fail(signer.error());
  }
  auto opener = load_desk_opener(folder_, desk, passphrase);
  if (!opener) {
    return fail(opener.error());
  }
  known->second = {signer->get(), opener->get()};
  signers_[desk] = *std::move(signer);
  openers_[desk] = *std::move(opener);
  return {};
}

Result<void> OpenNode::unlock_all(const keys::Passphrase& passphrase) {
  for (const std::string& desk : config_.desks) {
    if (auto unlocked = unlock(desk, passphrase); !unlocked) {
      return unlocked;
    }
  }
  return {};
}

Result<void> OpenNode::reload_directory() { return directory_.renew(stores_.database->peers()); }

Result<value::Bytes> own_chain(OpenNode& node) {
  auto stored = node.database().peers().peers();
  if (!stored) {
    return fail(stored.error());
  }
  for (exchange::StoredPeer& peer : *stored) {
    if (peer.node == node.config().node) {
      return std::move(peer.chain);
    }
  }
  return value::Bytes();
}

Result<void> require_signing(OpenNode& node) {
  const std::string nobody = "`comity serve` is not running for " + node.folder().root.string();
  auto lease = value::required(node.database().ledger().lease(), "NODE-06", nobody);
  if (!lease) {
    return fail(lease.error());
  }
  if (lease->expires <= node.clock().now()) {
    return fail("NODE-06", nobody);
  }
  if (!lease->signing_on) {
    return fail("NODE-06", "signing is off: no peer has confirmed the ledger yet");
  }
  return {};
}

Result<std::uint64_t> await_index(OpenNode& node, const value::Digest& key,
                                  value::Duration at_most) {
  const auto deadline = std::chrono::steady_clock::now() + at_most;
  std::int64_t seen = 0;
  while (true) {
    auto version = node.database().version();
    auto index = node.database().ledger().index_of(key);
    if (!version || !index) {
      return fail(!version ? version.error() : index.error());
    }
    if (const std::optional<std::uint64_t>& given = *index) {
      return *given;
    }
    const auto left =
        std::chrono::duration_cast<value::Duration>(deadline - std::chrono::steady_clock::now());
    if (left <= value::Duration::zero()) {
      return fail("NODE-07", key.hex());
    }
    seen = *version;
    if (auto changed = node.database().wait_for_change(seen, left); !changed) {
      return fail(changed.error());
    }
  }
}

}  // namespace comity::node
