#include "register/state_profile.h"

#include "codec/json.h"
#include "support/casework.h"
#include "support/must.h"
#include "support/profiles.h"
#include "support/source_file.h"
#include "value/result.h"

#include <gtest/gtest.h>

#include <ostream>
#include <string>
#include <vector>

namespace comity::registers {
namespace {

using codec::Json;
using testing_support::json_of;
using testing_support::profile;
using testing_support::with;

Json belmora() { return json_of(testing_support::source_file("data/state-profiles/XB.json")); }

TEST(StateProfile, ReadsWhatAStateDeclares) {
  const StateProfile& xb = profile("XB");
  EXPECT_EQ(xb.state, "XB");
  EXPECT_TRUE(xb.dual_criminality_required);
  EXPECT_EQ(xb.assurances_required, std::vector<std::string>{"death_penalty"});
  EXPECT_TRUE(xb.declares("42_5_preservation_dual_criminality"));
  EXPECT_FALSE(profile("XA").declares("42_5_preservation_dual_criminality"));
  EXPECT_EQ(xb.authorisation_matrix.at("content").front(), "judge");
  EXPECT_EQ(xb.de_minimis.amount, "5000.00");
  EXPECT_EQ(xb.decision_days, 30);
  EXPECT_EQ(xb.names.at("fr"), "Belmore");
  EXPECT_TRUE(xb.fictional());
}

TEST(StateProfile, ReadsDatesOfBeingBoundAndThatThereIsNone) {
  EXPECT_EQ(testing_support::must(profile("XB").bound_since.at("hanoi")).text(),
            "2026-06-01T00:00:00Z");
  EXPECT_FALSE(profile("XD").bound_since.at("hanoi").has_value());
}

TEST(StateProfile, FindsDesksPersonsAndProviders) {
  const StateProfile& xb = profile("XB");
  ASSERT_NE(xb.desk("xb.247"), nullptr);
  EXPECT_TRUE(xb.desk("xb.247")->competent_for("preservation_request"));
  EXPECT_FALSE(xb.desk("xb.247")->competent_for("mla_content"));
  EXPECT_EQ(xb.desk("xb.247")->callback, "+442079460120");
  EXPECT_EQ(xb.desk("xa.247"), nullptr);
  ASSERT_NE(xb.person("xb.legal1"), nullptr);
  EXPECT_EQ(xb.person("xb.legal1")->desk, "xb.ca");
  ASSERT_NE(xb.provider("prov-exemple-mail"), nullptr);
  EXPECT_EQ(xb.provider("prov-exemple-mail")->retention.at("login_events"), 30);
  EXPECT_FALSE(xb.provider("prov-exemple-mail")->retention.at("drafts").has_value());
}

TEST(StateProfile, AcceptsALanguageByItsPrimarySubtag) {
  EXPECT_TRUE(profile("XB").accepts_language("en"));
  EXPECT_TRUE(profile("XB").accepts_language("en-GB"));
  EXPECT_FALSE(profile("XB").accepts_language("fr"));
  EXPECT_FALSE(profile("XB").accepts_language("e"));
}

TEST(StateProfile, KnowsTheLinkCalendar) {
  EXPECT_FALSE(profile("XB").calendar.link_windows.has_value());
  const auto windows = testing_support::must(profile("XC").calendar.link_windows);
  EXPECT_EQ(windows.front().from, "20:00");
}

TEST(StateProfile, KeepsPenaltiesWithoutMaximum) {
  const auto& drugs = profile("XB").law.at(8);
  EXPECT_TRUE(drugs.life);
  EXPECT_FALSE(drugs.max_penalty_months.has_value());
}

TEST(StateProfile, IsFictionalOnlyForUserAssignedCodes) {
  StateProfile other;
  other.state = "FR";
  EXPECT_FALSE(other.fictional());
  other.state = "XZ";
  EXPECT_TRUE(other.fictional());
  other.state = "X1";
  EXPECT_FALSE(other.fictional());
}

struct Malformed {
  std::string path;
  std::string to;

  friend void PrintTo(const Malformed& each, std::ostream* out) { *out << each.path; }
};

class MalformedProfile : public testing::TestWithParam<Malformed> {};

TEST_P(MalformedProfile, IsRefusedWithItsMember) {
  const auto read = StateProfile::read(with(belmora(), GetParam().path, json_of(GetParam().to)));
  ASSERT_FALSE(read.has_value());
  EXPECT_EQ(read.error().code, value::Code("REG-01"));
  const std::string last = GetParam().path.substr(GetParam().path.rfind('.') + 1);
  EXPECT_NE(read.error().detail.find(last), std::string::npos) << read.error().detail;
}

INSTANTIATE_TEST_SUITE_P(
    StateProfile, MalformedProfile,
    testing::Values(Malformed{"state", "\"Belmora\""}, Malformed{"version", "\"soon\""},
                    Malformed{"bound_since", "null"}, Malformed{"bound_since.hanoi", "\"2026\""},
                    Malformed{"dual_criminality", "\"maybe\""}, Malformed{"declarations", "{}"},
                    Malformed{"accepted_languages", "[1]"},
                    Malformed{"voluntary_requests", "\"no\""},
                    Malformed{"de_minimis.victims", "\"two\""},
                    Malformed{"desks.0.callback", "null"}, Malformed{"persons.0.desk", "null"},
                    Malformed{"desks.0.verification.phone", "null"},
                    Malformed{"providers.0.networks", "[\"203.0.113.0/99\"]"},
                    Malformed{"law.0.in_force_from", "null"}, Malformed{"calendar.weekend", "null"},
                    Malformed{"clocks.t_dec_days", "null"}));

}  // namespace
}  // namespace comity::registers
