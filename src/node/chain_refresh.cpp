#include "node/chain_refresh.h"

#include "exchange/directory.h"
#include "exchange/peer_store.h"
#include "exchange/transport.h"
#include "node/opened.h"
#include "value/bytes.h"
#include "value/result.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

namespace comity::node {

using value::fail;
using value::Result;

Result<void> refresh_chain(OpenNode& node, exchange::Transport& transport,
                           const std::string& peer) {
  auto stored = node.database().peers().peers();
  if (!stored) {
    return fail(stored.error());
  }
  const auto kept = std::find_if(stored->begin(), stored->end(),
                                 [&](const exchange::StoredPeer& one) { return one.node == peer; });
  const auto directory = node.directory().now();
  const exchange::KnownNode* known = directory->node(peer);
  if (kept == stored->end() || known == nullptr || peer == node.config().node) {
    return fail("EXCH-08", peer);
  }
  exchange::Call call;
  call.method = "GET";
  call.path = "/comity/v1/chain";
  // A desk with a hybrid key takes 4 KiB of each key set; a chain grows with every change of a
  // person.
  call.largest_reply = std::size_t{8} << 20U;
  auto reply = transport.call(exchange::address_of(*known), call);
  if (!reply || reply->status != 200) {
    return reply ? fail("NODE-09", peer + " answered " + std::to_string(reply->status))
                 : fail(reply.error());
  }
  const value::Bytes& fresh = reply->body;
  if (fresh.size() < kept->chain.size() ||
      !std::equal(kept->chain.begin(), kept->chain.end(), fresh.begin())) {
    return fail("NODE-12", peer);
  }
  exchange::StoredPeer next = *kept;
  next.chain = fresh;
  if (auto read = exchange::read_node(next); !read) {
    return fail(read.error());
  }
  if (auto put = node.database().peers().put(next); !put) {
    return put;
  }
  return node.reload_directory();
}

}  // namespace comity::node
