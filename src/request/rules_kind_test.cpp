// The rules of single kinds, both ways: partial disclosure (Art. 43), extension (Art. 42(8)),
// categories of data, and what documentation addresses stand for in a path.
#include "register/state_profile.h"
#include "request/check_input.h"
#include "request/finding.h"
#include "support/check_case.h"
#include "support/profiles.h"

#include <gtest/gtest.h>

#include <ostream>
#include <string>
#include <utility>
#include <vector>

namespace comity::request {
namespace {

using testing_support::CheckCase;
using testing_support::profile;

/// Belmora discloses to Arvandia; the upstream State is Cassonia.
CheckCase disclosure() {
  CheckCase one("traffic_partial_disclosure");
  one.input().requesting = &profile("XB");
  one.input().requested = &profile("XA");
  one.input().upstream = &profile("XC");
  return one;
}

struct Sample {
  std::string rule;
  std::vector<std::pair<std::string, std::string>> changes;
  std::string expected;

  friend void PrintTo(const Sample& each, std::ostream* out) {
    *out << each.rule << " " << each.expected;
  }
};

class DisclosureRule : public testing::TestWithParam<Sample> {};

TEST_P(DisclosureRule, IsAnswered) {
  CheckCase one = disclosure();
  for (const auto& [path, to] : GetParam().changes) {
    one.set(path, to);
  }
  EXPECT_EQ(one.first(GetParam().rule), GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(
    Disclosure, DisclosureRule,
    testing::Values(
        Sample{"TD-01", {}, "pass"},
        Sample{"TD-01", {{"data_limited_to_path", "false"}}, "block data_limited_to_path"},
        Sample{"TD-01", {{"data_limited_to_path", "null"}}, "block data_limited_to_path"},
        Sample{"TD-02", {}, "pass"},
        Sample{"TD-02", {{"withheld_ground", "\"sovereignty_security_ordre_public\""}}, "pass"},
        Sample{"TD-02", {{"withheld_ground", "\"domestic_law_prohibits\""}}, "pass"},
        Sample{"TD-02", {{"withheld_ground", "\"discrimination_purpose\""}}, "pass"},
        Sample{"TD-02", {{"withheld_ground", "\"dual_criminality\""}}, "block withheld_ground"},
        Sample{"TD-02", {{"withheld_ground", "\"political_offence\""}}, "block withheld_ground"},
        Sample{"TD-02", {{"withheld_ground", "\"tea\""}}, "block withheld_ground"},
        Sample{"TD-03", {}, "pass"},
        Sample{"TD-03", {{"upstream_state", "\"XB\""}}, "block upstream_state"},
        Sample{"TD-03", {{"upstream_state", "\"XA\""}}, "block upstream_state"},
        Sample{"TD-03",
               {{"upstream_provider.directory_id", "\"prov-exemple-mail\""}},
               "block upstream_state"},
        Sample{"TD-03",
               {{"upstream_provider.directory_id", "\"prov-nobody\""}},
               "warn upstream_provider.directory_id"},
        Sample{"TD-03", {{"upstream_provider.directory_id", "null"}}, "pass"},
        Sample{"ID-04", {}, "pass"}, Sample{"ID-04", {{"path.0.ip", "\"2001:db8::7\""}}, "pass"},
        Sample{"ID-04", {{"path.0.ip", "\"10.0.0.7\""}}, "block path[0].ip"},
        Sample{"ID-04", {{"path.0.ip", "\"fe80::7\""}}, "block path[0].ip"},
        Sample{"ID-04", {{"upstream_state", "\"FR\""}}, "block path[0].ip"},
        Sample{"ID-09", {}, "pass"},
        Sample{"ID-09", {{"path.0.time", "\"2026-12-01T00:00:00Z\""}}, "block path[0].time"},
        Sample{"ID-02", {{"path.0.time", "\"2026-11-03T01:14:10\""}}, "block path[0].time"},
        Sample{"LG-01", {}, "pass"}, Sample{"DS-03", {}, "pass"}, Sample{"LG-03", {}, "pass"}));

TEST(DisclosureRules, SayNotCheckedWithoutTheProfilesTheyNeed) {
  CheckCase one = disclosure();
  one.input().upstream = nullptr;
  EXPECT_EQ(one.first("TD-03"), "not checked");
  one.input().requesting = nullptr;
  EXPECT_EQ(one.first("TD-03"), "not checked");
}

TEST(DisclosureRules, TakeAProviderOfTheRequestingStateAsUpstream) {
  // Art. 43(1) speaks of another State than the disclosing one; that may be the one that asked.
  CheckCase one = disclosure();
  one.set("upstream_state", "\"XA\"")
      .set("upstream_provider.directory_id", "\"prov-exemple-gateway\"")
      .input()
      .upstream = &profile("XA");
  EXPECT_EQ(one.first("TD-03"), "pass");
}

TEST(DisclosureRules, ReadNothingIntoOtherKinds) {
  CheckCase one("mla_content");
  for (const char* rule : {"TD-01", "TD-02", "TD-03", "PR-02"}) {
    EXPECT_EQ(one.first(rule), "pass") << rule;
  }
}

TEST(ExtensionRules, WantTheRequestNamedThatIsSaidToBeSent) {
  CheckCase one("preservation_extension");
  EXPECT_EQ(one.first("PR-02"), "pass");
  one.set("mla_sent", "true");
  EXPECT_EQ(one.first("PR-02"), "block mla_ref");
  one.set("mla_ref", "\"0190a1b2-0000-7000-8000-000000000001\"");
  EXPECT_EQ(one.first("PR-02"), "pass");
}

TEST(CategoryRules, OpenWithAKindOnlyItsOwnCategories) {
  CheckCase subscriber("mla_subscriber");
  EXPECT_EQ(subscriber.first("DS-08"), "pass");
  subscriber.set("data_sets.0.category", "\"identification_only\"");
  EXPECT_EQ(subscriber.first("DS-08"), "pass");
  subscriber.set("data_sets.0.category", "\"content\"");
  EXPECT_EQ(subscriber.first("DS-08"), "block data_sets[0].category");
  CheckCase traffic("mla_traffic");
  EXPECT_EQ(traffic.first("DS-08"), "pass");
  traffic.set("data_sets.0.category", "\"content\"");
  EXPECT_EQ(traffic.first("DS-08"), "block data_sets[0].category");
}

TEST(CategoryRules, FindContentThatCallsItselfTraffic) {
  CheckCase one("mla_traffic");
  one.set("data_sets.0.subtypes", R"(["login_events","mail_messages"])");
  EXPECT_EQ(one.first("DS-08"), "block data_sets[0].subtypes[1]");
  one.set("data_sets.0.subtypes", R"(["location_history"])");
  EXPECT_EQ(one.first("DS-08"), "block data_sets[0].subtypes[0]");
  CheckCase subscriber("mla_subscriber");
  subscriber.set("data_sets.0.subtypes", R"(["name","login_events"])");
  EXPECT_EQ(subscriber.first("DS-08"), "block data_sets[0].subtypes[1]");
}

TEST(CategoryRules, LetAMoreProtectedRowHoldLessProtectedData) {
  CheckCase one("mla_content");
  one.set("data_sets.0.subtypes", R"(["mail_messages","login_events","name"])");
  EXPECT_EQ(one.first("DS-08"), "pass");
}

TEST(SubscriberRules, NeedTheInstantOfAnAddressLookup) {
  CheckCase one("mla_subscriber");
  EXPECT_EQ(one.first("ID-01"), "pass");
  one.set("as_of", "null");
  EXPECT_EQ(one.first("ID-01"), "block as_of");
  one.set("ip_assignment_lookup", "false");
  EXPECT_EQ(one.first("ID-01"), "pass");
}

TEST(SubscriberRules, NeedAnAuthorisationOfTheLeastKindOnly) {
  CheckCase one("mla_subscriber");
  EXPECT_EQ(one.first("DS-03"), "pass");
  one.set("authorisation.type", "\"police_superior\"");
  EXPECT_EQ(one.first("DS-03"), "pass");
  one.set("data_sets.0.category", "\"content\"").set("authorisation.type", "\"prosecutor\"");
  EXPECT_EQ(one.first("DS-03"), "block authorisation.type");
}

TEST(InformationRules, AskNothingOfWhoIsOnlyInformed) {
  // Art. 40(4): no measure is asked for, so dual criminality and de minimis have nothing to refuse.
  CheckCase one("spontaneous_information");
  one.set("offences.0.conduct_elements", "[\"device_misuse\"]");
  registers::StateProfile strict = profile("XB");
  strict.conduct_recognised.clear();
  one.input().requested = &strict;
  EXPECT_EQ(one.first("LG-03"), "pass");
  EXPECT_EQ(one.first("LG-06"), "pass");
  EXPECT_EQ(one.first("LG-01"), "pass");
}

TEST(InformationRules, BlockABatchWithoutItsManifest) {
  CheckCase one("spontaneous_information");
  one.set("bulk_batch",
          R"({"items":14,"manifest_sha256":
              "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"})");
  EXPECT_EQ(one.first("FM-04"), "block bulk_batch.manifest_sha256");
}

}  // namespace
}  // namespace comity::request
