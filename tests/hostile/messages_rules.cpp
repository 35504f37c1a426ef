#include "codec/json.h"
#include "hostile/assailant.h"
#include "hostile/blocked_rules.h"
#include "hostile/message.h"
#include "hostile/messages.h"
#include "support/casework.h"

#include <array>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace comity::hostile {
namespace {

constexpr std::string_view pres = "preservation_request";
constexpr std::string_view mla = "mla_content";
constexpr std::string_view address =
    R"([{"id":"i1","id_type":"ipv4","value":"203.0.113.200","service":"mail","use":"connection",
         "observed_at":"2026-11-03T02:14:09Z","source_port":51514,
         "clock":{"source":"ntp","max_skew_s":1},"origin":"victim_log","confidence":"verified"}])";
constexpr std::string_view cell =
    R"([{"id":"i1","service":"mail","use":"host","id_type":"cell_id","value":"001-01-4711-12",
         "origin":"victim_log","confidence":"verified"}])";
constexpr std::string_view bad_wallet =
    R"([{"id":"i1","use":"host","id_type":"crypto_address","chain":"bitcoin",
         "service":"wallet",
         "value":"bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5",
         "origin":"victim_log","confidence":"verified"}])";
constexpr std::string_view empty_hash =
    R"([{"id":"i1","service":"mail","use":"host","id_type":"file_hash",
         "value":"d41d8cd98f00b204e9800998ecf8427e",
         "origin":"victim_log","confidence":"verified"}])";

std::vector<BlockedRequest> identifier_requests() {
  return {
      {"ID-01",
       mla,
       {{"identifiers", address}, {"identifiers.0.observed_at", "null"}},
       "Whose connection was it, without a time.",
       "refused REQ-ID-01"},
      {"ID-02",
       pres,
       {{"acts_from", "\"2026-11-03T01:10:00\""}},
       "A time of the acts without an offset from UTC.",
       "refused REC-06"},
      {"ID-03",
       mla,
       {{"identifiers", address},
        {"identifiers.0.source_port", "null"},
        {"provider.provider_type", "\"access\""}},
       "An access provider is asked about an address without its port.",
       "refused REQ-ID-03"},
      {"ID-04",
       pres,
       {{"identifiers.1.value", "\"10.0.0.8\""}},
       "An address that is not public.",
       "refused REQ-ID-04"},
      {"ID-09",
       pres,
       {{"acts_to", "\"2036-11-21T12:00:01Z\""}},
       "Acts that end ten years from now.",
       "refused REQ-ID-09"},
      {"ID-11",
       mla,
       {{"identifiers", bad_wallet}},
       "A wallet address whose check digits are wrong.",
       "refused REQ-ID-11"},
      {"ID-13",
       mla,
       {{"identifiers", address},
        {"identifiers.0.value", "\"203.0.113.7\""},
        {"identifiers.0.use", "\"host\""}},
       "An address in the network of another provider than the one that is asked.",
       "refused REQ-ID-13"},
  };
}

std::vector<BlockedRequest> data_requests() {
  return {
      {"DS-01",
       mla,
       {{"data_sets.0.relation_to_offence", "\"We need all data of the account.\""}},
       "A request for everything.",
       "refused REQ-DS-01"},
      {"DS-02",
       mla,
       {{"data_sets.0.period_to", "\"2026-10-01T00:00:00Z\""}},
       "A period that ends before it begins.",
       "refused REQ-DS-02"},
      {"DS-03",
       mla,
       {{"authorisation.type", "\"prosecutor\""}},
       "Content on a prosecutor's word alone.",
       "refused REQ-DS-03"},
      {"DS-05",
       mla,
       {{"identifiers", cell}},
       "Content of everybody in a radio cell.",
       "refused REQ-DS-05"},
      {"DS-06",
       mla,
       {{"data_sets.0.relation_to_offence", "\" \""}},
       "Data of which nothing says what it is to prove.",
       "refused REC-05"},
      {"DS-08",
       "mla_subscriber",
       {{"data_sets.0.category", "\"content\""}},
       "Content asked for with the kind for subscriber data.",
       "refused REQ-DS-02 REQ-DS-03 REQ-DS-08"},
  };
}

