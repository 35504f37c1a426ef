// Envelopes: whatever is accepted is what was signed. Nobody without a key makes one, so a mutation
// that passes left the signed parts and the bound authorisations as they were.
#include "signed/envelope.h"

#include "crypto/sha256.h"
#include "signed/authorisation.h"
#include "value/bytes.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace comity;  // NOLINT(google-build-using-namespace)
  const auto envelope = signed_::read_envelope({data, size});
  if (!envelope) {
    return 0;
  }
  if (envelope->chain.empty() || envelope->payload.size() > signed_::max_payload_bytes ||
      envelope->payload_digest != crypto::sha256(envelope->payload)) {
    std::abort();
  }
  for (const std::string& one : envelope->authorisations) {
    if (one.find('\n') != std::string::npos) {
      std::abort();
    }
    static_cast<void>(signed_::verify_authorisation(one, envelope->chain.front()));
  }
  return 0;
}
