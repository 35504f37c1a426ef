#include "edge/full_notes.h"

#include "fakes/fixed_clock.h"
#include "value/instant.h"
#include "value/result.h"

#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

namespace comity::edge {
namespace {

class FullNotesTest : public testing::Test {
 protected:
  void refuse(const std::string& node, value::Code code, int times) {
    for (int i = 0; i < times; ++i) {
      notes_.refused(node, {code, "full"});
    }
  }

  fakes::FixedClock clock_;
  std::vector<std::string> said_;
  FullNotes notes_{clock_, [this](const std::string& line) { said_.push_back(line); }};
};

using Lines = std::vector<std::string>;

TEST_F(FullNotesTest, AFloodIsOneLineUntilTheIntervalHasPassed) {
  refuse("xa", value::Code("EDGE-45"), 1000);
  clock_.advance(std::chrono::minutes(10) - std::chrono::milliseconds(1));
  refuse("xa", value::Code("EDGE-45"), 1);
  EXPECT_EQ(said_, Lines{"letters of xa refused: EDGE-45 full"});
  clock_.advance(std::chrono::milliseconds(1));
  refuse("xa", value::Code("EDGE-45"), 2);
  EXPECT_EQ(said_, (Lines{"letters of xa refused: EDGE-45 full",
                          "letters of xa refused: EDGE-45 full; 1000 since the last such line"}));
  clock_.advance(std::chrono::hours(1));
  refuse("xa", value::Code("EDGE-45"), 1);
  EXPECT_EQ(said_.back(), "letters of xa refused: EDGE-45 full; 1 since the last such line");
}

TEST_F(FullNotesTest, OnePeerOrBoundDoesNotHideAnother) {
  refuse("xa", value::Code("EDGE-45"), 3);
  refuse("xc", value::Code("EDGE-45"), 3);
  refuse("xa", value::Code("EDGE-46"), 3);
  EXPECT_EQ(said_,
            (Lines{"letters of xa refused: EDGE-45 full", "letters of xc refused: EDGE-45 full",
                   "letters of xa refused: EDGE-46 full"}));
}

}  // namespace
}  // namespace comity::edge
