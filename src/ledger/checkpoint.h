// A checkpoint (C2SP tlog-checkpoint): what a log commits to, as three lines that it signs. The
// note around them is in ledger/note.h.
#pragma once

#include "crypto/signer.h"
#include "ledger/note.h"
#include "ledger/vkey.h"
#include "merkle/proof.h"
#include "value/result.h"

#include <string>
#include <string_view>

namespace comity::ledger {

struct Checkpoint {
  std::string origin;  ///< the name of the log, which is the name of its key
  merkle::TreeHead head;

  friend bool operator==(const Checkpoint&, const Checkpoint&) = default;
};

/// Origin, size and base64 root, a line each.
std::string checkpoint_text(const Checkpoint& checkpoint);

/// LEDGER-13 for anything but those three lines in their one spelling: extension lines are refused,
/// since monitors cannot audit them.
value::Result<Checkpoint> parse_checkpoint(std::string_view text);

/// The checkpoint as a note signed under its origin.
value::Result<std::string> sign_checkpoint(const Checkpoint& checkpoint,
                                           crypto::Ed25519Signer& signer);

/// The checkpoint in a note that the log's key has signed. LEDGER-14 when the log is another one or
/// has not signed; LEDGER-11, LEDGER-12, LEDGER-13 as they say.
value::Result<Checkpoint> open_checkpoint(std::string_view note, const VerifierKey& log);

}  // namespace comity::ledger
