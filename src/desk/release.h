// Held letters leave: once a durable checkpoint covers a statement's entry, its letter is made
// (slip, envelope, seal, header) and the outbox row becomes ready. Sending is exchange/post.h.
#pragma once

#include "desk/context.h"
#include "ledger/slip.h"
#include "value/result.h"

#include <cstddef>
#include <cstdint>
#include <string>

namespace comity::desk {

/// How many letters became ready, at most `limit`. `checkpoint` is the note that was just stored.
/// LEDGER-01 when the lease of `epoch` is another's by now: then none did.
value::Result<std::size_t> release_letters(const Context& context, std::int64_t epoch,
                                           const std::string& checkpoint, std::size_t limit);

/// The slip of one of this node's own entries under `checkpoint`, as one line of JSON. DESK-06 when
/// it is not in the ledger yet.
value::Result<std::string> own_slip(const Context& context, const std::string& checkpoint,
                                    const value::Digest& key);

/// The same for many under one checkpoint.
value::Result<std::string> own_slip(const Context& context, ledger::SlipMaker& slips,
                                    const value::Digest& key);

}  // namespace comity::desk
