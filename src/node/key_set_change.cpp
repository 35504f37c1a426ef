#include "node/key_set_change.h"

#include "casework/case_store.h"
#include "crypto/signer.h"
#include "desk/context.h"
#include "desk/ledger_entry.h"
#include "desk/release.h"
#include "desk/work.h"
#include "exchange/directory.h"
#include "exchange/enclosure.h"
#include "exchange/peer_store.h"
#include "ledger/ledger_store.h"
#include "ledger/sequencer.h"
#include "node/files.h"
#include "node/opened.h"
#include "signed/envelope.h"
#include "signed/key_chain.h"
#include "signed/key_set.h"
#include "statement/statement.h"
#include "value/bytes.h"
#include "value/digest.h"
#include "value/instant.h"
#include "value/result.h"
#include "value/uuid.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace comity::node {
namespace {

using value::fail;
using value::Result;

constexpr value::Duration patience = std::chrono::seconds(20);

const exchange::KnownNode* self(const exchange::Directory& directory, const OpenNode& node) {
  return directory.node(node.config().node);
}

/// A dry run of the peers' check: the chain as it is, with this envelope next.
Result<void> rehearse(OpenNode& node, const signed_::Envelope& envelope) {
  const auto directory = node.directory().now();
  const exchange::KnownNode* own = self(*directory, node);
  signed_::KeyChain chain =
      own != nullptr ? own->chain : signed_::KeyChain(envelope.chain.front().fingerprint());
  return chain.extend(envelope, std::uint64_t{1} << 52U);
}

Result<void> store_key_set(OpenNode& node, const signed_::Envelope& verified,
                           const value::Bytes& envelope) {
  auto read = statement::read_payload(verified.payload);
  if (!read) {
    return fail(read.error());
  }
  const statement::Head& head = read->head;
  const casework::StoredStatement stored{verified.payload_digest,
                                         head.statement_id,
                                         head.case_id,
                                         head.schema(),
                                         head.from_desk,
                                         {},
                                         head.made_at,
                                         std::nullopt,
                                         envelope,
                                         {}};
  const desk::LedgerSecret secret = desk::make_entry_secret(
      stored.digest, envelope,
      {desk::Act::kept, head.document, head.from_desk, {}, node.clock().now()}, node.random());
  return node.database().work().run([&](desk::Transaction& transaction) -> Result<void> {
    auto put = transaction.put_statement(stored);
    if (!put || *put != desk::Put::added) {
      return put ? Result<void>(fail("DESK-04", head.statement_id.text())) : fail(put.error());
    }
    return transaction.put_entry(secret);
  });
}

/// Without peers nobody can be told two histories: the command line may sequence by itself.
Result<void> sequence_here(OpenNode& node, crypto::Ed25519Signer& signer) {
  ledger::LedgerStore& store = node.database().ledger();
  ledger::Sequencer sequencer(store, node.context().stores.tiles, signer, node.clock(),
                              node.config().origin);
  auto lease = store.acquire("command line", node.clock().now(), std::chrono::seconds(10));
  if (!lease) {
    return fail(lease.error());
  }
  lease->signing_on = true;
  if (auto on = store.renew(*lease); !on) {
    return on;
  }
  if (auto started = sequencer.start(ledger::StartCheck::right_edge); !started) {
    return started;
  }
  auto batch = sequencer.sequence_pending(lease->epoch, 1024);
  lease->signing_on = false;
  lease->expires = {};  // given back: node/lease.h
  auto off = store.renew(*lease);
  return !batch ? fail(batch.error()) : off;
}

/// An entry has its index a moment before a checkpoint covers it.
Result<std::string> slip_when_covered(OpenNode& node, const value::Digest& digest) {
  const auto deadline = std::chrono::steady_clock::now() + patience;
  while (true) {
    const auto before = node.database().version();
    auto checkpoint =
        value::required(node.database().ledger().checkpoint(), "NODE-07", "no checkpoint");
    auto slip = checkpoint ? desk::own_slip(node.context(), *checkpoint, digest)
                           : Result<std::string>(fail(checkpoint.error()));
    const bool early = !slip && slip.error().code == value::Code("MERKLE-02");
    if (!early || std::chrono::steady_clock::now() >= deadline) {
      return slip;
    }
    auto changed = before ? node.database().wait_for_change(*before, std::chrono::milliseconds(100))
                          : fail(before.error());
    if (!changed) {
      return fail(changed.error());
    }
  }
}

Result<void> append_to_chain(OpenNode& node, const value::Digest& digest,
                             const value::Bytes& envelope, const value::Digest& first_root) {
  auto slip = slip_when_covered(node, digest);
  if (!slip) {
    return fail(slip.error());
  }
  auto enclosure = exchange::write_enclosure({*std::move(slip), envelope});
  auto document = own_chain(node);
  if (!enclosure || !document) {
    return fail(!enclosure ? enclosure.error() : document.error());
  }
  document->insert(document->end(), enclosure->begin(), enclosure->end());
  const exchange::StoredPeer own{node.config().node, first_root, *document, {}, node.clock().now()};
  if (auto read = exchange::read_node(own); !read) {
    return fail(read.error());
  }
  if (auto put = node.database().peers().put(own); !put) {
    return put;
  }
  if (auto written = replace_file(node.folder().chain(), *document); !written) {
    return written;
  }
  return node.reload_directory();
}

}  // namespace

Result<value::Bytes> prepare_key_set(OpenNode& node,
                                     const std::function<void(signed_::KeySet&)>& edit) {
  signed_::KeySet set;
  const auto directory = node.directory().now();
  if (const exchange::KnownNode* own = self(*directory, node)) {
    set = own->chain.latest();
    set.serial += 1;
    set.from_index = 0;
    set.previous = own->chain.latest_digest();
  }
  edit(set);
  statement::Statement statement;
  statement.head.document = "key_set";
  statement.head.statement_id = value::make_uuid(node.clock().now(), node.random());
  statement.head.case_id = statement.head.statement_id;
  statement.head.from_desk = node.config().node;
  statement.head.made_at = node.clock().now();
  statement.record = signed_::write_key_set(set);
  return statement::write_payload(statement);
}

Result<void> commit_key_set(OpenNode& node, value::BytesView payload,
                            const std::vector<std::string>& authorisations, crypto::Signer& root,
                            crypto::Ed25519Signer* ledger) {
  auto envelope = signed_::make_envelope(payload, authorisations, {root, nullptr});
  auto verified = envelope ? signed_::read_envelope(*envelope) : fail(envelope.error());
  if (!verified) {
    return fail(verified.error());
  }
  if (auto good = rehearse(node, *verified); !good) {
    return good;
  }
  const auto directory = node.directory().now();
  const exchange::KnownNode* own = self(*directory, node);
  const bool alone = directory->nodes().size() <= 1;
  if (!alone || ledger == nullptr) {
    if (auto running = require_signing(node); !running) {
      return running;
    }
  }
  if (auto stored = store_key_set(node, *verified, *envelope); !stored) {
    return stored;
  }
  const bool serving = require_signing(node).has_value();
  if (!serving && ledger != nullptr) {
    if (auto done = sequence_here(node, *ledger); !done) {
      return done;
    }
  }
  if (auto index = await_index(node, verified->payload_digest, patience); !index) {
    return fail(index.error());
  }
  return append_to_chain(
      node, verified->payload_digest, *envelope,
      own != nullptr ? own->trusted_root : verified->chain.front().fingerprint());
}

}  // namespace comity::node
