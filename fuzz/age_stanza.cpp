// Stanzas as an opener meets them: whatever the header holds, unwrapping ends with a key or a code
// of age, and the same header gives the same key again.
#include "crypto/age_header.h"
#include "crypto/age_recipient.h"
#include "crypto/hybrid.h"
#include "keys/age_identity.h"
#include "keys/file_opener.h"
#include "value/bytes.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <optional>
#include <string>

namespace {

using namespace comity;  // NOLINT(google-build-using-namespace)

/// The identities of the published vectors, so that the corpus has stanzas that open.
std::unique_ptr<keys::FileOpener> opener_of_both_suites() {
  std::string identities =
      "AGE-SECRET-KEY-1LJ5CNQMNV2YPMD48YDEQA26C5SM4U2YL83MCP5UJNT554AN3DN3QVL5TEE\n";
  if (crypto::supports(crypto::Suite::age_mlkem768x25519)) {
    identities += "AGE-SECRET-KEY-PQ-1VPEJK57AXARDXGJ46V4Q900RAER2EDUDU7K7EJZEYEN5ZD7U8DPSTQF4HC\n";
  }
  return keys::FileOpener::make(keys::parse_identity_file(identities).value()).value();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const std::unique_ptr<keys::FileOpener> opener = opener_of_both_suites();
  const auto read = crypto::read_age_header({data, size});
  if (!read) {
    return 0;
  }
  const std::optional<crypto::AgeHeader>& header = *read;
  if (!header) {
    return 0;
  }
  const auto key = opener->unwrap(header->stanzas);
  const auto again = opener->unwrap(header->stanzas);
  if (key.has_value() != again.has_value() ||
      (key && !std::ranges::equal(key->view(), again->view())) ||
      (!key && !key.error().code.text().starts_with("AGE-"))) {
    std::abort();
  }
  return 0;
}
