// Each rule both ways: the example of the specification, changed until the rule speaks.
#include "register/state_profile.h"
#include "request/check_input.h"
#include "request/finding.h"
#include "request/lifecycle.h"
#include "support/check_case.h"
#include "support/profiles.h"
#include "value/instant.h"

#include <gtest/gtest.h>

#include <ostream>
#include <string>
#include <utility>
#include <vector>

namespace comity::request {
namespace {

using testing_support::CheckCase;
using testing_support::profile;

using Changes = std::vector<std::pair<std::string, std::string>>;

struct Sample {
  std::string rule;
  std::string kind;
  Changes changes;
  std::string expected;

  friend void PrintTo(const Sample& each, std::ostream* out) {
    *out << each.rule << " " << each.kind;
    for (const auto& [path, to] : each.changes) {
      *out << " " << path << "=" << to;
    }
  }
};

class RuleSample : public testing::TestWithParam<Sample> {};

TEST_P(RuleSample, IsAnswered) {
  CheckCase one(GetParam().kind);
  for (const auto& [path, to] : GetParam().changes) {
    one.set(path, to);
  }
  EXPECT_EQ(one.first(GetParam().rule), GetParam().expected);
}

const std::string pres = "preservation_request";
const std::string mla = "mla_content";
const std::string ip4 =
    R"([{"id":"i1","id_type":"ipv4","value":"203.0.113.200","service":"mail","use":"connection",
         "observed_at":"2026-11-03T02:14:09Z","source_port":51514,
         "clock":{"source":"ntp","max_skew_s":1},"origin":"victim_log","confidence":"verified"}])";

std::string one_identifier(const std::string& members) {
  return "[{\"id\":\"i1\"," + members + "}]";
}

std::string typed(const std::string& type, const std::string& value) {
  return one_identifier(R"("service":"mail","use":"host","id_type":")" + type + R"(","value":")" +
                        value + "\"");
}

std::string wallet(const std::string& value, const std::string& chain) {
  return one_identifier(R"("use":"host","id_type":"crypto_address","value":")" + value +
                        R"(","chain":")" + chain + "\"");
}

