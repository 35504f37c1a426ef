// A witness's line under a checkpoint (C2SP tlog-cosignature, type 0x04): when it saw this log at
// this size, consistent with all it saw before. The note it stands in is in ledger/note.h.
#pragma once

#include "crypto/signer.h"
#include "ledger/note.h"
#include "ledger/vkey.h"
#include "value/instant.h"
#include "value/result.h"

#include <string_view>

namespace comity::ledger {

/// What a witness called `name` adds to a checkpoint with this note text. LEDGER-10 for a name that
/// is no key name, LEDGER-12 for a time before 1970.
value::Result<NoteSignature> cosign(std::string_view text, std::string_view name,
                                    crypto::Ed25519Signer& signer, value::Instant at);

/// The time that the witness states; LEDGER-12 when the line is not its own or does not verify.
value::Result<value::Instant> verify_cosignature(std::string_view text,
                                                 const NoteSignature& signature,
                                                 const VerifierKey& witness);

}  // namespace comity::ledger
