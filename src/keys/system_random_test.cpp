#include "keys/system_random.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

namespace comity::keys {
namespace {

TEST(SystemRandom, FillsEveryLength) {
  SystemRandom random;
  random.fill({});
  std::vector<std::uint8_t> large((1U << 20U) + 1000);
  random.fill(large);
  // Were a part left unfilled, a thousand zeros would stand in a row.
  const std::vector<std::uint8_t> zeros(1000);
  EXPECT_EQ(std::search(large.begin(), large.end(), zeros.begin(), zeros.end()), large.end());
}

TEST(SystemRandom, NeverRepeats) {
  SystemRandom random;
  std::array<std::uint8_t, 32> one{};
  std::array<std::uint8_t, 32> other{};
  random.fill(one);
  random.fill(other);
  EXPECT_NE(one, other);
}

}  // namespace
}  // namespace comity::keys
