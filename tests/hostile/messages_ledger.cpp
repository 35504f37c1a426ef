#include "crypto/sha256.h"
#include "fakes/organisation.h"
#include "hostile/assailant.h"
#include "hostile/message.h"
#include "hostile/messages.h"
#include "ledger/checkpoint.h"
#include "ledger/note.h"
#include "ledger/slip.h"
#include "statement/statement.h"
#include "support/must.h"
#include "value/bytes.h"
#include "value/digest.h"
#include "value/uuid.h"

#include <functional>
#include <string>
#include <utility>

namespace comity::hostile {
namespace {

using testing_support::must;
using value::Bytes;

Outgoing honest(Assailant& assailant) {
  const Bytes payload = must(statement::write_payload(assailant.request("preservation_request")));
  return assailant.outgoing(payload, assailant.envelope(payload, assailant.authorise(payload)));
}

ledger::Checkpoint present(Assailant& assailant) {
  return must(ledger::parse_checkpoint(must(ledger::parse_note(assailant.checkpoint())).text));
}

value::Digest invented(const std::string& text) { return crypto::sha256(value::bytes_of(text)); }

/// A request whose slip was changed.
Message slip_edit(std::string name, std::string sentence, const std::string& code,
                  std::function<void(Assailant&, ledger::Slip&)> edit) {
  return {std::move(name), std::move(sentence), "refused " + code, "quarantine " + code,
          [edit = std::move(edit)](Assailant& assailant) {
            Outgoing outgoing = honest(assailant);
            auto slip = must(ledger::decode_slip(value::bytes_of(outgoing.slip)));
            edit(assailant, slip);
            outgoing.slip = ledger::encode_slip(slip);
            return assailant.deliver(outgoing);
          }};
}

/// A request whose letter carries another checkpoint than the sender's latest.
Message note_edit(std::string name, std::string sentence, const std::string& code,
                  std::function<std::string(Assailant&)> note) {
  return {std::move(name), std::move(sentence), "refused " + code, "quarantine " + code,
          [note = std::move(note)](Assailant& assailant) {
            Outgoing outgoing = honest(assailant);
            outgoing.header.checkpoint = note(assailant);
            return assailant.deliver(outgoing);
          }};
}

void add_slips(Messages& to) {
  to.push_back(slip_edit("slip-other-entry", "A proof that another act is in the ledger.",
                         "LEDGER-19", [](Assailant& assailant, ledger::Slip& slip) {
                           slip = must(ledger::decode_slip(
                               value::bytes_of(assailant.slip(value::to_bytes("another act")))));
                         }));
  to.push_back(slip_edit("slip-salt-altered", "A salt that opens nothing.", "LEDGER-19",
                         [](Assailant&, ledger::Slip& slip) { slip.salt.octets[0] ^= 1U; }));
  to.push_back(slip_edit("slip-index-beyond", "A place that the ledger does not have.", "MERKLE-02",
                         [](Assailant&, ledger::Slip& slip) { slip.index += 1'000'000; }));
  to.push_back({"slip-index-altered", "The place beside its own.", "refused MERKLE-04",
                "quarantine MERKLE-04", [](Assailant& assailant) {
                  Outgoing outgoing = honest(assailant);
                  // Of two leaves beside each other, the proofs are equally long.
                  static_cast<void>(assailant.slip(value::to_bytes("a further act")));
                  auto slip =
                      must(ledger::decode_slip(value::bytes_of(assailant.slip(outgoing.envelope))));
                  slip.index ^= 1U;
                  outgoing.slip = ledger::encode_slip(slip);
                  return assailant.deliver(outgoing);
                }});
  to.push_back(slip_edit("slip-proof-cut", "A proof with a hash too few.", "MERKLE-03",
                         [](Assailant&, ledger::Slip& slip) { slip.proof.pop_back(); }));
  to.push_back(slip_edit("slip-proof-altered", "A proof with a hash changed.", "MERKLE-04",
                         [](Assailant&, ledger::Slip& slip) { slip.proof[0].octets[0] ^= 1U; }));
  to.push_back(slip_edit("slip-other-origin", "A proof from a ledger of another name.", "LEDGER-14",
                         [](Assailant&, ledger::Slip& slip) { slip.origin = "xq.comity/2026"; }));
  to.push_back(slip_edit("slip-invented-root",
                         "A checkpoint signed for the purpose, which the proof does not lead to.",
                         "MERKLE-04", [](Assailant& assailant, ledger::Slip& slip) {
                           auto made = present(assailant);
                           made.head.root = invented("slip");
                           slip.checkpoint =
                               must(ledger::sign_checkpoint(made, assailant.ledger_key()));
                         }));
  to.push_back({"slip-no-json", "A slip that is no slip.", "refused LEDGER-18",
                "quarantine LEDGER-18", [](Assailant& assailant) {
                  Outgoing outgoing = honest(assailant);
                  outgoing.slip = R"({"index":0})";
                  return assailant.deliver(outgoing);
                }});
  to.push_back({"slip-oversized", "A slip of a hundred thousand octets.", "refused LEDGER-18",
                "quarantine LEDGER-18", [](Assailant& assailant) {
                  Outgoing outgoing = honest(assailant);
                  outgoing.slip = std::string(100'000, '[');
                  return assailant.deliver(outgoing);
                }});
}

void add_notes(Messages& to) {
  to.push_back(note_edit("checkpoint-of-another-key", "A checkpoint that another key has signed.",
                         "LEDGER-14", [](Assailant& assailant) {
                           const auto other = fakes::Organisation::ledger_signer();
                           return must(ledger::sign_checkpoint(present(assailant), *other));
                         }));
  to.push_back(note_edit("checkpoint-of-another-log", "A checkpoint of another ledger.",
                         "LEDGER-14", [](Assailant& assailant) {
                           auto made = present(assailant);
                           made.origin = "xq.comity/2026";
                           return must(ledger::sign_checkpoint(made, assailant.ledger_key()));
                         }));
  to.push_back(note_edit("checkpoint-unsigned", "A checkpoint that nobody has signed.", "LEDGER-11",
                         [](Assailant& assailant) {
                           return must(ledger::parse_note(assailant.checkpoint())).text + "\n";
                         }));
  to.push_back(note_edit("checkpoint-signature-altered", "A signature of which one bit is another.",
                         "LEDGER-12", [](Assailant& assailant) {
                           std::string note = assailant.checkpoint();
                           char& c = note[note.size() - 20];
                           c = c == 'A' ? 'B' : 'A';
                           return note;
                         }));
  to.push_back(note_edit("checkpoint-no-note", "No checkpoint at all.", "LEDGER-11",
                         [](Assailant&) { return std::string("none"); }));
}

/// An honest statement that is known already, so that only its checkpoint is news.
Observed carry(Assailant& assailant, const std::function<std::string()>& note) {
  Outgoing outgoing = honest(assailant);
  static_cast<void>(assailant.deliver(outgoing));
  outgoing.header.letter_id = value::make_uuid(assailant.now(), assailant.random());
  outgoing.header.checkpoint = note();
  return assailant.deliver(outgoing);
}

void add_histories(Messages& to) {
  to.push_back({"checkpoint-forked", "A second checkpoint of the same size with another root.",
                "accepted", "proof fork", [](Assailant& assailant) {
                  return carry(assailant, [&] {
                    auto made = present(assailant);
                    made.head.root = invented("fork");
                    return must(ledger::sign_checkpoint(made, assailant.ledger_key()));
                  });
                }});
  to.push_back({"checkpoint-stale-forked", "An earlier checkpoint with a root that never was.",
                "accepted", "proof history", [](Assailant& assailant) {
                  return carry(assailant, [&] {
                    auto made = present(assailant);
                    made.head.size -= 2;
                    made.head.root = invented("earlier");
                    return must(ledger::sign_checkpoint(made, assailant.ledger_key()));
                  });
                }});
  to.push_back({"checkpoint-ahead-of-its-log",
                "A checkpoint for entries that the ledger cannot show.", "accepted",
                "proof history", [](Assailant& assailant) {
                  return carry(assailant, [&] {
                    auto made = present(assailant);
                    made.head.size += 1000;
                    made.head.root = invented("later");
                    return must(ledger::sign_checkpoint(made, assailant.ledger_key()));
                  });
                }});
}

}  // namespace

Messages ledger_messages() {
  Messages messages;
  add_slips(messages);
  add_notes(messages);
  add_histories(messages);
  return messages;
}

}  // namespace comity::hostile
