// Checkpoints: whatever is accepted is written back octet by octet.
#include "ledger/checkpoint.h"

#include "value/bytes.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace comity;  // NOLINT(google-build-using-namespace)
  const auto text = value::text_of({data, size});
  const auto checkpoint = ledger::parse_checkpoint(text);
  if (checkpoint && ledger::checkpoint_text(*checkpoint) != text) {
    std::abort();
  }
  return 0;
}
