// The first half of receiving: bytes from the network become a row in the durable queue, or a coded
// refusal. It holds no opening key and learns who writes to whom, when and how much; the second
// half, which opens, is desk/admit.h.
#pragma once

#include "exchange/directory.h"
#include "exchange/mail_store.h"
#include "value/bytes.h"
#include "value/instant.h"
#include "value/ports.h"
#include "value/result.h"
#include "value/uuid.h"

#include <string>

namespace comity::edge {

struct Doorway {
  std::string node;  ///< this node
  const exchange::LiveDirectory& directory;
  exchange::Inbox& inbox;
  const value::Clock& clock;
  exchange::InboxBounds bounds = {};  ///< of each peer
};

struct Accepted {
  value::Uuid letter_id;
  value::Instant received_at;
};

/// Durable when it returns without error; no legal effect. The same letter again has one effect.
/// EXCH-02 to EXCH-05 as in exchange/letter.h; EDGE-01 not from the node that sent it or not for
/// this one, EDGE-02 unknown desk, EDGE-03 expired, EDGE-04 the sending desk's key is not in force;
/// EDGE-45 too many letters of this peer wait, EDGE-46 its quarantine is full.
value::Result<Accepted> accept(value::BytesView letter, const std::string& peer_node,
                               const Doorway& doorway);

}  // namespace comity::edge
