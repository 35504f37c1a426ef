// Bech32: whatever is accepted has one lower-case spelling, which is what encoding gives.
#include "codec/bech32.h"

#include "crypto/age_recipient.h"
#include "value/bytes.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace comity;  // NOLINT(google-build-using-namespace)
  const std::string_view text = value::text_of({data, size});
  if (const auto recipient = crypto::Recipient::parse(text);
      recipient && recipient->text() != text) {
    std::abort();
  }
  const auto decoded = codec::decode_bech32(text);
  if (!decoded) {
    return 0;
  }
  std::string lower(text);
  std::ranges::transform(lower, lower.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  if (codec::encode_bech32(decoded->prefix, decoded->data) != lower) {
    std::abort();
  }
  return 0;
}
