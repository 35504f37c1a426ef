// Sealing and opening whole files by name, as `comity age` does; bytes stream through, whatever
// their size. The format is in crypto/age.h, identities and recipients as text in
// keys/age_identity.h.
#pragma once

#include "crypto/age_recipient.h"
#include "crypto/opener.h"
#include "keys/file_opener.h"
#include "keys/passphrase.h"
#include "value/ports.h"
#include "value/result.h"

#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace comity::keys {

/// Names of files; "-" stands for standard input and standard output.
struct FromTo {
  std::string in = "-";
  std::string out = "-";
};

/// `out` exists, complete and durable, or not at all. KEY-05 when it exists already or cannot be
/// written; KEY-06 when `in` cannot be read; AGE-12 and 13.
value::Result<void> seal_file(const FromTo& names, std::span<const crypto::Recipient> recipients,
                              value::Random& random);

/// The same for opening, with the refusals of crypto::AgeOpener: `out` gets its name only when the
/// final chunk has verified. Onto standard output chunks go as they are authenticated.
value::Result<void> open_file(const FromTo& names, crypto::Opener& opener);

/// From an identity file of the age tool, or from a key file that opens, which needs its
/// passphrase (null: KEY-04). The file must be its owner's alone (KEY-06).
value::Result<std::unique_ptr<FileOpener>> load_opener(const std::filesystem::path& path,
                                                       const Passphrase* passphrase);

/// KEY-06 when it cannot be read; KEY-10 for a line that is no recipient.
value::Result<std::vector<crypto::Recipient>> load_recipients(const std::filesystem::path& path);

}  // namespace comity::keys
