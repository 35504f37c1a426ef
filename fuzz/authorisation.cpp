// Authorisations: whatever is read has one spelling.
#include "signed/authorisation.h"

#include "crypto/jws.h"
#include "value/bytes.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace comity;  // NOLINT(google-build-using-namespace)
  const std::string_view text = value::text_of({data, size});
  const auto claim = signed_::read_authorisation(text);
  if (!claim) {
    return 0;
  }
  const auto jws = crypto::parse_compact(text, "comity-authorisation+json");
  if (!jws || crypto::compact_text(*jws) != text) {
    std::abort();
  }
  return 0;
}
