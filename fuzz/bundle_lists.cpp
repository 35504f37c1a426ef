// The two lists of a court bundle: roots.txt reads back as the same roots, and sums have one
// spelling, so that what is accepted is written back octet for octet.
#include "evidence/court_bundle.h"
#include "value/bytes.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace comity::evidence;  // NOLINT(google-build-using-namespace)
  const std::string_view text = comity::value::text_of({data, size});
  if (const auto roots = bundle::decode_roots(text)) {
    if (bundle::decode_roots(bundle::encode_roots(*roots)) != roots) {
      std::abort();
    }
  }
  if (const auto sums = bundle::decode_sums(text)) {
    if (bundle::encode_sums(*sums) != text) {
      std::abort();
    }
  }
  return 0;
}
