#include "ledger/bundle.h"

#include "ledger/ledger_store.h"
#include "ledger/tile_path.h"
#include "value/bytes.h"
#include "value/result.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

namespace comity::ledger {

void append_to_bundle(value::Bytes& bundle, const EntryBytes& entry) {
  static_assert(entry_size < 256, "the first octet of the length is zero");
  bundle.push_back(0);
  bundle.push_back(static_cast<std::uint8_t>(entry_size));
  bundle.insert(bundle.end(), entry.begin(), entry.end());
}

value::Result<std::vector<EntryBytes>> parse_bundle(value::BytesView bundle) {
  if (bundle.size() % bundle_length(1) != 0 || bundle.size() > bundle_length(tile_width)) {
    return value::fail("LEDGER-09", "a bundle of " + std::to_string(bundle.size()) + " octets");
  }
  std::vector<EntryBytes> entries;
  for (; !bundle.empty(); bundle = bundle.subspan(bundle_length(1))) {
    if (bundle[0] != 0 || bundle[1] != entry_size) {
      return value::fail("LEDGER-09", "entry " + std::to_string(entries.size()) +
                                          " of the bundle has another length");
    }
    std::ranges::copy(bundle.subspan(2, entry_size), entries.emplace_back().begin());
  }
  return entries;
}

}  // namespace comity::ledger