INSTANTIATE_TEST_SUITE_P(
    Identifiers, RuleSample,
    testing::Values(
        Sample{"ID-01", pres, {}, "pass"},
        Sample{"ID-01",
               pres,
               {{"identifiers.1.observed_at", "null"}},
               "warn identifiers[1].observed_at"},
        Sample{"ID-01", mla, {{"identifiers", ip4}}, "pass"},
        Sample{"ID-01",
               mla,
               {{"identifiers", ip4}, {"identifiers.0.observed_at", "null"}},
               "block identifiers[0].observed_at"},
        Sample{"ID-01",
               mla,
               {{"identifiers", ip4},
                {"identifiers.0.use", "\"host\""},
                {"identifiers.0.observed_at", "null"}},
               "pass"},
        Sample{"ID-02", pres, {{"acts_from", "\"2026-11-03T01:10:00\""}}, "block acts_from"},
        Sample{"ID-02",
               pres,
               {{"identifiers.1.observed_at", "\"2026-11-03T02:14:09 CST\""}},
               "block identifiers[1].observed_at"},
        Sample{"ID-02", pres, {}, "pass"}, Sample{"ID-03", pres, {}, "pass"},
        Sample{"ID-03",
               pres,
               {{"identifiers.1.source_port", "null"}},
               "warn identifiers[1].source_port"},
        Sample{"ID-03",
               mla,
               {{"identifiers", ip4}, {"identifiers.0.source_port", "null"}},
               "warn identifiers[0].source_port"},
        Sample{"ID-03",
               mla,
               {{"identifiers", ip4},
                {"identifiers.0.source_port", "null"},
                {"provider.provider_type", "\"access\""}},
               "block identifiers[0].source_port"},
        Sample{"ID-03",
               mla,
               {{"identifiers", ip4},
                {"identifiers.0.source_port", "\"unknown\""},
                {"provider.provider_type", "\"access\""}},
               "block identifiers[0].source_port"},
        Sample{"ID-03",
               mla,
               {{"identifiers", ip4},
                {"identifiers.0.source_port", "\"unknown\""},
                {"identifiers.0.asked_of", "\"the mail provider, 5 Nov: not logged\""},
                {"provider.provider_type", "\"access\""}},
               "pass"},
        Sample{"ID-03",
               pres,
               {{"identifiers.1.source_port", "443"}},
               "warn identifiers[1].source_port"},
        Sample{"ID-04", pres, {}, "pass"},
        Sample{
            "ID-04", pres, {{"identifiers.1.value", "\"10.0.0.8\""}}, "block identifiers[1].value"},
        Sample{"ID-04",
               pres,
               {{"identifiers.1.value", "\"100.64.3.4:555\""}},
               "block identifiers[1].value"},
        Sample{
            "ID-04", pres, {{"identifiers.1.dest_ip", "\"::1\""}}, "block identifiers[1].dest_ip"},
        Sample{"ID-04", pres, {{"identifiers.1.value", "\"8.8.8.8\""}}, "pass"},
        Sample{"ID-04",
               pres,
               {{"custodian_or_location", R"({"type":"system_ip","ip":"192.168.1.1"})"}},
               "block custodian_or_location.ip"},
        Sample{"ID-05", pres, {}, "not checked"}, Sample{"ID-05", mla, {}, "pass"},
        Sample{"ID-06", pres, {}, "not checked"}, Sample{"ID-06", mla, {}, "pass"},
        Sample{"ID-07", pres, {}, "pass"},
        Sample{"ID-07", pres, {{"identifiers.1.clock", "null"}}, "warn identifiers[1].clock"},
        Sample{"ID-07",
               pres,
               {{"identifiers.1.clock", R"({"source":"device"})"}},
               "warn identifiers[1].clock"},
        Sample{"ID-07",
               pres,
               {{"identifiers.1.clock", R"({"source":"ntp","max_skew_s":30})"}},
               "warn identifiers[1].clock"},
        Sample{"ID-08", pres, {}, "warn data_sets[1].period_from"},
        Sample{"ID-08", pres, {{"data_sets.1.period_from", "\"2026-10-30T00:00:00Z\""}}, "pass"},
        Sample{"ID-08", pres, {{"provider.directory_id", "\"prov-nobody\""}}, "not checked"},
        Sample{"ID-08", mla, {}, "pass"}, Sample{"ID-09", pres, {}, "pass"},
        Sample{"ID-09", pres, {{"acts_to", "\"2026-11-21T12:00:01Z\""}}, "block acts_to"},
        Sample{"ID-09",
               pres,
               {{"identifiers.1.observed_at", "\"2027-01-01T00:00:00Z\""}},
               "block identifiers[1].observed_at"},
        Sample{"ID-09",
               mla,
               {{"data_sets.0.period_to", "\"2026-12-01T00:00:00Z\""}},
               "block data_sets[0].period_to"},
        Sample{"ID-11", pres, {}, "pass"},
        Sample{"ID-11",
               pres,
               {{"identifiers.0.value", "\"restore-desk\""}},
               "block identifiers[0].value"},
        Sample{"ID-11", mla, {{"identifiers", typed("imei", "490154203237518")}}, "pass"},
        Sample{"ID-11",
               mla,
               {{"identifiers", typed("imei", "490154203237519")}},
               "block identifiers[0].value"},
        Sample{"ID-11",
               mla,
               {{"identifiers", typed("ipv4", "203.0.113.300")}},
               "block identifiers[0].value"},
        Sample{"ID-11",
               mla,
               {{"identifiers", wallet("bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4", "bitcoin")}},
               "pass"},
        Sample{"ID-11",
               mla,
               {{"identifiers", wallet("bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5", "bitcoin")}},
               "block identifiers[0].value"},
        Sample{"ID-11",
               mla,
               {{"identifiers", wallet("1BoatSLRHtKNngkdXEeobR76b53LETtpyT", "bitcoin")}},
               "not checked"},
        Sample{"ID-12", pres, {}, "pass"},
        Sample{
            "ID-12", mla, {{"identifiers", typed("username", "darkwolf")}}, "warn identifiers[0]"},
        Sample{"ID-12",
               mla,
               {{"identifiers", typed("account_id", "Dark Wolf")}},
               "warn identifiers[0]"},
        Sample{"ID-12", mla, {{"identifiers", typed("account_id", "user-000123")}}, "pass"},
        Sample{"ID-12",
               mla,
               {{"identifiers", typed("url", "https://market.example.net/x")}},
               "warn identifiers[0].capture"},
        Sample{"ID-13", pres, {}, "pass"},
        Sample{"ID-13",
               mla,
               {{"identifiers", typed("ipv4", "203.0.113.7")}},
               "block identifiers[0].value"},
        Sample{"ID-13", mla, {{"identifiers", typed("ipv4", "203.0.113.200")}}, "pass"},
        Sample{"ID-13", mla, {{"provider.directory_id", "\"prov-nobody\""}}, "not checked"},
        Sample{"ID-14", pres, {}, "pass"},
        Sample{"ID-14",
               mla,
               {{"identifiers", typed("ipv6", "2001:db8::7")}},
               "warn identifiers[0].value"},
        Sample{"ID-14",
               mla,
               {{"identifiers", typed("ipv6", "2001:db8::7/128")}},
               "warn identifiers[0].value"},
        Sample{"ID-14", mla, {{"identifiers", typed("ipv6", "2001:db8::/64")}}, "pass"}));

