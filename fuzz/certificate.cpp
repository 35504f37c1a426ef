// Certificates: whatever is accepted keeps its bytes, and checking it against itself does no harm.
#include "crypto/certificate.h"

#include "value/bytes.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace comity;  // NOLINT(google-build-using-namespace)
  const value::BytesView bytes(data, size);
  const auto certificate = crypto::Certificate::parse(bytes);
  if (!certificate) {
    return 0;
  }
  if (!std::ranges::equal(certificate->der(), bytes) || certificate->public_point().size() != 65) {
    std::abort();
  }
  static_cast<void>(certificate->issued_by(*certificate));
  static_cast<void>(certificate->verify_es256(bytes, value::Bytes(64, 1)));
  return 0;
}
