// Every hostile message, in the order in which they are sent: what changes what the peer remembers
// of this node comes last. The list for other implementers is docs/protocol/hostile.md.
#pragma once

#include "hostile/message.h"

#include <string_view>

namespace comity::hostile {

Messages all_messages();

/// Null when there is none of that name.
const Message* find_message(const Messages& messages, std::string_view name);

// By what they break.
Messages rule_messages();      ///< a request that the checklist blocks, one for each rule
Messages answer_messages();    ///< likewise, sent into a case
Messages payload_messages();   ///< what is claimed: form, times, versions, desks
Messages envelope_messages();  ///< the organisation's signature
Messages person_messages();    ///< the authorisations of persons
Messages letter_messages();    ///< how it travels: addresses, seal, replays
Messages case_messages();      ///< what does not belong there or not yet
Messages receipt_messages();   ///< proofs of what never happened
Messages ledger_messages();    ///< slips and checkpoints
Messages key_messages();       ///< key sets
Messages http_messages();      ///< the connection itself
Messages flood_messages();     ///< more letters than may lie there
Messages package_messages();   ///< sealed evidence

}  // namespace comity::hostile