INSTANTIATE_TEST_SUITE_P(
    Data, RuleSample,
    testing::Values(
        Sample{"DS-01", mla, {}, "pass"},
        Sample{"DS-01",
               mla,
               {{"data_sets.0.relation_to_offence", "\"We need ALL  DATA of the account.\""}},
               "block data_sets[0].relation_to_offence"},
        Sample{"DS-01",
               mla,
               {{"data_sets.0.relation_to_offence", "\"Small database overall.\""}},
               "pass"},
        Sample{"DS-01",
               mla,
               {{"data_sets.0.filters.keywords", "[\"Toutes les donnees\"]"}},
               "block data_sets[0].filters.keywords"},
        Sample{"DS-01",
               mla,
               {{"special_procedures", "\"без ограничений\""}},
               "block special_procedures"},
        Sample{"DS-01", mla, {{"facts_summary", "\"They took everything, any and all.\""}}, "pass"},
        Sample{"DS-01", mla, {{"data_sets.0.subtypes", "[]"}}, "block data_sets[0].subtypes"},
        Sample{"DS-02", mla, {}, "pass"},
        Sample{
            "DS-02", mla, {{"data_sets.0.period_from", "null"}}, "block data_sets[0].period_from"},
        Sample{"DS-02", mla, {{"data_sets.0.period_to", "null"}}, "block data_sets[0].period_to"},
        Sample{
            "DS-02", pres, {{"data_sets.1.period_from", "null"}}, "warn data_sets[1].period_from"},
        Sample{"DS-02", pres, {{"data_sets.0.period_from", "null"}}, "pass"},
        Sample{"DS-02",
               mla,
               {{"data_sets.0.period_from", "\"2026-04-01T00:00:00Z\""}},
               "warn data_sets[0].period_to"},
        Sample{"DS-02",
               mla,
               {{"data_sets.0.period_from", "\"2026-09-01T00:00:00Z\""}},
               "warn data_sets[0].period_from"},
        Sample{"DS-02",
               mla,
               {{"data_sets.0.period_from", "\"2026-04-01T00:00:00Z\""},
                {"data_sets.0.period_justification", "\"The first contact was in April.\""}},
               "pass"},
        Sample{"DS-02",
               mla,
               {{"data_sets.0.period_to", "\"2026-10-01T00:00:00Z\""}},
               "block data_sets[0].period_to"},
        Sample{"DS-03", mla, {}, "pass"},
        Sample{
            "DS-03", mla, {{"authorisation.type", "\"prosecutor\""}}, "block authorisation.type"},
        Sample{"DS-03",
               mla,
               {{"authorisation.type", "\"independent_administrative\""}},
               "block authorisation.type"},
        Sample{"DS-03", mla, {{"authorisation", "null"}}, "block authorisation"},
        Sample{"DS-03",
               mla,
               {{"authorisation.type", "\"none_needed_by_law\""}},
               "block authorisation.type"},
        Sample{"DS-03",
               mla,
               {{"data_sets.0.category", "\"subscriber\""},
                {"authorisation.type", "\"none_needed_by_law\""}},
               "pass"},
        Sample{"DS-03",
               mla,
               {{"data_sets.0.category", "\"subscriber\""},
                {"authorisation.type", "\"none_needed_by_law\""},
                {"attachments", "null"}},
               "block authorisation.decision_digest"},
        Sample{"DS-03", pres, {}, "pass"}, Sample{"DS-04", mla, {}, "pass"},
        Sample{"DS-04",
               mla,
               {{"provider.directory_id", "\"prov-exemple-chat\""}},
               "warn data_sets[0].category"},
        Sample{"DS-04", mla, {{"provider.directory_id", "\"prov-nobody\""}}, "not checked"},
        Sample{"DS-05", mla, {}, "pass"},
        Sample{"DS-05",
               mla,
               {{"identifiers", typed("cell_id", "001-01-4711-12")}},
               "block data_sets[0].identifier_refs"},
        Sample{"DS-05",
               mla,
               {{"identifiers", typed("ipv4", "203.0.113.128/25")}},
               "block data_sets[0].identifier_refs"},
        Sample{"DS-05", mla, {{"identifiers", typed("ipv6", "2001:db8::/64")}}, "pass"},
        Sample{
            "DS-05",
            mla,
            {{"data_sets.0.identifier_refs", "[]"}, {"data_sets.0.filters.keywords", "[\"bomb\"]"}},
            "block data_sets[0].filters.keywords"},
        Sample{"DS-06", mla, {}, "pass"},
        Sample{"DS-06",
               mla,
               {{"data_sets.0.relation_to_offence", "null"}},
               "block data_sets[0].relation_to_offence"},
        Sample{"DS-06",
               mla,
               {{"data_sets.0.relation_to_offence", "\" \""}},
               "block data_sets[0].relation_to_offence"},
        Sample{"DS-07", mla, {}, "not checked"},
        Sample{"DS-07",
               mla,
               {{"controller_processor", "\"processor_directly\""}},
               "warn controller_processor"},
        Sample{"DS-07", mla, {{"controller_processor", "\"controller_first\""}}, "pass"}));

