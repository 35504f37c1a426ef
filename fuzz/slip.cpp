// Slips: whatever is accepted is written back octet by octet, and verifying it never crashes.
#include "ledger/slip.h"

#include "ledger/entry.h"
#include "ledger/vkey.h"
#include "value/bytes.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace comity;  // NOLINT(google-build-using-namespace)
  const value::BytesView bytes(data, size);
  const auto slip = ledger::decode_slip(bytes);
  if (!slip) {
    return 0;
  }
  if (ledger::encode_slip(*slip) != value::text_of(bytes)) {
    std::abort();
  }
  const ledger::VerifierKey key{slip->origin, ledger::NoteKeyType::ed25519, {}};
  if (ledger::verify_slip(*slip, {key, ledger::act_label, bytes})) {
    std::abort();  // no slip can be about itself
  }
  return 0;
}
