#include "codec/json.h"
#include "hostile/assailant.h"
#include "hostile/message.h"
#include "hostile/messages.h"
#include "statement/statement.h"
#include "support/casework.h"
#include "support/must.h"
#include "value/bytes.h"
#include "value/instant.h"

#include <chrono>
#include <cstddef>
#include <functional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace comity::hostile {
namespace {

using testing_support::must;
using testing_support::with;
using value::Bytes;

constexpr const char* pres = "preservation_request";

std::string honest_text(Assailant& assailant) {
  return std::string(value::text_of(must(statement::write_payload(assailant.request(pres)))));
}

/// Signed as it is, whatever it is.
Observed forced(Assailant& assailant, const std::string& text) {
  const Bytes payload = value::to_bytes(text);
  Observed observed =
      assailant.deliver(assailant.outgoing(payload, assailant.envelope(payload, {})));
  observed.case_id.clear();
  return observed;
}

/// The payload of an honest request with one piece of its text replaced.
Message text_edit(std::string name, std::string sentence, const std::string& codes,
                  std::string from, std::string to) {
  return {std::move(name), std::move(sentence), "refused " + codes, "quarantine " + codes,
          [from = std::move(from), to = std::move(to)](Assailant& assailant) {
            std::string text = honest_text(assailant);
            const auto at = text.find(from);
            if (at == std::string::npos) {
              throw std::runtime_error("the honest payload has no " + from);
            }
            return forced(assailant, text.replace(at, from.size(), to));
          }};
}

/// Octets that are no edit of anything.
Message text_only(std::string name, std::string sentence, const std::string& codes,
                  std::string text) {
  return {std::move(name), std::move(sentence), "refused " + codes, "quarantine " + codes,
          [text = std::move(text)](Assailant& assailant) { return forced(assailant, text); }};
}

using Edit = std::function<void(Assailant&, statement::Statement&)>;

/// An honest request, changed before persons and desk sign it.
Message statement_edit(std::string name, std::string sentence, const std::string& codes,
                       Edit edit) {
  return {std::move(name), std::move(sentence), "refused " + codes, "quarantine " + codes,
          [edit = std::move(edit)](Assailant& assailant) {
            auto request = assailant.request(pres);
            edit(assailant, request);
            return assailant.deliver(request);
          }};
}

Message record_edit(std::string name, std::string sentence, const std::string& codes,
                    std::string path, std::string json) {
  return statement_edit(std::move(name), std::move(sentence), codes,
                        [path = std::move(path), json = std::move(json)](
                            Assailant& /*assailant*/, statement::Statement& request) {
                          request.record =
                              with(request.record, path, testing_support::json_of(json));
                        });
}

std::string digests(std::size_t count, char first) {
  std::string text = "[";
  for (std::size_t i = 0; i < count; ++i) {
    std::string digest(64, '0');
    digest[0] = first;
    const std::string number = std::to_string(100 + i);
    digest.replace(61, 3, number);
    text += (i == 0 ? "\"" : ",\"") + digest + "\"";
  }
  return text + "]";
}

void add_json(Messages& to) {
  to.push_back(text_edit("json-duplicate-member", "A member of the record stands twice.", "JSON-03",
                         R"("intends_mla":true)", R"("intends_mla":true,"intends_mla":true)"));
  to.push_back(text_edit("json-duplicate-head",
                         "The case id stands twice, the second time another.", "JSON-03",
                         R"("schema":)", R"("case_id":"x","schema":)"));
  to.push_back(text_edit("json-huge-number", "A number beyond every integer.", "JSON-04",
                         R"("period_days":90)", R"("period_days":9007199254740993000000)"));
  to.push_back(text_edit("json-exponent", "A number with an exponent of a billion.", "JSON-04",
                         R"("period_days":90)", R"("period_days":9e1000000000)"));
  to.push_back(text_only("json-deep", "Ten thousand lists inside each other.", "JSON-05",
                         std::string(10'000, '[') + std::string(10'000, ']')));
  to.push_back(text_edit("json-bad-utf8", "A text that is no UTF-8.", "JSON-02",
                         R"("facts_summary":")", "\"facts_summary\":\"\xc3\x28"));
  to.push_back(text_edit("json-lone-surrogate", "Half of a UTF-16 pair as an escape.", "JSON-02",
                         R"("facts_summary":")", R"("facts_summary":"\ud800)"));
  to.push_back(text_edit("json-control-character", "A bare line end inside a text.", "JSON-02",
                         R"("facts_summary":")", "\"facts_summary\":\"\n"));
  to.push_back(
      text_edit("json-comment", "A comment before the first member.", "JSON-02", "{", "{/* */"));
  to.push_back(
      text_only("json-two-documents", "Two payloads, one after the other.", "JSON-02", "{}{}"));
  to.push_back(text_only("json-empty", "No payload at all.", "JSON-02", ""));
  to.push_back(text_only("json-cut", "A payload that ends in the middle.", "JSON-02",
                         R"({"schema":"preservation_request/1","state)"));
  to.push_back(text_only("json-list", "A list where the payload should be.", "JSON-06", "[1]"));
  to.push_back(text_only("json-nul", "Octets of zero.", "JSON-02", std::string(64, '\0')));
  to.push_back(text_edit("payload-oversized", "A payload of more than 64 KiB.", "SIGN-04",
                         R"("facts_summary":")",
                         R"("facts_summary":")" + std::string(66'000, 'x')));
}

void add_head(Messages& to) {
  to.push_back(text_edit("head-unknown-member", "A member that no version knows.", "JSON-09",
                         R"("schema":)", R"("priority":"high","schema":)"));
  to.push_back(text_edit("head-missing-member", "Without the list of addressees.", "JSON-07",
                         R"("to_desks":)", R"("two_desks":)"));
  to.push_back(text_edit("head-wrong-type", "A number where the sending desk's name should be.",
                         "JSON-08", R"("from_desk":"xa.247")", R"("from_desk":247)"));
  to.push_back(text_edit("head-newer-version", "A newer version of the document.", "STMT-02",
                         "preservation_request/1", "preservation_request/2"));
  to.push_back(text_edit("head-version-zero", "Version 0.", "STMT-01", "preservation_request/1",
                         "preservation_request/0"));
  to.push_back(text_edit("head-version-overflow", "A version of thirty digits.", "STMT-01",
                         "preservation_request/1",
                         "preservation_request/100000000000000000000000000000"));
  to.push_back(text_edit("head-path-for-schema", "A path where the schema should be.", "STMT-01",
                         "preservation_request/1", "../../etc/passwd/1"));
  to.push_back(text_edit("head-desk-of-capitals", "A sending desk in capitals.", "STMT-01",
                         R"("from_desk":"xa.247")", R"("from_desk":"XA.247")"));
  to.push_back(text_edit("head-too-many-desks", "Seventeen addressees.", "STMT-01",
                         R"("to_desks":["xb.247")",
                         R"("to_desks":["xb.247","a","b","c","d","e","f","g","h","i","j","k",)"
                         R"("l","m","n","o","p")"));
  to.push_back(text_edit("head-after-in-opening", "What opens a case says that it follows.",
                         "STMT-03", R"("after":[])", R"("after":)" + digests(1, 'a')));
  to.push_back(text_edit("head-after-too-many", "It follows sixty-five statements.", "STMT-03",
                         R"("after":[])", R"("after":)" + digests(65, 'a')));
  to.push_back(text_edit("head-after-no-digest", "It follows something that is no digest.",
                         "VAL-01", R"("after":[])", R"("after":["latest"])"));
  to.push_back({"head-id-of-another-kind", "A statement id that is a random UUID.",
                "refused VAL-05", "quarantine VAL-05", [](Assailant& assailant) {
                  const auto request = assailant.request(pres);
                  std::string text(value::text_of(must(statement::write_payload(request))));
                  const std::string id = request.head.statement_id.text();
                  for (auto at = text.find(id); at != std::string::npos; at = text.find(id, at)) {
                    text[at + 14] = '4';
                  }
                  return forced(assailant, text);
                }});
}

void add_times(Messages& to) {
  to.push_back({"time-without-zone", "The time of making has no offset.", "refused VAL-02",
                "quarantine VAL-02", [](Assailant& assailant) {
                  const auto request = assailant.request(pres);
                  std::string text(value::text_of(must(statement::write_payload(request))));
                  const std::string made = "\"made_at\":\"" + request.head.made_at.text();
                  const auto at = text.find(made);
                  text.erase(at + made.size() - 1, 1);
                  return forced(assailant, text);
                }});
  to.push_back(statement_edit("time-ahead", "Made eleven minutes in the future.", "STMT-05",
                              [](Assailant& assailant, statement::Statement& request) {
                                request.head.made_at = assailant.now() + std::chrono::minutes(11);
                              }));
  to.push_back(statement_edit("time-far-ahead", "Made in the year 9999.", "STMT-05",
                              [](Assailant& /*assailant*/, statement::Statement& request) {
                                request.head.made_at =
                                    value::parse_instant("9999-12-31T23:59:59Z").value();
                              }));
}

void add_record(Messages& to) {
  to.push_back(record_edit("record-unknown-field", "A field that the kind does not have.", "REC-04",
                           "discount", "true"));
  to.push_back(record_edit("record-missing-field", "Without the reference of the case.", "REC-05",
                           "case_ref_requesting", "null"));
  to.push_back(record_edit("record-unknown-code", "A code that is in no list.", "REC-08", "urgency",
                           "\"at_once\""));
  to.push_back(record_edit("record-wrong-type", "A text where a number should be.", "REC-03",
                           "period_days", "\"90\""));
  to.push_back(record_edit("record-other-kind", "A record that says that it is of another kind.",
                           "REC-10", "kind", "\"mla_content\""));
  to.push_back(record_edit("record-doubled-reference", "A row that refers to no identifier.",
                           "REC-09", "data_sets.0.identifier_refs", "[\"i77\"]"));
  to.push_back(record_edit("record-other-sender", "A record in which another desk asks.", "DESK-17",
                           "sender", "\"xa.ca\""));
  to.push_back(statement_edit("kind-unknown", "A kind of document that nobody knows.", "REC-02",
                              [](Assailant& /*assailant*/, statement::Statement& request) {
                                request.head.document = "arrest_everybody";
                              }));
  to.push_back({"kind-that-opens-nothing", "A decision that opens a case.", "refused DESK-18",
                "quarantine DESK-18", [](Assailant& assailant) {
                  auto decision = assailant.request(pres);
                  decision.head.document = "withdrawal";
                  decision.record = codec::Json::Object{{"reason", "none"}};
                  const Bytes payload = must(statement::write_payload(decision));
                  return assailant.deliver(payload, {});
                }});
}

}  // namespace

Messages payload_messages() {
  Messages messages;
  add_json(messages);
  add_head(messages);
  add_times(messages);
  add_record(messages);
  return messages;
}

}  // namespace comity::hostile
