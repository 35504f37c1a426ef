// Whether a peer's ledger goes on where it was: each remembered checkpoint is held against the
// peer's own tiles. What a signed note says the tiles must show; where they do not, both notes are
// kept.
#pragma once

#include "desk/context.h"
#include "exchange/directory.h"
#include "exchange/transport.h"
#include "value/result.h"

#include <map>
#include <string>
#include <vector>

namespace comity::desk {

/// Two notes of one ledger that its tiles do not lead from one to the other.
struct Contradiction {
  std::string node;
  std::string why;  ///< code and detail
};

/// One thread. What it has found in order it does not ask for again.
class PeerHistory {
 public:
  PeerHistory(const Context& context, exchange::Transport& transport)
      : context_(context), transport_(transport) {}

  /// Asks one peer for what its newest notes need; nothing when there is no news. A peer that
  /// cannot be reached is asked again the next time: no answer proves nothing. What it finds is
  /// kept (desk/peer_checkpoint.h) and given once.
  value::Result<std::vector<Contradiction>> look(const exchange::KnownNode& peer);

 private:
  enum class Finding { consistent, contradicted, unanswered };

  value::Result<void> look_at_newest(const exchange::KnownNode& peer,
                                     std::vector<Contradiction>& found);
  value::Result<void> look_at_smaller(const exchange::KnownNode& peer,
                                      std::vector<Contradiction>& found);
  value::Result<Finding> hold_together(const exchange::KnownNode& peer, const std::string& earlier,
                                       const std::string& later, std::vector<Contradiction>& found);

  const Context& context_;
  exchange::Transport& transport_;
  std::map<std::string, std::string> done_;  ///< by name in PeerStore: the note looked at last
};

}  // namespace comity::desk
