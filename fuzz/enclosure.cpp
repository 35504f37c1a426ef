// Enclosures and chain documents: whatever is accepted is written back octet by octet.
#include "exchange/enclosure.h"

#include "value/bytes.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace comity;  // NOLINT(google-build-using-namespace)
  const value::BytesView bytes(data, size);
  const auto all = exchange::read_enclosures(bytes);
  const auto one = exchange::read_enclosure(bytes);
  if (one.has_value() != (all && all->size() == 1)) {
    std::abort();
  }
  if (!all) {
    return 0;
  }
  value::Bytes written;
  for (const exchange::Enclosure& enclosure : *all) {
    const auto lines = exchange::write_enclosure(enclosure);
    if (!lines) {
      std::abort();
    }
    written.insert(written.end(), lines->begin(), lines->end());
  }
  if (!std::ranges::equal(written, bytes)) {
    std::abort();
  }
  return 0;
}
