#include "crypto/chain_memory.h"

#include "crypto/certificate.h"
#include "crypto/sha256.h"
#include "fakes/organisation.h"
#include "value/bytes.h"
#include "value/digest.h"

#include <gtest/gtest.h>

#include <optional>
#include <string_view>
#include <vector>

namespace comity::crypto {
namespace {

value::Digest named(std::string_view name) { return sha256(value::bytes_of(name)); }

TEST(ChainMemory, GivesBackWhatWasKeptAndNothingElse) {
  const std::vector<Certificate> chain{fakes::Organisation("xa").root()};
  ChainMemory memory(2);
  memory.keep(named("a"), chain);
  EXPECT_EQ(memory.find(named("a")), chain);
  EXPECT_EQ(memory.find(named("b")), std::nullopt);
}

TEST(ChainMemory, ForgetsTheOldestFirstWhenFull) {
  const std::vector<Certificate> chain{fakes::Organisation("xa").root()};
  ChainMemory memory(2);
  memory.keep(named("a"), chain);
  memory.keep(named("b"), chain);
  memory.keep(named("a"), chain);  // kept already: it does not become younger
  memory.keep(named("c"), chain);
  EXPECT_EQ(memory.find(named("a")), std::nullopt);
  EXPECT_EQ(memory.find(named("b")), chain);
  EXPECT_EQ(memory.find(named("c")), chain);
}

}  // namespace
}  // namespace comity::crypto
