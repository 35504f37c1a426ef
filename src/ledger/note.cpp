#include "ledger/note.h"

#include "codec/base64.h"
#include "crypto/ed25519.h"
#include "crypto/signer.h"
#include "ledger/cosignature.h"
#include "ledger/vkey.h"
#include "value/bytes.h"
#include "value/instant.h"
#include "value/result.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace comity::ledger {
namespace {

constexpr std::string_view em_dash = "\xE2\x80\x94";  // U+2014 opens a signature line
constexpr std::size_t id_size = 4;

value::Failure malformed(const char* why) { return value::fail("LEDGER-11", why); }

bool is_text(std::string_view text) {
  const auto allowed = [](char c) { return (c >= ' ' && c <= '~') || c == '\n'; };
  return text.size() > 1 && std::ranges::all_of(text, allowed);
}

/// "— <name> <base64(key id || signature)>"
std::optional<NoteSignature> parse_signature(std::string_view line) {
  if (!line.starts_with(em_dash) || line.substr(em_dash.size(), 1) != " ") {
    return std::nullopt;
  }
  line.remove_prefix(em_dash.size() + 1);
  const auto space = line.find(' ');
  if (space == std::string_view::npos || !is_key_name(line.substr(0, space))) {
    return std::nullopt;
  }
  const auto blob = codec::decode_base64(line.substr(space + 1));
  if (!blob || blob->size() <= id_size) {
    return std::nullopt;
  }
  NoteSignature signature{std::string(line.substr(0, space)), 0, {}};
  for (std::size_t i = 0; i < id_size; ++i) {
    signature.key_id = (signature.key_id << 8U) | (*blob)[i];
  }
  signature.signature.assign(blob->begin() + id_size, blob->end());
  return signature;
}

value::Result<void> check_signature(const Note& note, const NoteSignature& signature,
                                    const VerifierKey& key) {
  switch (key.type) {
    case NoteKeyType::ed25519:
      return crypto::verify_ed25519(key.key, value::bytes_of(note.text), signature.signature);
    case NoteKeyType::cosignature:
      return verify_cosignature(note.text, signature, key).map([](value::Instant) {});
  }
  return malformed("a key of no known type");
}

}  // namespace

value::Result<Note> parse_note(std::string_view note) {
  if (note.size() > max_note_size) {
    return malformed("the note is too long");
  }
  const auto blank = note.rfind("\n\n");
  if (blank == std::string_view::npos) {
    return malformed("there is no blank line before signatures");
  }
  Note result{std::string(note.substr(0, blank + 1)), {}};
  if (!is_text(result.text)) {
    return malformed("the text is empty or has characters other than printable ASCII");
  }
  auto rest = note.substr(blank + 2);
  while (!rest.empty()) {
    const auto end = rest.find('\n');
    if (end == std::string_view::npos) {
      return malformed("the last line does not end");
    }
    auto signature = parse_signature(rest.substr(0, end));
    if (!signature || result.signatures.size() == max_note_signatures) {
      return malformed("a signature line is not well formed, or there are too many");
    }
    result.signatures.push_back(std::move(*signature));
    rest.remove_prefix(end + 1);
  }
  if (result.signatures.empty()) {
    return malformed("there is no signature");
  }
  return result;
}

std::string write_note(const Note& note) {
  std::string text = note.text + "\n";
  for (const auto& [name, id, signature] : note.signatures) {
    value::Bytes blob;
    for (const unsigned shift : {24U, 16U, 8U, 0U}) {
      blob.push_back(static_cast<std::uint8_t>(id >> shift));
    }
    blob.insert(blob.end(), signature.begin(), signature.end());
    text.append(em_dash).append(" ").append(name).append(" ");
    text.append(codec::encode_base64(blob)).append("\n");
  }
  return text;
}

value::Result<NoteSignature> sign_note(std::string_view text, std::string_view name,
                                       crypto::Ed25519Signer& signer) {
  if (!is_key_name(name)) {
    return value::fail("LEDGER-10", "\"" + std::string(name) + "\" is no key name");
  }
  const VerifierKey key{std::string(name), NoteKeyType::ed25519, signer.public_key()};
  const auto signature = signer.sign(value::bytes_of(text));
  if (!signature) {
    return value::fail(signature.error());
  }
  return NoteSignature{key.name, key.id(), {signature->begin(), signature->end()}};
}

value::Result<std::vector<NoteSignature>> signatures_by(const Note& note, const VerifierKey& key) {
  std::vector<NoteSignature> good;
  const auto id = key.id();
  for (const auto& signature : note.signatures) {
    if (signature.name != key.name || signature.key_id != id) {
      continue;
    }
    if (!check_signature(note, signature, key)) {
      return value::fail("LEDGER-12", "the signature of " + key.name + " does not verify");
    }
    good.push_back(signature);
  }
  return good;
}

}  // namespace comity::ledger
