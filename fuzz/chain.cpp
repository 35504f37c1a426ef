// A node's key sets in a row (the chain document): each part that is accepted is written so that
// it reads back as the same part.
#include "exchange/enclosure.h"
#include "value/bytes.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace comity;  // NOLINT(google-build-using-namespace)
  const auto parts = exchange::read_enclosures({data, size});
  if (!parts) {
    return 0;
  }
  value::Bytes written;
  for (const exchange::Enclosure& part : *parts) {
    const auto one = exchange::write_enclosure(part);
    if (!one) {
      std::abort();
    }
    written.insert(written.end(), one->begin(), one->end());
  }
  const auto again = exchange::read_enclosures(written);
  const auto same = [](const exchange::Enclosure& a, const exchange::Enclosure& b) {
    return a.slip == b.slip && a.envelope == b.envelope;
  };
  if (!again || !std::ranges::equal(*again, *parts, same)) {
    std::abort();
  }
  return 0;
}
