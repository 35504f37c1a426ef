// Signed notes: whatever is accepted is written back octet by octet.
#include "ledger/note.h"

#include "ledger/vkey.h"
#include "value/bytes.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace comity;  // NOLINT(google-build-using-namespace)
  const auto text = value::text_of({data, size});
  const auto note = ledger::parse_note(text);
  if (note && ledger::write_note(*note) != text) {
    std::abort();
  }
  const auto key = ledger::parse_vkey(text);
  if (key && key->text() != text) {
    std::abort();
  }
  return 0;
}