const Changes serious_only = {{"offences.0.convention_article", "[\"serious_crime_only\"]"}};

Changes serious_with(const std::string& path, const std::string& to) {
  Changes out = serious_only;
  out.emplace_back(path, to);
  return out;
}

INSTANTIATE_TEST_SUITE_P(
    Law, RuleSample,
    testing::Values(
        Sample{"LG-01", mla, {}, "pass"},
        Sample{"LG-01", mla, {{"legal_basis", "[]"}}, "block legal_basis"},
        Sample{"LG-01", mla, {{"legal_basis.0.instrument", "\"voluntary\""}}, "block legal_basis"},
        Sample{"LG-01", mla, {{"legal_basis.0.instrument", "\"bilateral_mlat\""}}, "not checked"},
        Sample{"LG-02", mla, {{"offences.0.max_penalty_months", "12"}}, "pass"},
        Sample{"LG-02", mla, serious_only, "pass"},
        Sample{"LG-02", mla, serious_with("offences.0.max_penalty_months", "47"),
               "block offences[0].max_penalty_months"},
        Sample{"LG-02", mla, serious_with("offences.0.max_penalty_months", "48"), "pass"},
        Sample{"LG-02", mla, serious_with("offences.0.max_penalty_months", "null"),
               "block offences[0].max_penalty_months"},
        Sample{"LG-02", mla, serious_with("offences.0.no_statutory_cap", "true"),
               "ask offences[0].max_penalty_months"},
        Sample{"LG-02",
               mla,
               {{"offences.0.convention_article", "[\"serious_crime_only\"]"},
                {"offences.0.max_penalty_months", "12"},
                {"offences.0.life", "true"}},
               "pass"},
        Sample{"LG-02",
               mla,
               {{"offences.0.convention_article", "[\"serious_crime_only\"]"},
                {"offences.0.max_penalty_months", "12"},
                {"offences.0.other_treaty_offence", "\"slavery_1956\""}},
               "block offences[0].max_penalty_months"},
        Sample{"LG-03", mla, {}, "pass"},
        Sample{"LG-03",
               mla,
               {{"offences.0.conduct_elements", "[\"speech_only\"]"}},
               "warn offences[0].conduct_elements"},
        Sample{"LG-03", pres, {{"offences.0.conduct_elements", "[\"speech_only\"]"}}, "pass"},
        Sample{"LG-03",
               pres,
               {{"offences.0.conduct_elements", "[\"speech_only\"]"},
                {"offences.0.convention_article", "[\"serious_crime_only\"]"}},
               "warn offences[0].conduct_elements"},
        Sample{"LG-04", mla, {}, "pass"},
        Sample{
            "LG-04", mla, {{"offences.0.conduct_elements", "[\"threat\"]"}}, "block rights_review"},
        Sample{"LG-04",
               mla,
               {{"offences.0.conduct_elements", "[\"speech_only\"]"},
                {"rights_review", R"({"outcome":"cleared"})"}},
               "pass"},
        Sample{"LG-04",
               mla,
               {{"offences.0.conduct_elements", "[\"speech_only\"]"},
                {"rights_review", R"({"outcome":"not_cleared"})"}},
               "block rights_review"},
        Sample{"LG-05", mla, {}, "pass"},
        Sample{"LG-05", mla, {{"assurances", "null"}}, "block assurances"},
        Sample{"LG-05", mla, {{"assurances", "[\"fair_trial\"]"}}, "block assurances"},
        Sample{"LG-05", pres, {}, "pass"}, Sample{"LG-06", mla, {}, "not checked"},
        Sample{"LG-06", mla, {{"victim_count", "1"}}, "warn victim_count"},
        Sample{"LG-06", mla, {{"victim_count", "2"}}, "pass"},
        Sample{"LG-06",
               mla,
               {{"victim_count", "1"}, {"harm_estimate", R"({"amount":"5000","currency":"EUR"})"}},
               "pass"},
        Sample{"LG-06",
               mla,
               {{"harm_estimate", R"({"amount":"4999.99","currency":"EUR"})"}},
               "warn harm_estimate"},
        Sample{
            "LG-06", mla, {{"harm_estimate", R"({"amount":"1","currency":"USD"})"}}, "not checked"},
        Sample{"LG-06", pres, {{"victim_count", "1"}}, "pass"}, Sample{"LG-07", mla, {}, "pass"},
        Sample{"LG-07", mla, {{"protected_persons", "[]"}}, "block protected_persons"},
        Sample{"LG-07", mla, {{"protected_persons", "[\"clergy\"]"}}, "block privilege_handling"},
        Sample{"LG-07",
               mla,
               {{"protected_persons", "[\"clergy\"]"}, {"privilege_handling", "\"exclude\""}},
               "pass"},
        Sample{"LG-07",
               mla,
               {{"protected_persons", "[\"clergy\"]"},
                {"privilege_handling", "\"exclude\""},
                {"filter_team", "null"}},
               "block filter_team"},
        Sample{"LG-07", mla, {{"protected_persons", "[\"minor\"]"}}, "block victim_handling"},
        Sample{"LG-07",
               mla,
               {{"persons", R"([{"role":"victim","name":"N.","protected_flags":["victim"]}])"}},
               "block victim_handling"},
        Sample{"LG-07",
               mla,
               {{"protected_persons", "[\"minor\"]"}, {"victim_handling", "[\"victim_vault\"]"}},
               "pass"},
        Sample{"LG-08", pres, {}, "pass"},
        Sample{"LG-08", pres, {{"intends_mla", "false"}}, "block intends_mla"},
        Sample{"LG-08", pres, {{"intends_mla", "null"}}, "block intends_mla"},
        Sample{"LG-08", mla, {}, "pass"}, Sample{"LG-09", mla, {}, "pass"},
        Sample{"LG-09", mla, {{"language", "\"fr\""}}, "warn language"},
        Sample{"LG-09",
               mla,
               {{"language", "\"fr\""},
                {"translations", R"([{"language":"en","translator":"sworn"}])"}},
               "pass"},
        Sample{"LG-09",
               mla,
               {{"language", "\"fr\""},
                {"translations", R"([{"language":"en","translator":"machine_only"}])"}},
               "warn translations[0].translator"},
        Sample{"LG-11", mla, {}, "not checked"}, Sample{"LG-12", mla, {}, "pass"},
        Sample{"LG-12", mla, serious_only, "pass"},
        Sample{"LG-12", mla, {{"cooperation_basis", "\"35.1.b\""}}, "pass"},
        Sample{"LG-12", mla, {{"cooperation_basis", "\"35.1.a\""}}, "block cooperation_basis"},
        Sample{"LG-12",
               "service_or_statement",
               {{"offences.0.convention_article", "[\"serious_crime_only\"]"}},
               "block offences"},
        Sample{"LG-12",
               "service_or_statement",
               {{"offences.0.convention_article", "[\"serious_crime_only\"]"},
                {"legal_basis", R"([{"instrument":"untoc","article":"18"}])"}},
               "pass"},
        Sample{"LG-13", mla, {}, "pass"},
        Sample{"LG-13",
               mla,
               {{"offences.0.provision_in_force_from", "\"2026-11-04\""}},
               "block offences[0].provision_in_force_from"},
        Sample{"LG-13",
               mla,
               {{"acts_from", "\"2013-11-04T00:00:00Z\""}},
               "ask offences[0].provision_in_force_from"}));

