// What the program cannot do, by its symbols: it has no network, no key, no database.
#include "support/shell.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <string>

namespace comity::verify {
namespace {

using testing_support::shell;

class SymbolsTest : public testing::Test {
 protected:
  void SetUp() override {
    // NOLINTNEXTLINE(concurrency-mt-unsafe): tests set no variables
    const char* const folder = std::getenv("COMITY_BIN");
    program_ = std::string(folder != nullptr ? folder : "build/dev") + "/comity-verify";
    if (!std::filesystem::exists(program_)) {
      GTEST_SKIP() << program_ << " is not built";
    }
  }

  [[nodiscard]] std::string matching(const std::string& pattern) const {
    return shell("nm -C '" + program_ + "' | grep -E '" + pattern + "'").output;
  }

  std::string program_;
};

TEST_F(SymbolsTest, TheCheckCanSeeASymbol) {
  EXPECT_NE(matching("EVP_PKEY_verify"), "");
  EXPECT_NE(matching("comity::verify::verify_bundle"), "");
}

TEST_F(SymbolsTest, ThereIsNoNetwork) {
  EXPECT_EQ(matching(" U (socket|connect|bind|listen|accept|getaddrinfo|SSL_[a-z_]+)(@|$)"), "");
  EXPECT_EQ(matching("comity::(net|edge)::"), "");
}

TEST_F(SymbolsTest, ThereIsNothingThatSignsOrHoldsAKey) {
  EXPECT_EQ(matching("EVP_PKEY_sign|EVP_DigestSign|EVP_PKEY_keygen|PrivateKey"), "");
  EXPECT_EQ(matching("comity::keys::"), "");
}

TEST_F(SymbolsTest, ThereIsNoDatabaseAndNoStore) {
  EXPECT_EQ(matching("sqlite3_|comity::(store|desk|node)::"), "");
}

TEST_F(SymbolsTest, AskedNothingItSaysHowToAsk) {
  const auto outcome = shell("'" + program_ + "' --help");
  EXPECT_EQ(outcome.status, 0);
  EXPECT_THAT(outcome.output, testing::HasSubstr("--trust"));
  EXPECT_EQ(shell("'" + program_ + "' --nonsense 2>&1").status, 2);
  EXPECT_EQ(shell("'" + program_ + "' /nonexistent 2>&1").status, 2);
}

}  // namespace
}  // namespace comity::verify
