#include "ledger/vkey.h"

#include "codec/base64.h"
#include "crypto/sha256.h"
#include "value/bytes.h"
#include "value/result.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

namespace comity::ledger {
namespace {

value::Bytes typed_key(const VerifierKey& key) {
  value::Bytes bytes{static_cast<std::uint8_t>(key.type)};
  bytes.insert(bytes.end(), key.key.begin(), key.key.end());
  return bytes;
}

std::array<std::uint8_t, 4> id_octets(std::uint32_t id) {
  return {static_cast<std::uint8_t>(id >> 24U), static_cast<std::uint8_t>(id >> 16U),
          static_cast<std::uint8_t>(id >> 8U), static_cast<std::uint8_t>(id)};
}

value::Failure malformed(const char* why) { return value::fail("LEDGER-10", why); }

}  // namespace

std::uint32_t VerifierKey::id() const {
  crypto::Sha256 hash;
  hash.update(value::bytes_of(name));
  hash.update(value::bytes_of("\n"));
  hash.update(typed_key(*this));
  const auto digest = hash.finish();
  std::uint32_t id = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    id = (id << 8U) | digest.octets[i];
  }
  return id;
}

std::string VerifierKey::text() const {
  return name + "+" + value::to_hex(id_octets(id())) + "+" + codec::encode_base64(typed_key(*this));
}

bool is_key_name(std::string_view name) {
  const auto allowed = [](char c) { return c > ' ' && c <= '~' && c != '+'; };
  return !name.empty() && name.size() <= 255 && std::ranges::all_of(name, allowed);
}

value::Result<VerifierKey> parse_vkey(std::string_view text) {
  const auto first = text.find('+');
  const auto second = first == std::string_view::npos ? first : text.find('+', first + 1);
  if (second == std::string_view::npos) {
    return malformed("a verifier key is name+id+key");
  }
  const auto bytes = codec::decode_base64(text.substr(second + 1));
  if (!bytes || bytes->size() != 33) {
    return malformed("the key is not the base64 of 33 octets");
  }
  const auto type = bytes->front();
  if (type != static_cast<std::uint8_t>(NoteKeyType::ed25519) &&
      type != static_cast<std::uint8_t>(NoteKeyType::cosignature)) {
    return malformed("the key has a type that this version does not know");
  }
  VerifierKey key{std::string(text.substr(0, first)), static_cast<NoteKeyType>(type), {}};
  std::ranges::copy(value::BytesView(*bytes).subspan(1), key.key.begin());
  if (!is_key_name(key.name)) {
    return malformed("the name has characters that a key name may not have");
  }
  if (text.substr(first + 1, second - first - 1) != value::to_hex(id_octets(key.id()))) {
    return malformed("the id is not that of this name and key");
  }
  return key;
}

}  // namespace comity::ledger