INSTANTIATE_TEST_SUITE_P(
    Form, RuleSample,
    testing::Values(
        Sample{"FM-01", mla, {}, "pass"},
        Sample{"FM-01",
               mla,
               {{"facts_summary", "\"On 3 Nov 2026 he did it.\""}},
               "warn facts_summary"},
        Sample{"FM-01",
               mla,
               {{"facts_summary", '"' + std::string(250, 'x') + '"'}},
               "warn facts_summary"},
        Sample{"FM-02", mla, {}, "pass"},
        Sample{"FM-02",
               mla,
               {{"offences.0.provision_text", "\"\""}},
               "block offences[0].provision_text"},
        Sample{"FM-03", mla, {}, "pass"},
        Sample{"FM-03",
               mla,
               {{"requested_by", R"({"at":"2026-12-01T00:00:00Z"})"}},
               "warn requested_by.cause"},
        Sample{"FM-03",
               mla,
               {{"requested_by", R"({"at":"2026-12-01T00:00:00Z","cause":"hearing_date"})"}},
               "pass"},
        Sample{"FM-03", pres, {{"urgency_reason", "null"}}, "warn urgency_reason"},
        Sample{"FM-04", mla, {}, "pass"},
        Sample{"FM-04", mla, {{"attachments", "null"}}, "block authorisation.decision_digest"},
        Sample{"FM-04",
               mla,
               {{"attachments.0.sha256",
                 "\"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\""}},
               "block attachments[0].sha256"},
        Sample{"FM-04",
               mla,
               {{"search_terms.hashes",
                 "[\"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\"]"}},
               "pass"},
        Sample{"FM-04",
               mla,
               {{"identifiers", typed("file_hash", "d41d8cd98f00b204e9800998ecf8427e")}},
               "block identifiers[0].value"},
        Sample{"CF-01", mla, {}, "pass"},
        Sample{"CF-01", mla, {{"user_notice_not_before", "null"}}, "block user_notice_not_before"},
        Sample{"CF-01",
               mla,
               {{"user_notice_not_before", "null"},
                {"keep_confidential", "false"},
                {"user_notice", "\"allowed_now\""}},
               "pass"},
        Sample{"CF-02", mla, {}, "pass"},
        Sample{"CF-02",
               mla,
               {{"user_notice_not_before", "\"2027-05-21T12:00:00Z\""}},
               "warn user_notice_not_before"},
        Sample{"CF-02", mla, {{"renewal_count", "3"}}, "warn renewal_count"},
        Sample{"CF-02", mla, {{"renewal_count", "2"}}, "pass"}, Sample{"AU-01", mla, {}, "pass"},
        Sample{"AU-01", pres, {}, "pass"},
        Sample{"AU-01", mla, {{"attachments", "null"}}, "block authorisation.decision_digest"},
        Sample{"AU-01",
               mla,
               {{"authorisation.expires", "\"2026-11-20\""}},
               "block authorisation.expires"},
        Sample{"AU-01", mla, {{"authorisation.expires", "\"2026-11-21\""}}, "pass"},
        Sample{"AU-02", mla, {}, "pass"},
        Sample{
            "AU-02", mla, {{"user_notice", "\"prohibited_by_court\""}}, "block notice_prohibition"},
        Sample{"AU-02",
               mla,
               {{"user_notice", "\"prohibited_by_court\""},
                {"notice_prohibition", R"({"expires":"2026-11-01"})"}},
               "block notice_prohibition.expires"},
        Sample{"AU-02",
               mla,
               {{"user_notice", "\"prohibited_by_court\""},
                {"notice_prohibition", R"({"expires":"2027-03-01"})"}},
               "block user_notice_not_before"},
        Sample{"AU-02",
               mla,
               {{"user_notice", "\"prohibited_by_court\""},
                {"notice_prohibition", R"({"expires":"2027-04-01"})"}},
               "pass"},
        Sample{"PR-01", pres, {}, "pass"},
        Sample{"PR-01", pres, {{"period_days", "59"}}, "block period_days"},
        Sample{"PR-01", pres, {{"period_days", "60"}}, "pass"},
        Sample{"PR-01", pres, {{"period_days", "91"}}, "warn period_days"},
        Sample{"PR-01", pres, {{"expected_mla_date", "\"2027-02-10\""}}, "warn expected_mla_date"},
        Sample{"PR-01", mla, {}, "pass"}));

