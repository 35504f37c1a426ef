#include "register/legal_basis.h"

#include "register/state_profile.h"
#include "support/profiles.h"
#include "value/instant.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace comity::registers {
namespace {

using testing_support::profile;

value::Instant day(const char* text) { return value::parse_date(text).value(); }

TEST(LegalBasis, IsInForceFromTheFirstDayBothAreBound) {
  const auto& xa = profile("XA");
  const auto& xc = profile("XC");
  EXPECT_EQ(standing(xa, xc, "hanoi", day("2026-08-14")), Standing::not_in_force);
  EXPECT_EQ(standing(xa, xc, "hanoi", day("2026-08-15")), Standing::in_force);
  EXPECT_EQ(standing(xc, xa, "hanoi", day("2026-08-15")), Standing::in_force);
}

TEST(LegalBasis, IsNotInForceWithASignatoryOnly) {
  EXPECT_EQ(standing(profile("XD"), profile("XB"), "hanoi", day("2026-11-21")),
            Standing::not_in_force);
}

TEST(LegalBasis, IsUnknownWhereTheProfilesHoldNoDate) {
  EXPECT_EQ(standing(profile("XA"), profile("XB"), "bilateral_mlat", day("2026-11-21")),
            Standing::unknown);
}

TEST(LegalBasis, IsVoluntaryOnlyWhereTheRequestedStatePermits) {
  EXPECT_EQ(standing(profile("XA"), profile("XB"), "voluntary", day("2026-11-21")),
            Standing::not_in_force);
  StateProfile open = profile("XB");
  open.voluntary_requests = true;
  EXPECT_EQ(standing(profile("XA"), open, "voluntary", day("2026-11-21")), Standing::in_force);
  EXPECT_EQ(standing(open, profile("XA"), "voluntary", day("2026-11-21")), Standing::not_in_force);
}

TEST(LegalBasis, ListsTheAlternatives) {
  EXPECT_EQ(in_force(profile("XA"), profile("XB"), day("2026-11-21")),
            (std::vector<std::string>{"budapest", "hanoi", "untoc"}));
  EXPECT_EQ(in_force(profile("XD"), profile("XB"), day("2026-11-21")),
            std::vector<std::string>{"untoc"});
  EXPECT_TRUE(in_force(profile("XD"), profile("XB"), day("1990-01-01")).empty());
}

}  // namespace
}  // namespace comity::registers
