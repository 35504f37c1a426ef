#include "codec/json.h"
#include "crypto/sha256.h"
#include "hostile/assailant.h"
#include "hostile/message.h"
#include "hostile/messages.h"
#include "statement/statement.h"
#include "support/must.h"
#include "value/bytes.h"
#include "value/digest.h"
#include "value/uuid.h"

#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace comity::hostile {
namespace {

using codec::Json;
using testing_support::must;
using value::Bytes;

/// A well-formed statement in a case of ours, one person behind it, that does not belong there.
Message misplaced(std::string name, std::string sentence, const std::string& code,
                  std::function<statement::Statement(Assailant&, const OpenedCase&)> make) {
  return {std::move(name), std::move(sentence), "accepted", "case " + code,
          [make = std::move(make)](Assailant& assailant) {
            const OpenedCase at = assailant.open_case();
            return assailant.deliver(make(assailant, at));
          }};
}

/// Likewise, refused before it comes into the case.
Message unwelcome(std::string name, std::string sentence, const std::string& codes,
                  std::function<statement::Statement(Assailant&, const OpenedCase&)> make) {
  return {std::move(name), std::move(sentence), "refused " + codes, "quarantine " + codes,
          [make = std::move(make)](Assailant& assailant) {
            const OpenedCase at = assailant.open_case();
            return assailant.deliver(make(assailant, at));
          }};
}

Json withdrawal() { return Json::Object{{"reason", "no longer needed"}}; }

void add_documents(Messages& to) {
  to.push_back(misplaced("case-others-document", "It acknowledges its own request.", "CASE-04",
                         [](Assailant& assailant, const OpenedCase& at) {
                           return assailant.answer(at, "acknowledgement",
                                                   Json::Object{{"case_ref_requested", "XB-77"}});
                         }));
  to.push_back(
      misplaced("case-other-machine", "It confirms a delivery in a preservation.", "CASE-03",
                [](Assailant& assailant, const OpenedCase& at) {
                  return assailant.answer(
                      at, "receipt_confirmation",
                      Json::Object{{"package_id", at.head.case_id.text()}, {"verified", true}});
                }));
  to.push_back(misplaced("case-too-early", "A supplement for which nobody has asked.", "CASE-05",
                         [](Assailant& assailant, const OpenedCase& at) {
                           return assailant.answer(at, "supplement",
                                                   Json::Object{{"text", "One thing more."}});
                         }));
  to.push_back(misplaced("case-second-request", "A second request inside a case.", "CASE-07",
                         [](Assailant& assailant, const OpenedCase& at) {
                           return assailant.answer(
                               at, "preservation_request",
                               assailant.request("preservation_request").record);
                         }));
}

void add_after(Messages& to) {
  to.push_back(misplaced("after-unknown", "It follows a statement that nobody has.", "CASE-02",
                         [](Assailant& assailant, const OpenedCase& at) {
                           auto made = assailant.answer(at, "withdrawal", withdrawal());
                           made.head.after = {crypto::sha256(value::bytes_of("never made"))};
                           return made;
                         }));
  to.push_back(misplaced("after-other-case", "It follows a statement of another case.", "CASE-02",
                         [](Assailant& assailant, const OpenedCase& at) {
                           const OpenedCase other = assailant.open_case();
                           auto made = assailant.answer(at, "withdrawal", withdrawal());
                           made.head.after = {other.digest};
                           return made;
                         }));
  to.push_back(misplaced("after-own-future", "It follows a statement that is made only later.",
                         "CASE-02", [](Assailant& assailant, const OpenedCase& at) {
                           auto later = assailant.answer(at, "withdrawal", withdrawal());
                           auto made = assailant.answer(at, "withdrawal", withdrawal());
                           made.head.after = {
                               crypto::sha256(must(statement::write_payload(later)))};
                           return made;
                         }));
  to.push_back({"after-nothing", "It is in a case and follows nothing.", "refused STMT-03",
                "quarantine STMT-03", [](Assailant& assailant) {
                  const OpenedCase at = assailant.open_case();
                  const auto made = assailant.answer(at, "withdrawal", withdrawal());
                  std::string text(value::text_of(must(statement::write_payload(made))));
                  const std::string after = "\"after\":[\"" + at.digest.hex() + "\"]";
                  text.replace(text.find(after), after.size(), "\"after\":[]");
                  const Bytes payload = value::to_bytes(text);
                  return assailant.deliver(payload, {});
                }});
  to.push_back({"after-doubled", "It follows the same statement twice.", "refused STMT-03",
                "quarantine STMT-03", [](Assailant& assailant) {
                  const OpenedCase at = assailant.open_case();
                  const auto made = assailant.answer(at, "withdrawal", withdrawal());
                  std::string text(value::text_of(must(statement::write_payload(made))));
                  const std::string once = "\"" + at.digest.hex() + "\"";
                  text.replace(text.find(once), once.size(), once + "," + once);
                  return assailant.deliver(value::to_bytes(text), {});
                }});
}

void add_strangers(Messages& to) {
  to.push_back(unwelcome("case-unnamed-desk",
                         "A desk that the request does not name adds to the case.", "DESK-09",
                         [](Assailant& assailant, const OpenedCase& at) {
                           auto made = assailant.answer(at, "withdrawal", withdrawal());
                           made.head.from_desk = assailant.desk(1);
                           return made;
                         }));
  to.push_back({"case-of-others", "A statement into a case of two other nodes.", "refused DESK-09",
                "quarantine DESK-09", [](Assailant& assailant) {
                  OpenedCase at = assailant.open_case();
                  at.head.case_id = must(value::parse_uuid(assailant.arms().foreign_case));
                  return assailant.deliver(assailant.answer(at, "withdrawal", withdrawal()));
                }});
  to.push_back({"letter-and-statement-differ", "A letter of one desk with a statement of another.",
                "refused DESK-08", "quarantine DESK-08", [](Assailant& assailant) {
                  auto request = assailant.request("preservation_request");
                  request.head.from_desk = assailant.desk(1);
                  const Bytes payload = must(statement::write_payload(request));
                  Outgoing outgoing = assailant.outgoing(
                      payload, assailant.envelope(payload, assailant.authorise(payload)));
                  outgoing.header.from_desk = assailant.desk();
                  return assailant.deliver(outgoing);
                }});
  to.push_back(
      {"statement-for-another-desk", "A statement addressed to another desk than its letter.",
       "refused DESK-08", "quarantine DESK-08", [](Assailant& assailant) {
         auto request = assailant.request("preservation_request");
         request.head.to_desks = {assailant.their_desk(1)};
         const Bytes payload = must(statement::write_payload(request));
         Outgoing outgoing =
             assailant.outgoing(payload, assailant.envelope(payload, assailant.authorise(payload)));
         outgoing.header.to_desk = assailant.their_desk();
         return assailant.deliver(outgoing);
       }});
}

}  // namespace

Messages case_messages() {
  Messages messages;
  add_documents(messages);
  add_after(messages);
  add_strangers(messages);
  return messages;
}

}  // namespace comity::hostile
