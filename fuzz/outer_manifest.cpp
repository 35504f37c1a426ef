// The outer manifest of a package: whatever is accepted is written back as bytes that read as the
// same manifest.
#include "evidence/outer_manifest.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace comity;  // NOLINT(google-build-using-namespace)
  const auto manifest = evidence::decode_outer({data, size});
  if (!manifest) {
    return 0;
  }
  const auto again = evidence::decode_outer(evidence::encode_outer(*manifest));
  if (!again || *again != *manifest) {
    std::abort();
  }
  return 0;
}
