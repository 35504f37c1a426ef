// What a peer says is missing: whatever is accepted is written back and reads as the same value.
#include "exchange/missing_chunks.h"
#include "object/blob_store.h"
#include "value/bytes.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace comity;  // NOLINT(google-build-using-namespace)
  constexpr std::uint64_t length = 1000 * object::chunk_size + 17;
  const auto missing = exchange::decode_missing(value::BytesView(data, size), length);
  if (!missing) {
    return 0;
  }
  if (exchange::decode_missing(exchange::encode_missing(*missing), length) != *missing) {
    std::abort();
  }
  for (const auto& range : missing->ranges) {
    if (range.count == 0 || range.first + range.count > object::chunk_count(length)) {
      std::abort();
    }
  }
  return 0;
}