TEST(Rules, ExemptDocumentationAddressesOnlyBetweenFictionalStates) {
  registers::StateProfile real = profile("XB");
  real.state = "FR";
  CheckCase one("preservation_request");
  one.input().requested = &real;
  EXPECT_EQ(one.first("ID-04"), "block identifiers[1].value");
  one.input().requested = nullptr;
  EXPECT_EQ(one.first("ID-04"), "block identifiers[1].value");
}

TEST(Rules, CountAddressesOfARow) {
  CheckCase one("mla_content");
  std::string list;
  std::string references;
  for (int i = 1; i <= 21; ++i) {
    const std::string id = "i" + std::to_string(i);
    list += (i == 1 ? "" : ",") + (R"({"id":")" + id + R"(","id_type":"ipv4","value":"203.0.113.)" +
                                   std::to_string(i) + "\"}");
    references += (i == 1 ? "\"" : ",\"") + id + "\"";
  }
  one.set("identifiers", "[" + list + "]")
      .set("data_sets.0.identifier_refs", "[" + references + "]");
  EXPECT_EQ(one.first("ID-10"), "warn data_sets[0].identifier_refs");
  one.set("data_sets.0.identifier_refs", "[\"i1\"]");
  EXPECT_EQ(one.first("ID-10"), "pass");
}

