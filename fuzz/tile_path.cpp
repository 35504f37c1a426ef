// Names of tiles: whatever is accepted is written back octet by octet.
#include "ledger/tile_path.h"

#include "value/bytes.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace comity;  // NOLINT(google-build-using-namespace)
  const auto text = value::text_of({data, size});
  const auto path = ledger::parse_tile_path(text);
  if (path && path->text() != text) {
    std::abort();
  }
  return 0;
}
