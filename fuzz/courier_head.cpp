// The contents list of a courier file: whatever is accepted keeps the limits and is written back as
// octets that read as the same list. As a first line it is either refused or keeps them too.
#include "exchange/courier_head.h"

#include "exchange/letter.h"
#include "value/bytes.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace comity;  // NOLINT(google-build-using-namespace)
  static_cast<void>(exchange::read_courier_head(value::text_of({data, size})));
  const auto head = exchange::decode_courier_head({data, size});
  if (!head) {
    return 0;
  }
  const auto within = [](const auto& parts, std::uint64_t most) {
    return std::all_of(parts.begin(), parts.end(),
                       [&](const auto& part) { return part.length > 0 && part.length <= most; });
  };
  const auto again = exchange::decode_courier_head(exchange::encode_courier_head(*head));
  if (!again || *again != *head || head->chain_length > exchange::max_chain_bytes ||
      !within(head->letters, exchange::max_letter_bytes) ||
      !within(head->packages, exchange::max_manifest_bytes)) {
    std::abort();
  }
  return 0;
}