TEST(Rules, RefuseAnInstrumentNotInForceAndNameAlternatives) {  // scenario S11
  CheckCase one("mla_content");
  one.input().requesting = &profile("XD");
  const auto found = one.run("LG-01");
  ASSERT_EQ(found.front().result, RuleResult::block);
  EXPECT_NE(found.front().sentence.find("in force: untoc"), std::string::npos);
  one.set("legal_basis.0.instrument", "\"untoc\"");
  EXPECT_EQ(one.first("LG-01"), "pass");
}

TEST(Rules, JudgeTheInstrumentOnTheDayOfTheRequest) {
  CheckCase one("mla_content");
  one.input().created_at = value::parse_instant("2026-05-31T23:59:59Z").value();
  EXPECT_EQ(one.first("LG-01"), "block legal_basis");
}

TEST(Rules, TakeTheDefaultAuthorisationsWithoutAProfile) {
  CheckCase one("mla_content");
  one.set("authorisation.type", "\"independent_administrative\"");
  EXPECT_EQ(one.first("DS-03"), "block authorisation.type");
  one.input().requested = nullptr;
  EXPECT_EQ(one.first("DS-03"), "pass");
}

TEST(Rules, BlockForDualCriminalityWhereTheSendersOwnProfileSaysSo) {
  registers::StateProfile strict = profile("XA");
  strict.declarations.push_back({"hanoi", "40(8)", "dual_criminality_blocks", ""});
  CheckCase one("mla_content");
  one.set("offences.0.conduct_elements", "[\"other\"]").input().requesting = &strict;
  EXPECT_EQ(one.first("LG-03"), "block offences[0].conduct_elements");
}

