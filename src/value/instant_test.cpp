#include "value/instant.h"

#include "value/result.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cstdint>
#include <ostream>
#include <string>

namespace comity::value {
namespace {

using namespace std::chrono_literals;

struct Written {
  const char* text;
  std::int64_t unix_ms;
  const char* signed_form;

  friend void PrintTo(const Written& written, std::ostream* out) { *out << written.text; }
};

class AcceptedInstant : public testing::TestWithParam<Written> {};

TEST_P(AcceptedInstant, IsThatMillisecond) {
  const auto at = parse_instant(GetParam().text);
  ASSERT_TRUE(at) << at.error().detail;
  EXPECT_EQ(at->unix_ms, GetParam().unix_ms);
  EXPECT_EQ(at->text(), GetParam().signed_form);
}

// The first four are the examples of RFC 3339 section 5.8 (its leap seconds are refused, below).
INSTANTIATE_TEST_SUITE_P(
    Rfc3339, AcceptedInstant,
    testing::Values(Written{"1985-04-12T23:20:50.52Z", 482196050520, "1985-04-12T23:20:50Z"},
                    Written{"1996-12-19T16:39:57-08:00", 851042397000, "1996-12-20T00:39:57Z"},
                    Written{"1996-12-20T00:39:57Z", 851042397000, "1996-12-20T00:39:57Z"},
                    Written{"1937-01-01T12:00:27.87+00:20", -1041337172130, "1937-01-01T11:40:27Z"},
                    Written{"1970-01-01T00:00:00Z", 0, "1970-01-01T00:00:00Z"},
                    Written{"1969-12-31T23:59:59.999Z", -1, "1969-12-31T23:59:59Z"},
                    Written{"2024-02-29T00:00:00Z", 1709164800000, "2024-02-29T00:00:00Z"},
                    Written{"2000-02-29T23:59:59+23:59", 951782459000, "2000-02-29T00:00:59Z"},
                    Written{"2026-11-03T02:14:09.1239999Z", 1793672049123, "2026-11-03T02:14:09Z"},
                    Written{"2026-11-03T02:14:09-00:00", 1793672049000, "2026-11-03T02:14:09Z"}));

struct Refused {
  const char* text;
  const char* code;

  friend void PrintTo(const Refused& refused, std::ostream* out) { *out << refused.text; }
};

class RefusedInstant : public testing::TestWithParam<Refused> {};

TEST_P(RefusedInstant, SaysWhichRule) {
  const auto at = parse_instant(GetParam().text);
  ASSERT_FALSE(at);
  EXPECT_EQ(at.error().code.text(), GetParam().code);
}

INSTANTIATE_TEST_SUITE_P(
    Rfc3339, RefusedInstant,
    testing::Values(
        Refused{"2026-11-03T02:14:09", "VAL-02"}, Refused{"2026-11-03T02:14:09 CST", "VAL-02"},
        Refused{"2026-11-03T02:14:09z", "VAL-02"}, Refused{"2026-11-03T02:14:09+0100", "VAL-02"},
        Refused{"2026-11-03T02:14:09+24:00", "VAL-02"},
        Refused{"2026-11-03T02:14:09+01:60", "VAL-02"},
        Refused{"2026-11-03T02:14:09+01:00 ", "VAL-02"},
        Refused{"2026-11-03T02:14:09+-1:00", "VAL-02"}, Refused{"", "VAL-03"},
        Refused{"2026-11-03", "VAL-03"}, Refused{"2026-11-03 02:14:09Z", "VAL-03"},
        Refused{"2026-11-03t02:14:09Z", "VAL-03"}, Refused{"2026-02-29T02:14:09Z", "VAL-03"},
        Refused{"1900-02-29T00:00:00Z", "VAL-03"}, Refused{"2026-13-03T02:14:09Z", "VAL-03"},
        Refused{"2026-00-03T02:14:09Z", "VAL-03"}, Refused{"2026-11-31T02:14:09Z", "VAL-03"},
        Refused{"2026-11-03T24:00:00Z", "VAL-03"}, Refused{"2026-11-03T02:60:09Z", "VAL-03"},
        Refused{"1990-12-31T23:59:60Z", "VAL-03"}, Refused{"2026-11-03T02:14:09.Z", "VAL-03"},
        Refused{"2026-11-03T+2:14:09Z", "VAL-03"}, Refused{"2026/11/03T02:14:09Z", "VAL-03"},
        Refused{"2026-11-03T02.14.09Z", "VAL-03"}, Refused{"+026-11-03T02:14:09Z", "VAL-03"}));

RC_GTEST_PROP(InstantTest, EverySecondSurvivesItsText, ()) {
  // From the year 1 to the year 9999.
  const auto second = *rc::gen::inRange<std::int64_t>(-62135596800, 253402300800);
  const Instant at{second * 1000};
  RC_ASSERT(parse_instant(at.text()).value() == at);
  RC_ASSERT(at.text().size() == 20U);
}

TEST(InstantTest, SpansAddAndSubtract) {
  const Instant noon{43'200'000};
  EXPECT_EQ((noon + 1h).text(), "1970-01-01T13:00:00Z");
  EXPECT_EQ((noon + 1h) - noon, Duration(3'600'000));
  EXPECT_LT(noon, noon + 1ms);
}

TEST(InstantTest, ADateIsItsFirstInstantInUtc) {
  const auto day = parse_date("2026-11-21");
  ASSERT_TRUE(day);
  EXPECT_EQ(day->text(), "2026-11-21T00:00:00Z");
}

TEST(InstantTest, RefusesWhatIsNoDate) {
  for (const std::string text : {"", "2026-11-1", "2026-11-31", "2026-02-29", "21-11-2026",
                                 "2026-11-21Z", "2026.11.21", "20261121"}) {
    const auto day = parse_date(text);
    ASSERT_FALSE(day) << text;
    EXPECT_EQ(day.error().code, Code("VAL-04")) << text;
  }
}

}  // namespace
}  // namespace comity::value
