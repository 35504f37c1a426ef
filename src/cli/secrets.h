// Where passphrases come from: a file, the environment, a systemd credential, or the terminal
// without echo. Never from the command line, where other users of the machine could read them.
#pragma once

#include "node/passphrase.h"
#include "value/result.h"

#include <string>

namespace comity::cli {

/// The passphrase that unlocks a node's keys: `file` if given, else the file that COMITY_UNLOCK
/// names, else the systemd credential comity-unlock, else the terminal. CLI-04 when there is none
/// of them.
value::Result<node::Passphrase> unlock_passphrase(const std::string& file);

/// The passphrase of one key of a person or of the organisation's root: `file` if given, else the
/// file that COMITY_PASSPHRASE names, else the terminal. `twice` asks for it again (a new key).
value::Result<node::Passphrase> key_passphrase(const std::string& file, const std::string& whose,
                                               bool twice);

}  // namespace comity::cli
