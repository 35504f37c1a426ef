#include "ledger/entry.h"

#include "crypto/sha256.h"
#include "ledger/ledger_store.h"
#include "value/bytes.h"
#include "value/digest.h"
#include "value/ports.h"
#include "value/result.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace comity::ledger {
namespace {
constexpr std::uint8_t entry_version = 0x01;
}

value::Digest commitment(std::string_view label, const value::Digest& salt,
                         value::BytesView bytes) {
  crypto::Sha256 hash;
  hash.update(value::bytes_of(label));
  hash.update(value::bytes_of("\n"));
  hash.update(salt.view());
  hash.update(bytes);
  return hash.finish();
}

value::Digest fresh_salt(value::Random& random) {
  value::Digest salt;
  random.fill(salt.octets);
  return salt;
}

Entry make_entry(const value::Digest& act, const value::Digest& statistics, value::Random& random) {
  return {act, statistics, {fresh_salt(random), fresh_salt(random)}};
}

EntryBytes encode_entry(const Entry& entry) {
  EntryBytes bytes{entry_version};
  auto* out = bytes.begin() + 1;
  for (const auto& slot : {entry.act, entry.statistics, entry.reserved[0], entry.reserved[1]}) {
    out = std::ranges::copy(slot.octets, out).out;
  }
  return bytes;
}

value::Result<Entry> decode_entry(value::BytesView bytes) {
  if (bytes.size() != entry_size) {
    return value::fail("LEDGER-07", "an entry of " + std::to_string(bytes.size()) + " octets");
  }
  if (bytes[0] != entry_version) {
    return value::fail("LEDGER-07", "an entry of version " + std::to_string(bytes[0]));
  }
  const auto slot = [bytes](std::size_t number) {
    value::Digest digest;
    std::ranges::copy(bytes.subspan(1 + number * 32, 32), digest.octets.begin());
    return digest;
  };
  return Entry{slot(0), slot(1), {slot(2), slot(3)}};
}

}  // namespace comity::ledger
