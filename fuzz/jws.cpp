// Compact JWS: whatever is accepted has one spelling, and its chain is read without harm.
#include "crypto/jws.h"

#include "codec/base64.h"
#include "value/bytes.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace comity;  // NOLINT(google-build-using-namespace)
  const std::string_view text = value::text_of({data, size});
  const auto jws = crypto::parse_compact(text, "comity-statement+json");
  if (!jws) {
    return 0;
  }
  if (crypto::compact_text(*jws) != text ||
      codec::encode_base64url(jws->payload) != jws->payload_text ||
      codec::encode_base64url(jws->signature) != jws->signature_text) {
    std::abort();
  }
  if (const auto chain = crypto::chain_of(jws->header); chain) {
    static_cast<void>(crypto::verify_jws(*jws, chain->front()));
  }
  return 0;
}
