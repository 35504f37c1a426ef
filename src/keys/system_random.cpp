#include "keys/system_random.h"

#include <openssl/rand.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>

namespace comity::keys {

void SystemRandom::fill(std::span<std::uint8_t> out) {
  constexpr std::size_t most = 1U << 20U;
  while (!out.empty()) {
    const std::span<std::uint8_t> piece = out.first(std::min(out.size(), most));
    if (RAND_bytes(piece.data(), static_cast<int>(piece.size())) != 1) {
      std::abort();
    }
    out = out.subspan(piece.size());
  }
}

}  // namespace comity::keys
