#include "exchange/directory.h"

#include "codec/json.h"
#include "exchange/enclosure.h"
#include "exchange/peer_store.h"
#include "exchange/transport.h"
#include "ledger/entry.h"
#include "ledger/slip.h"
#include "ledger/vkey.h"
#include "signed/envelope.h"
#include "signed/key_chain.h"
#include "signed/key_set.h"
#include "value/bytes.h"
#include "value/digest.h"
#include "value/result.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace comity::exchange {
namespace {

using value::fail;
using value::Result;

/// The key set names the ledger key that must have signed the slip of its own entry.
Result<std::uint64_t> proven_index(const Enclosure& enclosure, const signed_::Envelope& envelope) {
  auto payload = codec::parse_json(envelope.payload, {signed_::max_payload_bytes, 32});
  const codec::Json* record = payload ? payload->member("record") : nullptr;
  if (record == nullptr) {
    return fail("EXCH-06", "a key set without a record");
  }
  auto set = signed_::read_key_set(*record);
  if (!set) {
    return fail(set.error());
  }
  auto log = ledger::parse_vkey(set->ledger_key);
  auto slip = ledger::decode_slip(value::bytes_of(enclosure.slip));
  if (!log || !slip) {
    return fail(!log ? log.error() : slip.error());
  }
  auto proven = ledger::verify_slip(*slip, {*log, ledger::act_label, enclosure.envelope});
  if (!proven) {
    return fail(proven.error());
  }
  if (proven->origin != set->origin) {
    return fail("EXCH-07", proven->origin);
  }
  return slip->index;
}

Result<Directory> directory_of(const std::vector<StoredPeer>& stored) {
  std::vector<KnownNode> nodes;
  for (const StoredPeer& one : stored) {
    auto node = read_node(one);
    if (!node) {
      return fail(node.error());
    }
    nodes.push_back(*std::move(node));
  }
  return Directory(std::move(nodes));
}

}  // namespace

Result<KnownNode> read_node(const StoredPeer& stored) {
  auto enclosures = read_enclosures(stored.chain);
  if (!enclosures) {
    return fail(enclosures.error());
  }
  if (enclosures->empty()) {
    return fail("EXCH-06", stored.node);
  }
  signed_::KeyChain chain(stored.root_fingerprint);
  for (const Enclosure& enclosure : *enclosures) {
    auto envelope = signed_::read_envelope(enclosure.envelope);
    if (!envelope) {
      return fail(envelope.error());
    }
    auto index = proven_index(enclosure, *envelope);
    if (!index) {
      return fail(index.error());
    }
    if (auto extended = chain.extend(*envelope, *index); !extended) {
      return fail(extended.error());
    }
  }
  if (chain.latest().node != stored.node) {
    return fail("EXCH-07", chain.latest().node + ", expected " + stored.node);
  }
  const std::string endpoint = stored.endpoint.empty() ? chain.latest().endpoint : stored.endpoint;
  return KnownNode{stored.node, stored.root_fingerprint, std::move(chain), endpoint};
}

Directory::Directory(std::vector<KnownNode> nodes) : nodes_(std::move(nodes)) {
  for (std::size_t i = 0; i < nodes_.size(); ++i) {
    const signed_::KeySet& keys = nodes_[i].chain.latest();
    by_node_.emplace(nodes_[i].node, i);
    for (const signed_::DeskKeys& desk : keys.desks) {
      // A desk belongs to the node whose name it begins with: no node can claim another's desks.
      if (desk.desk.starts_with(nodes_[i].node + ".")) {
        by_desk_.emplace(desk.desk, i);
      }
    }
    for (const value::Digest& pin : keys.tls) {
      by_tls_.emplace(pin, i);
    }
  }
}

const KnownNode* Directory::node(std::string_view name) const {
  const auto found = by_node_.find(name);
  return found == by_node_.end() ? nullptr : &nodes_[found->second];
}

const KnownNode* Directory::of_desk(std::string_view desk) const {
  const auto found = by_desk_.find(desk);
  return found == by_desk_.end() ? nullptr : &nodes_[found->second];
}

const KnownNode* Directory::of_tls(const value::Digest& certificate) const {
  const auto found = by_tls_.find(certificate);
  return found == by_tls_.end() ? nullptr : &nodes_[found->second];
}

Peer address_of(const KnownNode& node) {
  return {node.node, node.endpoint, node.chain.latest().tls};
}

std::shared_ptr<const Directory> LiveDirectory::now() const {
  const std::lock_guard lock(mutex_);
  return now_;
}

void LiveDirectory::replace(Directory directory) {
  auto next = std::make_shared<const Directory>(std::move(directory));
  const std::scoped_lock both(renewing_, mutex_);
  now_ = std::move(next);
  read_.clear();
}

Result<void> LiveDirectory::renew(PeerStore& store) {
  const std::lock_guard renewing(renewing_);
  auto stored = store.peers();
  if (!stored) {
    return fail(stored.error());
  }
  if (!read_.empty() && *stored == read_) {
    return {};
  }
  auto directory = directory_of(*stored);
  if (!directory) {
    return fail(directory.error());
  }
  auto next = std::make_shared<const Directory>(*std::move(directory));
  read_ = *std::move(stored);
  const std::lock_guard lock(mutex_);
  now_ = std::move(next);
  return {};
}

Result<Directory> load_directory(PeerStore& store) {
  auto stored = store.peers();
  return stored ? directory_of(*stored) : fail(stored.error());
}

}  // namespace comity::exchange