TEST(Rules, AskForNoDualCriminalityWhereTheStateDoesNot) {
  CheckCase one("mla_content");
  one.set("offences.0.conduct_elements", "[\"other\"]").input().requested = &profile("XA");
  EXPECT_EQ(one.first("LG-03"), "pass");
}

TEST(Rules, TakeTheBlindCodingAsTheSafeguard) {  // scenario S10 (b)
  CheckCase one("mla_content");
  CheckInput& input = one.input();
  input.side = Side::recipient;
  EXPECT_EQ(one.first("LG-04"), "not checked");
  input.recoded_conduct = {"system_interference", "data_encryption"};
  EXPECT_EQ(one.first("LG-04"), "pass");
  input.recoded_conduct = {"speech_only"};
  const auto found = one.run("LG-04");
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].result, RuleResult::ask);
  EXPECT_EQ(found[1].result, RuleResult::block);
}

TEST(Rules, AskForThePenaltyOfTheChargedFormAfterBlindCoding) {
  CheckCase one("mla_content");
  one.set("offences.0.convention_article", "[\"serious_crime_only\"]");
  one.input().side = Side::recipient;
  EXPECT_EQ(one.first("LG-13"), "pass");
  one.input().recoded_conduct = {"system_interference", "data_encryption"};
  EXPECT_EQ(one.first("LG-13"), "ask offences[0].max_penalty_months");
}

TEST(Rules, SayNotCheckedWithoutTheRequestedStatesProfile) {
  CheckCase one("mla_content");
  one.input().requested = nullptr;
  for (const char* rule : {"LG-01", "LG-03", "LG-05", "LG-06", "LG-09", "DS-04", "ID-13"}) {
    EXPECT_EQ(one.first(rule), "not checked") << rule;
  }
}

}  // namespace
}  // namespace comity::request
