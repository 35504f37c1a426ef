#include "ledger/cosignature.h"

#include "crypto/ed25519.h"
#include "crypto/signer.h"
#include "ledger/note.h"
#include "ledger/vkey.h"
#include "value/bytes.h"
#include "value/instant.h"
#include "value/result.h"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

namespace comity::ledger {
namespace {

constexpr std::size_t time_size = 8;

std::string cosigned_message(std::uint64_t seconds, std::string_view text) {
  return "cosignature/v1\ntime " + std::to_string(seconds) + "\n" + std::string(text);
}

value::Failure refused(const char* why) { return value::fail("LEDGER-12", why); }

}  // namespace

value::Result<NoteSignature> cosign(std::string_view text, std::string_view name,
                                    crypto::Ed25519Signer& signer, value::Instant at) {
  if (!is_key_name(name)) {
    return value::fail("LEDGER-10", "\"" + std::string(name) + "\" is no key name");
  }
  if (at.unix_ms < 0) {
    return refused("a cosignature cannot state a time before 1970");
  }
  const auto seconds = static_cast<std::uint64_t>(at.unix_ms / 1000);
  const auto made = signer.sign(value::bytes_of(cosigned_message(seconds, text)));
  if (!made) {
    return value::fail(made.error());
  }
  const VerifierKey key{std::string(name), NoteKeyType::cosignature, signer.public_key()};
  NoteSignature signature{key.name, key.id(), {}};
  for (std::size_t i = time_size; i-- > 0;) {
    signature.signature.push_back(static_cast<std::uint8_t>(seconds >> (8 * i)));
  }
  signature.signature.insert(signature.signature.end(), made->begin(), made->end());
  return signature;
}

value::Result<value::Instant> verify_cosignature(std::string_view text,
                                                 const NoteSignature& signature,
                                                 const VerifierKey& witness) {
  if (witness.type != NoteKeyType::cosignature || signature.name != witness.name ||
      signature.key_id != witness.id()) {
    return refused("the line is not this witness's");
  }
  const value::BytesView blob(signature.signature);
  if (blob.size() != time_size + crypto::Ed25519Signature{}.size()) {
    return refused("a cosignature has 72 octets");
  }
  std::uint64_t seconds = 0;
  for (const auto octet : blob.first(time_size)) {
    seconds = (seconds << 8U) | octet;
  }
  if (seconds > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max() / 1000)) {
    return refused("the time is out of range");
  }
  const auto message = cosigned_message(seconds, text);
  if (!crypto::verify_ed25519(witness.key, value::bytes_of(message), blob.subspan(time_size))) {
    return refused("the cosignature does not verify");
  }
  return value::Instant{static_cast<std::int64_t>(seconds) * 1000};
}

}  // namespace comity::ledger
