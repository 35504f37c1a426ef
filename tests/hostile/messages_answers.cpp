#include "codec/json.h"
#include "crypto/sha256.h"
#include "hostile/assailant.h"
#include "hostile/blocked_rules.h"
#include "hostile/message.h"
#include "hostile/messages.h"
#include "statement/statement.h"
#include "support/casework.h"
#include "support/must.h"
#include "value/bytes.h"
#include "value/uuid.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace comity::hostile {
namespace {

using testing_support::must;
using testing_support::with;

constexpr std::string_view disclosure = "traffic_partial_disclosure";

const std::vector<BlockedRequest>& table() {
  static const std::vector<BlockedRequest> rows = {
      {"TD-01",
       disclosure,
       {{"data_limited_to_path", "false"}},
       "A disclosure of more than the path.",
       "refused REQ-TD-01"},
      {"TD-02",
       disclosure,
       {{"withheld_ground", "\"dual_criminality\""}},
       "A disclosure withheld on a ground that does not count for it.",
       "refused REQ-TD-02"},
      {"TD-03",
       disclosure,
       {{"upstream_state", "\"XA\""}},
       "A disclosure that names the disclosing State as the one upstream.",
       "refused REQ-TD-03"},
      {"PR-02",
       "preservation_extension",
       {{"mla_sent", "true"}, {"mla_ref", "null"}},
       "An extension for a request that was sent, without naming it.",
       "refused REQ-PR-02"},
  };
  return rows;
}

/// The example of the kind, from this node into a case that the peer does not know.
Observed send_answer(Assailant& assailant, const BlockedRequest& row) {
  const codec::Json& example = assailant.context().law.tables().kind(row.kind)->example;
  statement::Statement made;
  made.head.document = row.kind;
  made.head.statement_id = value::make_uuid(assailant.now(), assailant.random());
  made.head.case_id = value::make_uuid(assailant.now(), assailant.random());
  made.head.after = {crypto::sha256(value::bytes_of("a request that nobody sent"))};
  made.head.from_desk = assailant.desk();
  made.head.to_desks = {assailant.their_desk()};
  made.head.made_at = assailant.now();
  made.record =
      with(with(with(example, "sender", assailant.desk()), "recipient", assailant.their_desk()),
           "preservation_ref", made.head.case_id.text());
  for (const auto& [path, to] : row.changes) {
    made.record = with(made.record, path, testing_support::json_of(to));
  }
  const value::Bytes payload = must(statement::write_payload(made));
  return assailant.deliver(payload, {assailant.authorise_as(payload, 0, "duty_officer")});
}

}  // namespace

std::span<const BlockedRequest> blocked_answers() { return table(); }

Messages answer_messages() {
  Messages messages;
  for (const BlockedRequest& row : table()) {
    std::string name = "rule-" + std::string(row.rule);
    for (char& c : name) {
      c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    messages.push_back({name, std::string(row.sentence), std::string(row.answer),
                        "quarantine " + std::string(row.answer.substr(row.answer.find(' ') + 1)),
                        [&row](Assailant& assailant) { return send_answer(assailant, row); }});
  }
  return messages;
}

}  // namespace comity::hostile
