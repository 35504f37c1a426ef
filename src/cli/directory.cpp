#include "exchange/directory.h"

#include "cli/commands.h"
#include "cli/report.h"
#include "codec/json.h"
#include "exchange/enclosure.h"
#include "exchange/peer_store.h"
#include "node/files.h"
#include "node/opened.h"
#include "signed/envelope.h"
#include "signed/key_set.h"
#include "value/bytes.h"
#include "value/digest.h"
#include "value/result.h"

#include <string>

namespace comity::cli {
namespace {

using value::fail;
using value::Result;

/// What an entry claims, before anyone trusts it: its node, and the root that founded it.
struct Claimed {
  std::string node;
  value::Digest root;
};

Result<Claimed> claimed_by(value::BytesView chain) {
  auto enclosures = exchange::read_enclosures(chain);
  if (!enclosures || enclosures->empty()) {
    return enclosures ? fail("EXCH-06", "no key set") : fail(enclosures.error());
  }
  auto envelope = signed_::read_envelope(enclosures->front().envelope);
  auto payload = envelope ? codec::parse_json(envelope->payload, {signed_::max_payload_bytes, 32})
                          : fail(envelope.error());
  const codec::Json* record = payload ? payload->member("record") : nullptr;
  auto set = record != nullptr ? signed_::read_key_set(*record) : fail("EXCH-06", "no record");
  if (!set) {
    return fail(set.error());
  }
  return Claimed{set->node, envelope->chain.front().fingerprint()};
}

}  // namespace

int directory_export(const DirectoryOptions& options) {
  Report report(options.common.json);
  auto node = node::OpenNode::open(options.folder);
  auto chain = node ? node::own_chain(**node) : fail(node.error());
  auto claimed = chain ? claimed_by(*chain) : fail(chain.error());
  if (!claimed) {
    return report.fail(claimed.error());
  }
  if (auto written = node::replace_file(options.file, *chain); !written) {
    return report.fail(written.error());
  }
  report.fact("node", claimed->node);
  report.fact("root fingerprint", claimed->root.hex());
  report.fact("entry", options.file);
  return report.done();
}

int directory_trust(const DirectoryOptions& options) {
  Report report(options.common.json);
  auto node = node::OpenNode::open(options.folder);
  auto chain = node ? node::read_file(options.file) : fail(node.error());
  auto claimed = chain ? claimed_by(*chain) : fail(chain.error());
  auto compared = claimed ? value::parse_digest(options.root) : fail(claimed.error());
  if (!compared) {
    return report.fail(compared.error());
  }
  const exchange::StoredPeer peer{claimed->node, *compared, *chain, options.endpoint,
                                  (*node)->clock().now()};
  auto known = exchange::read_node(peer);
  if (!known) {
    return report.fail(known.error());
  }
  if (claimed->node == (*node)->config().node) {
    return report.fail({"CLI-07", claimed->node});
  }
  if (auto put = (*node)->database().peers().put(peer); !put) {
    return report.fail(put.error());
  }
  report.fact("trusted", claimed->node);
  report.fact("root fingerprint", compared->hex());
  report.fact("endpoint", known->endpoint);
  return report.done();
}

int directory_show(const DirectoryOptions& options) {
  Report report(options.common.json);
  auto node = node::OpenNode::open(options.folder);
  if (!node) {
    return report.fail(node.error());
  }
  const auto directory = (*node)->directory().now();
  for (const exchange::KnownNode& known : directory->nodes()) {
    const signed_::KeySet& keys = known.chain.latest();
    std::string desks;
    for (const signed_::DeskKeys& desk : keys.desks) {
      desks += (desks.empty() ? "" : ",") + desk.desk;
    }
    report.row("nodes",
               {{"node", known.node},
                {"endpoint", known.endpoint},
                {"desks", desks},
                {"key_set", keys.serial},
                {"root_fingerprint", known.trusted_root.hex()},
                {"vkey", keys.ledger_key}},
               known.node + "  " + known.endpoint + "  " + desks + "  key set " +
                   std::to_string(keys.serial) + "\n  root " + known.trusted_root.hex() +
                   "\n  ledger " + keys.ledger_key);
  }
  return report.done();
}

}  // namespace comity::cli
