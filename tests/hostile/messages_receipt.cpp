// Receipts of what never happened. No node answers a receipt, so the letter stays unanswered; that
// it had no effect is seen in the other node's quarantine and outbox.
#include "codec/json.h"
#include "crypto/sha256.h"
#include "desk/opened_letter.h"
#include "exchange/letter.h"
#include "hostile/assailant.h"
#include "hostile/json_parts.h"
#include "hostile/message.h"
#include "hostile/messages.h"
#include "statement/statement.h"
#include "support/must.h"
#include "value/bytes.h"
#include "value/digest.h"
#include "value/uuid.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <utility>

namespace comity::hostile {
namespace {

using codec::Json;
using testing_support::must;
using value::Bytes;

/// A statement of the peer that came to us: its own receipt of an honest request. Nobody receipts
/// receipts, but the forger may say that it did.
struct Theirs {
  value::Uuid letter_id;
  value::Uuid case_id;
  value::Uuid statement_id;
  std::string from_desk;
  std::string to_desk;
  Bytes envelope;
  value::Digest digest;
};

Theirs something_of_theirs(Assailant& assailant) {
  const auto opening = assailant.request("preservation_request");
  const Bytes payload = must(statement::write_payload(opening));
  const Outgoing outgoing =
      assailant.outgoing(payload, assailant.envelope(payload, assailant.authorise(payload)));
  static_cast<void>(assailant.deliver(outgoing));
  const Bytes came = must(assailant.receipt_for(outgoing.header.letter_id, 20));
  auto opened = must(desk::open_letter(assailant.context(), must(exchange::read_letter(came))));
  return {opened.header.letter_id,
          opened.statement.head.case_id,
          opened.statement.head.statement_id,
          opened.header.from_desk,
          opened.header.to_desk,
          opened.envelope,
          opened.verified.payload_digest};
}

struct Forgery {
  statement::Statement receipt;
  Theirs about;
};

Json slip_json(const std::string& slip) {
  return must(codec::parse_json(value::bytes_of(slip), {slip.size(), 8}));
}

/// What an honest receipt of it would be, proof included.
Forgery honest_receipt(Assailant& assailant) {
  Forgery forgery;
  forgery.about = something_of_theirs(assailant);
  statement::Head& head = forgery.receipt.head;
  head.document = "technical_receipt";
  head.statement_id = value::make_uuid(assailant.now(), assailant.random());
  head.case_id = forgery.about.case_id;
  head.after = {forgery.about.digest};
  head.from_desk = forgery.about.to_desk;
  head.to_desks = {forgery.about.from_desk};
  head.made_at = assailant.now();
  forgery.receipt.record =
      Json::Object{{"letter_id", forgery.about.letter_id.text()},
                   {"statement_id", forgery.about.statement_id.text()},
                   {"payload_digest", forgery.about.digest.hex()},
                   {"verdict", "accepted"},
                   {"received_at", assailant.now().text()},
                   {"slip", slip_json(assailant.slip(forgery.about.envelope))}};
  return forgery;
}

Message forged(std::string name, std::string sentence, const std::string& code,
               std::function<void(Assailant&, Forgery&, Json::Object&)> edit) {
  return {std::move(name), std::move(sentence), "unanswered", "quarantine " + code,
          [edit = std::move(edit)](Assailant& assailant) {
            Forgery forgery = honest_receipt(assailant);
            Json::Object record = object_in(forgery.receipt.record);
            edit(assailant, forgery, record);
            forgery.receipt.record = Json(std::move(record));
            const Bytes payload = must(statement::write_payload(forgery.receipt));
            const Outgoing outgoing = assailant.outgoing(payload, assailant.envelope(payload, {}));
            return assailant.post_only(outgoing.header.letter_id, assailant.letter(outgoing));
          }};
}

}  // namespace

Messages receipt_messages() {
  Messages to;
  to.push_back(forged("receipt-of-nothing", "A receipt of a statement that was never sent.",
                      "DESK-10", [](Assailant&, Forgery&, Json::Object& record) {
                        record["payload_digest"] =
                            crypto::sha256(value::bytes_of("never sent")).hex();
                      }));
  to.push_back(forged("receipt-of-another-letter",
                      "A receipt of a letter that carried another statement.", "DESK-10",
                      [](Assailant& assailant, Forgery&, Json::Object& record) {
                        record["letter_id"] = something_of_theirs(assailant).letter_id.text();
                      }));
  to.push_back(forged("receipt-by-another-desk", "A receipt by a desk to which nothing was sent.",
                      "DESK-10", [](Assailant& assailant, Forgery& forgery, Json::Object&) {
                        forgery.receipt.head.from_desk = assailant.desk(1);
                      }));
  to.push_back(forged("receipt-without-proof", "A receipt that proves nothing.", "DESK-11",
                      [](Assailant&, Forgery&, Json::Object& record) { record.erase("slip"); }));
  to.push_back(forged("receipt-of-other-proof", "A proof that something else is in the ledger.",
                      "DESK-11", [](Assailant& assailant, Forgery&, Json::Object& record) {
                        record["slip"] = slip_json(assailant.slip(value::to_bytes("another act")));
                      }));
  to.push_back(forged("receipt-of-other-ledger", "A proof of a ledger that is not the sender's.",
                      "DESK-11", [](Assailant&, Forgery&, Json::Object& record) {
                        Json::Object slip = object_in(record["slip"]);
                        slip["origin"] = "xq.comity/2026";
                        record["slip"] = Json(std::move(slip));
                      }));
  to.push_back(forged("receipt-index-altered", "A proof of another place in the ledger.", "DESK-11",
                      [](Assailant&, Forgery&, Json::Object& record) {
                        Json::Object slip = object_in(record["slip"]);
                        slip["index"] = std::int64_t{0};
                        record["slip"] = Json(std::move(slip));
                      }));
  to.push_back(
      forged("receipt-no-letter-id", "A receipt of no letter.", "REC-05",
             [](Assailant&, Forgery&, Json::Object& record) { record.erase("letter_id"); }));
  to.push_back(
      forged("receipt-unknown-verdict", "A verdict that is neither yes nor no.", "REC-08",
             [](Assailant&, Forgery&, Json::Object& record) { record["verdict"] = "maybe"; }));
  to.push_back(forged("receipt-ahead", "A receipt made eleven minutes in the future.", "STMT-05",
                      [](Assailant& assailant, Forgery& forgery, Json::Object&) {
                        forgery.receipt.head.made_at = assailant.now() + std::chrono::minutes(11);
                      }));
  return to;
}

}  // namespace comity::hostile
