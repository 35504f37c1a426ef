// The verifier key of a log or witness as one line of text (C2SP signed-note): name, key id, and
// the key behind an octet that fixes its algorithm. What it verifies is in ledger/note.h.
#pragma once

#include "crypto/ed25519.h"
#include "value/result.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace comity::ledger {

/// The signature types of C2SP signed-note that this version verifies.
enum class NoteKeyType : std::uint8_t {
  ed25519 = 0x01,      ///< a log: signs the note text
  cosignature = 0x04,  ///< a witness: signs a time and the note text
};

struct VerifierKey {
  std::string name;
  NoteKeyType type = NoteKeyType::ed25519;
  crypto::Ed25519PublicKey key{};

  /// The first four octets of SHA-256(name || LF || type || key), big-endian.
  [[nodiscard]] std::uint32_t id() const;

  /// "<name>+<id in hex>+<base64(type || key)>"
  [[nodiscard]] std::string text() const;

  friend bool operator==(const VerifierKey&, const VerifierKey&) = default;
};

/// Printable ASCII without space and plus, 1 to 255 octets. Narrower than signed-note, which allows
/// any UTF-8: names here are directory names, and two that look alike must not exist.
bool is_key_name(std::string_view name);

/// LEDGER-10 for a wrong form, name, type, key or id.
value::Result<VerifierKey> parse_vkey(std::string_view text);

}  // namespace comity::ledger
