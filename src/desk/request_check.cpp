#include "desk/request_check.h"

#include "codec/json.h"
#include "crypto/sha256.h"
#include "desk/context.h"
#include "desk/law.h"
#include "record/view.h"
#include "register/directory_entry.h"
#include "register/state_profile.h"
#include "request/check_input.h"
#include "request/checklist.h"
#include "request/finding.h"
#include "request/lifecycle.h"
#include "statement/statement.h"
#include "value/bytes.h"
#include "value/instant.h"
#include "value/result.h"

#include <algorithm>
#include <string>
#include <vector>

namespace comity::desk {
namespace {

/// Art. 40(12): the desk must be designated for this kind. A desk that no profile lists cannot be
/// judged; the directory decides about it.
bool designated(const Law& law, const std::string& desk, const std::string& kind) {
  const registers::StateProfile* profile = law.profile_of_desk(desk);
  const registers::Desk* entry = profile != nullptr ? profile->desk(desk) : nullptr;
  return entry == nullptr || entry->competent_for(kind);
}

/// Sender, recipient, kind and case of the head are those of the record.
bool head_agrees(const Law& law, const statement::Statement& request) {
  const record::View record(&request.record);
  const statement::Head& head = request.head;
  const std::string recipient = record.at("recipient").text().value_or("");
  const request::Join* join = law.lifecycles.joining(head.document);
  const bool to = join == nullptr ? head.to_desks == std::vector<std::string>{recipient}
                                  : std::find(head.to_desks.begin(), head.to_desks.end(),
                                              recipient) != head.to_desks.end();
  const bool in_its_case =
      join == nullptr || record.at(join->case_field).text() == head.case_id.text();
  return to && in_its_case && record.at("sender").text() == head.from_desk &&
         record.at("kind").text() == head.document;
}

}  // namespace

std::vector<request::Finding> findings(const Law& law, const codec::Json& record,
                                       value::Instant created_at, value::Instant now,
                                       CheckSide side) {
  const record::View view(&record);
  request::CheckInput input;
  input.kind = view.at("kind").text().value_or("");
  input.record = view;
  input.data = &law.reference;
  input.requesting = law.profile_of_desk(view.at("sender").text().value_or(""));
  input.requested = law.profile_of_desk(view.at("recipient").text().value_or(""));
  const auto upstream = law.profiles.find(view.at("upstream_state").text().value_or(""));
  input.upstream = upstream == law.profiles.end() ? nullptr : &upstream->second;
  input.created_at = created_at;
  input.now = now;
  input.side = side == CheckSide::sender ? request::Side::sender : request::Side::recipient;
  input.hashes.sha256 = [](value::BytesView bytes) { return crypto::sha256(bytes).octets; };
  return request::run_checklist(input);
}

bool has_checklist(const Law& law, const std::string& document) {
  return law.tables().kind(document) != nullptr;
}

std::vector<value::Error> blocking_findings(const Context& context,
                                            const statement::Statement& request, CheckSide side) {
  std::vector<value::Error> errors;
  if (!head_agrees(context.law, request)) {
    errors.push_back({"DESK-17", request.head.document});
  }
  for (const std::string& desk :
       {request.head.from_desk,
        request.head.to_desks.empty() ? std::string() : request.head.to_desks.front()}) {
    if (!designated(context.law, desk, request.head.document)) {
      errors.push_back({"DESK-16", desk + ", " + request.head.document});
    }
  }
  for (const request::Finding& finding :
       findings(context.law, request.record, request.head.made_at, context.clock.now(), side)) {
    if (finding.result == request::RuleResult::block) {
      errors.push_back({"DESK-23", finding.rule + " " + finding.path + ": " + finding.sentence});
    }
  }
  return errors;
}

std::string public_code(const value::Error& error) {
  if (error.code == value::Code("DESK-23")) {
    return "REQ-" + error.detail.substr(0, error.detail.find(' '));
  }
  return std::string(error.code.text());
}

}  // namespace comity::desk
