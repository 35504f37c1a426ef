// Whose courier file this is: its key sets continue those known here from the root that a person
// trusted, a desk of it signed the list, and it remembers no other history of this node's ledger.
#pragma once

#include "exchange/courier_head.h"
#include "exchange/directory.h"
#include "exchange/peer_store.h"
#include "ledger/ledger_store.h"
#include "ledger/tile_store.h"
#include "value/bytes.h"
#include "value/result.h"

#include <cstddef>
#include <string>

namespace comity::edge {

/// Borrowed parts; all outlive it.
struct CourierBooks {
  std::string node;  ///< this node
  exchange::LiveDirectory& directory;
  exchange::PeerStore& peers;
  ledger::LedgerStore& ledger;
  const ledger::TileReader& log;
};

/// EDGE-20 unless it is for this node, EDGE-21 when its node is not trusted here. Asked before
/// anything that depends on the writer is read.
value::Result<void> check_addressed(const exchange::CourierHead& head, const CourierBooks& books);

/// Judges the signing key and what the writer remembers, then keeps key sets that are new; how many
/// were. EXCH-24 the key sets continue no known ones, or are not those the list names; EXCH-22 the
/// desk's key was not in force at the last entry of the writer's checkpoint; EDGE-25 the writer
/// remembers a longer or another history of this ledger (both notes are kept); codes of the signed
/// and ledger rooms. After an error nothing was kept but the notes of EDGE-25.
value::Result<std::size_t> admit_sender(const exchange::SignedCourierHead& file,
                                        value::BytesView chain, const CourierBooks& books);

}  // namespace comity::edge