std::vector<BlockedRequest> law_requests() {
  return {
      {"LG-01",
       mla,
       {{"legal_basis.0.instrument", "\"voluntary\""}},
       "Content on no treaty at all.",
       "refused REQ-LG-01"},
      {"LG-02",
       mla,
       {{"offences.0.convention_article", "[\"serious_crime_only\"]"},
        {"offences.0.max_penalty_months", "47"}},
       "A serious crime of less than four years.",
       "refused REQ-LG-02 REQ-LG-12"},
      {"LG-04",
       mla,
       {{"offences.0.conduct_elements", "[\"speech_only\"]"}},
       "Speech alone, without a rights review.",
       "refused REQ-LG-04"},
      {"LG-05",
       mla,
       {{"assurances", "[\"fair_trial\"]"}},
       "Without an assurance that the requested State requires.",
       "refused REQ-LG-05"},
      {"LG-07",
       mla,
       {{"protected_persons", "[\"clergy\"]"}},
       "A confessor's mail, and no word on privilege.",
       "refused REQ-LG-07"},
      {"LG-08",
       pres,
       {{"intends_mla", "false"}},
       "A preservation that no request for the data is to follow.",
       "refused REQ-LG-08"},
      {"LG-12",
       mla,
       {{"cooperation_basis", "\"35.1.a\""}},
       "A basis of cooperation that does not cover what is asked.",
       "refused REQ-LG-12"},
      {"LG-13",
       mla,
       {{"offences.0.provision_in_force_from", "\"2026-11-04\""}},
       "A provision that took effect after the acts.",
       "refused REQ-LG-13"},
  };
}

std::vector<BlockedRequest> form_requests() {
  return {
      {"FM-02",
       mla,
       {{"offences.0.provision_text", "\" \""}},
       "An offence without the text of its provision.",
       "refused REC-05"},
      {"FM-04",
       mla,
       {{"identifiers", empty_hash}},
       "The hash of nothing as an identifier.",
       "refused REQ-FM-04"},
      {"CF-01",
       mla,
       {{"user_notice_not_before", "null"}},
       "Confidential, and without an end of it.",
       "refused REQ-CF-01"},
      {"AU-01",
       mla,
       {{"authorisation.expires", "\"2026-11-03\""}},
       "On a court's decision that has expired.",
       "refused REQ-AU-01"},
      {"AU-02",
       mla,
       {{"user_notice", "\"prohibited_by_court\""}},
       "A notice prohibited by a court whose decision is missing.",
       "refused REQ-AU-02"},
      {"PR-01",
       pres,
       {{"period_days", "59"}},
       "A preservation of less than 60 days.",
       "refused REQ-PR-01"},
  };
}

const std::vector<BlockedRequest>& table() {
  static const std::vector<BlockedRequest> rows = [] {
    std::vector<BlockedRequest> all;
    for (const auto& some :
         {identifier_requests(), data_requests(), law_requests(), form_requests()}) {
      all.insert(all.end(), some.begin(), some.end());
    }
    return all;
  }();
  return rows;
}

constexpr std::array<Excused, 1> excused = {
    Excused{"LG-03", "blocks only where the sending State's own profile says so; XA's does not"}};

std::string name_of(const BlockedRequest& row) {
  std::string name = "rule-" + std::string(row.rule);
  for (char& c : name) {
    c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return name;
}

Observed send_blocked(Assailant& assailant, const BlockedRequest& row) {
  auto request = assailant.request(std::string(row.kind));
  for (const auto& [path, to] : row.changes) {
    request.record = testing_support::with(request.record, path, testing_support::json_of(to));
  }
  return assailant.deliver(request);
}

}  // namespace

std::span<const BlockedRequest> blocked_requests() { return table(); }

std::span<const Excused> without_a_message() { return excused; }

Messages rule_messages() {
  Messages messages;
  for (const BlockedRequest& row : table()) {
    messages.push_back({name_of(row), std::string(row.sentence), std::string(row.answer),
                        "quarantine " + std::string(row.answer.substr(row.answer.find(' ') + 1)),
                        [&row](Assailant& assailant) { return send_blocked(assailant, row); }});
  }
  return messages;
}

}  // namespace comity::hostile
