// The midstates of an object: one spelling each, so what is accepted is written back byte for byte.
#include "evidence/sidecar.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace comity;  // NOLINT(google-build-using-namespace)
  const auto sidecar = evidence::decode_sidecar({data, size});
  if (!sidecar) {
    return 0;
  }
  const auto again = evidence::encode_sidecar(*sidecar);
  if (!std::equal(again.begin(), again.end(), data, data + size)) {
    std::abort();
  }
  return 0;
}
