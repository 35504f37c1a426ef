// Entry bundles: whatever is accepted is written back octet by octet.
#include "ledger/bundle.h"

#include "ledger/entry.h"
#include "value/bytes.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace comity;  // NOLINT(google-build-using-namespace)
  const value::BytesView bytes(data, size);
  const auto entries = ledger::parse_bundle(bytes);
  if (!entries) {
    return 0;
  }
  value::Bytes written;
  for (const auto& bytes_of_entry : *entries) {
    ledger::append_to_bundle(written, bytes_of_entry);
    const auto entry = ledger::decode_entry(bytes_of_entry);
    if (entry && ledger::encode_entry(*entry) != bytes_of_entry) {
      std::abort();
    }
  }
  if (!std::ranges::equal(written, bytes)) {
    std::abort();
  }
  return 0;
}
