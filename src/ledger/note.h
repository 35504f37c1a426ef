// A signed note (C2SP signed-note): text, a blank line, signature lines. A checkpoint is the text
// of one (ledger/checkpoint.h); the keys are in ledger/vkey.h.
#pragma once

#include "crypto/signer.h"
#include "ledger/vkey.h"
#include "value/bytes.h"
#include "value/result.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace comity::ledger {

struct NoteSignature {
  std::string name;
  std::uint32_t key_id = 0;
  value::Bytes signature;

  friend bool operator==(const NoteSignature&, const NoteSignature&) = default;
};

struct Note {
  std::string text;  ///< ends with a line end; what is signed
  std::vector<NoteSignature> signatures;

  friend bool operator==(const Note&, const Note&) = default;
};

inline constexpr std::size_t max_note_size = std::size_t{16} * 1024;
inline constexpr std::size_t max_note_signatures = 64;

/// Splits at the last blank line. LEDGER-11 for a control or non-ASCII character in the text, a
/// missing final line end, no or too many signatures, a line that is not name and canonical base64,
/// or a note that is too long.
value::Result<Note> parse_note(std::string_view note);

/// The inverse of parse_note, octet by octet.
std::string write_note(const Note& note);

/// The signature of a log over the text. LEDGER-10 for a name that is no key name.
value::Result<NoteSignature> sign_note(std::string_view text, std::string_view name,
                                       crypto::Ed25519Signer& signer);

/// The signatures in the note by this key; empty when there is none. LEDGER-12 when one is by this
/// name and id and does not verify: then nothing of the note may be used.
value::Result<std::vector<NoteSignature>> signatures_by(const Note& note, const VerifierKey& key);

}  // namespace comity::ledger
