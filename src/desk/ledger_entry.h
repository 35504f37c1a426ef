// The ledger entry of an act: what is committed, the salt that opens it, and its statistics record.
// Statistics records carry no person, reference or content (docs/protocol/ledger.md, "Statistics").
#pragma once

#include "desk/work.h"
#include "value/bytes.h"
#include "value/digest.h"
#include "value/instant.h"
#include "value/ports.h"

#include <string>
#include <string_view>

namespace comity::desk {

enum class Act { sent, received, refused, kept };

struct Counted {
  Act act = Act::kept;
  std::string_view document;
  std::string_view from_desk;
  std::string_view to_desk;
  value::Instant at;  ///< only its day is written
};

/// `act_bytes` is what slot 0 commits to: an envelope, or a letter that was refused.
LedgerSecret make_entry_secret(const value::Digest& key, value::BytesView act_bytes,
                               const Counted& counted, value::Random& random);

}  // namespace comity::desk
