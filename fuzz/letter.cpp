// Letters: whatever is accepted has a sealed part of the length and digest that its header names.
#include "exchange/letter.h"

#include "crypto/sha256.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace comity;  // NOLINT(google-build-using-namespace)
  const auto letter = exchange::read_letter({data, size});
  if (letter && (letter->sealed.size() != letter->header.sealed_length ||
                 crypto::sha256(letter->sealed) != letter->header.sealed_digest ||
                 letter->chain.empty() || size > exchange::max_letter_bytes)) {
    std::abort();
  }
  return 0;
}
