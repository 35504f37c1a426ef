#include "cli/prepared.h"

#include "support/shell.h"
#include "value/bytes.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace comity::cli {
namespace {

namespace fs = std::filesystem;

class PreparedTest : public testing::Test {
 protected:
  [[nodiscard]] fs::path base() const { return folder_.path() / "p.json"; }

  /// Keeps `text`, and what another process left beside it.
  void keep(const std::string& text) const {
    ASSERT_TRUE(keep_payload(base(), value::bytes_of(text), {"intake", "approver"}));
  }

  void leave(const std::string& suffix) const { std::ofstream(base().string() + suffix) << "x\n"; }

  [[nodiscard]] bool stands(const std::string& suffix) const {
    return fs::exists(base().string() + suffix);
  }

 private:
  testing_support::TemporaryFolder folder_;
};

TEST_F(PreparedTest, IsReadBackWithItsRolesAndAuthorisations) {
  keep("text");
  leave(".a.intake.auth");
  const auto read = read_prepared(base());
  ASSERT_TRUE(read);
  EXPECT_EQ(value::text_of(read->payload), "text");
  EXPECT_EQ(read->roles, (std::vector<std::string>{"intake", "approver"}));
  EXPECT_EQ(read->authorisations, (std::vector<std::string>{"x"}));
}

TEST_F(PreparedTest, APayloadStandsOnlyWhereItsRolesStand) {
  // A folder in the roles' place: they cannot be written, so the payload must not be either.
  fs::create_directory(base().string() + ".roles");
  EXPECT_FALSE(keep_payload(base(), value::bytes_of("text"), {"intake"}));
  EXPECT_FALSE(stands(".payload"));
}

TEST_F(PreparedTest, AFreshPayloadDropsAuthorisationsOfTheOlder) {
  keep("older");
  leave(".a.intake.auth");
  leave(".a.intake.auth.12.tmp");
  keep("fresh");
  EXPECT_FALSE(stands(".a.intake.auth"));
  EXPECT_FALSE(stands(".a.intake.auth.12.tmp"));
}

TEST_F(PreparedTest, WhatWasSentLeavesOnlyTheDraft) {
  leave("");
  keep("text");
  leave(".a.intake.auth");
  leave(".payload.12.tmp");
  const auto read = read_prepared(base());
  ASSERT_TRUE(read);
  forget_prepared(*read);
  EXPECT_TRUE(stands(""));
  for (const char* suffix : {".payload", ".roles", ".a.intake.auth", ".payload.12.tmp"}) {
    EXPECT_FALSE(stands(suffix)) << suffix;
  }
}

}  // namespace
}  // namespace comity::cli
