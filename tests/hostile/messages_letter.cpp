#include "codec/json.h"
#include "crypto/age.h"
#include "crypto/age_recipient.h"
#include "crypto/jws.h"
#include "crypto/sha256.h"
#include "crypto/signer.h"
#include "exchange/letter.h"
#include "hostile/assailant.h"
#include "hostile/message.h"
#include "hostile/messages.h"
#include "statement/statement.h"
#include "support/casework.h"
#include "support/must.h"
#include "value/bytes.h"
#include "value/uuid.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace comity::hostile {
namespace {

using codec::Json;
using testing_support::must;
using value::Bytes;

Bytes nothing_inside() { return value::to_bytes("slip\nenvelope"); }

Outgoing honest(Assailant& assailant) {
  const Bytes payload = must(statement::write_payload(assailant.request("preservation_request")));
  return assailant.outgoing(payload, assailant.envelope(payload, assailant.authorise(payload)));
}

/// A letter that the edge must turn away: its header was changed before the desk signed it.
Message header_edit(std::string name, std::string sentence, std::string answer,
                    std::function<void(Assailant&, exchange::LetterHeader&)> edit) {
  return {std::move(name), std::move(sentence), std::move(answer), "",
          [edit = std::move(edit)](Assailant& assailant) {
            auto header = assailant.header();
            const auto to = header.to_desk;
            edit(assailant, header);
            return assailant.post_only(
                header.letter_id,
                must(exchange::make_letter({header, nothing_inside(), assailant.recipient(to)},
                                           assailant.signer(assailant.desk()), assailant.root(),
                                           assailant.random())));
          }};
}

/// A good letter whose octets were changed on the way.
Message octets_edit(std::string name, std::string sentence, std::string answer,
                    std::function<void(Bytes&)> edit) {
  return {std::move(name), std::move(sentence), std::move(answer), "",
          [edit = std::move(edit)](Assailant& assailant) {
            const Outgoing outgoing = honest(assailant);
            Bytes letter = assailant.letter(outgoing);
            edit(letter);
            return assailant.post_only(outgoing.header.letter_id, letter);
          }};
}

std::size_t line_end(const Bytes& letter) {
  return static_cast<std::size_t>(std::find(letter.begin(), letter.end(), std::uint8_t{'\n'}) -
                                  letter.begin());
}

Json::Object header_members(const Assailant& assailant, const exchange::LetterHeader& header,
                            value::BytesView sealed) {
  return {{"schema", "letter/1"},
          {"letter_id", header.letter_id.text()},
          {"from_node", header.from_node},
          {"to_node", header.to_node},
          {"from_desk", header.from_desk},
          {"to_desk", header.to_desk},
          {"made_at", header.made_at.text()},
          {"expires", header.expires.text()},
          {"suite", crypto::suite_name(assailant.recipient(assailant.their_desk()).suite())},
          {"sealed_digest", crypto::sha256(sealed).hex()},
          {"sealed_length", static_cast<std::int64_t>(sealed.size())},
          {"checkpoint", header.checkpoint}};
}

/// A letter with this payload in its header and these octets behind it, signed as it is.
Bytes raw_letter(Assailant& assailant, const std::string& header, value::BytesView sealed,
                 const std::string& type = "comity-letter+json") {
  crypto::Signer& signer = assailant.signer(assailant.desk());
  const std::string line = must(crypto::sign_compact(
      {{"typ", type}, {"x5c", crypto::x5c_of(std::array{signer.certificate(), assailant.root()})}},
      value::bytes_of(header), signer));
  Bytes letter = value::to_bytes(line + "\n");
  letter.insert(letter.end(), sealed.begin(), sealed.end());
  return letter;
}

/// The header's members changed; the signature is good.
Message member_edit(std::string name, std::string sentence, std::string answer,
                    std::function<void(Json::Object&)> edit) {
  return {std::move(name), std::move(sentence), std::move(answer), "",
          [edit = std::move(edit)](Assailant& assailant) {
            const auto header = assailant.header();
            const Bytes sealed = nothing_inside();
            Json::Object members = header_members(assailant, header, sealed);
            edit(members);
            return assailant.post_only(
                header.letter_id,
                raw_letter(assailant, codec::write_json(Json(std::move(members))), sealed));
          }};
}

/// An age file that the desk cannot or must not open; its letter is taken in and quarantined.
Message sealed_as(std::string name, std::string sentence, const std::string& code,
                  std::function<Bytes(Assailant&)> sealed) {
  return {
      std::move(name), std::move(sentence), "refused " + code, "quarantine " + code,
      [sealed = std::move(sealed)](Assailant& assailant) {
        const auto header = assailant.header();
        const Bytes octets = sealed(assailant);
        return assailant.deliver(
            header.letter_id,
            raw_letter(assailant,
                       codec::write_json(Json(header_members(assailant, header, octets))), octets));
      }};
}

Bytes age_of(Assailant& assailant, const std::string& plain) {
  return must(crypto::age_seal(std::array{assailant.recipient(assailant.their_desk())},
                               value::bytes_of(plain), assailant.random()));
}

void add_addresses(Messages& to) {
  to.push_back(header_edit("letter-for-another-node", "A letter for a node that is not this one.",
                           "HTTP 422 EDGE-01",
                           [](Assailant&, auto& header) { header.to_node = "xq"; }));
  to.push_back(header_edit("letter-in-anothers-name", "A letter that says another node wrote it.",
                           "HTTP 422 EDGE-01",
                           [](Assailant&, auto& header) { header.from_node = "xq"; }));
  to.push_back(header_edit(
      "letter-to-itself", "A letter that says the recipient wrote it.", "HTTP 422 EDGE-01",
      [](Assailant& assailant, auto& header) { header.from_node = assailant.arms().peer; }));
  to.push_back(header_edit("letter-to-no-desk", "A desk that the node does not have.",
                           "HTTP 422 EDGE-02", [](Assailant& assailant, auto& header) {
                             header.to_desk = assailant.arms().peer + ".none";
                           }));
  to.push_back(header_edit(
      "letter-from-other-desk", "In another desk's name.", "HTTP 409 EDGE-04",
      [](Assailant& assailant, auto& header) { header.from_desk = assailant.desk(1); }));
  to.push_back(header_edit("letter-expired", "A letter that has expired.", "HTTP 422 EDGE-03",
                           [](Assailant& assailant, auto& header) {
                             header.expires = assailant.now() + std::chrono::seconds(-1);
                           }));
  to.push_back({"letter-of-unknown-key", "A header signed with a key that no key set lists.",
                "HTTP 409 EDGE-04", "", [](Assailant& assailant) {
                  const auto signer = assailant.certified(assailant.desk());
                  const auto header = assailant.header();
                  return assailant.post_only(
                      header.letter_id,
                      must(exchange::make_letter(
                          {header, nothing_inside(), assailant.recipient(header.to_desk)}, *signer,
                          assailant.root(), assailant.random())));
                }});
}

void add_octets(Messages& to) {
  to.push_back(octets_edit("letter-sealed-part-altered", "One bit of the sealed part is another.",
                           "HTTP 422 EXCH-04", [](Bytes& letter) { letter.back() ^= 1U; }));
  to.push_back(octets_edit("letter-cut", "The last octet is missing.", "HTTP 422 EXCH-04",
                           [](Bytes& letter) { letter.pop_back(); }));
  to.push_back(octets_edit("letter-with-a-tail", "One octet too many.", "HTTP 422 EXCH-04",
                           [](Bytes& letter) { letter.push_back(0); }));
  to.push_back(octets_edit("letter-signature-altered", "Another signature.", "HTTP 422 EXCH-03",
                           [](Bytes& letter) {
                             auto& octet = letter[line_end(letter) - 20];
                             octet = octet == 'A' ? 'B' : 'A';
                           }));
  to.push_back(octets_edit("letter-header-only", "Nothing behind the header.", "HTTP 422 EXCH-04",
                           [](Bytes& letter) { letter.resize(line_end(letter) + 1); }));
  to.push_back(octets_edit(
      "letter-without-a-line", "No header line.", "HTTP 422 EXCH-02", [](Bytes& letter) {
        std::replace(letter.begin(), letter.end(), std::uint8_t{'\n'}, std::uint8_t{' '});
      }));
  to.push_back(octets_edit("letter-empty", "No letter at all.", "HTTP 422 EXCH-02",
                           [](Bytes& letter) { letter.clear(); }));
  to.push_back(octets_edit("letter-oversized", "A letter of more than 256 KiB.", "HTTP 413 NET-25",
                           [](Bytes& letter) { letter.resize(exchange::max_letter_bytes + 1); }));
  to.push_back(octets_edit("letter-of-dots", "A header of nothing but dots.", "HTTP 422 EXCH-02",
                           [](Bytes& letter) {
                             letter.assign(60'000, std::uint8_t{'.'});
                             letter.back() = '\n';
                           }));
}

void add_members(Messages& to) {
  to.push_back(member_edit("letter-newer-version", "A version that is not known.",
                           "HTTP 422 EXCH-02",
                           [](Json::Object& members) { members["schema"] = "letter/2"; }));
  to.push_back(member_edit("letter-unknown-member", "One more member in the header.",
                           "HTTP 422 EXCH-02",
                           [](Json::Object& members) { members["priority"] = 1; }));
  to.push_back(member_edit("letter-missing-member", "A header that never expires.",
                           "HTTP 422 EXCH-02",
                           [](Json::Object& members) { members.erase("expires"); }));
  to.push_back(member_edit("letter-negative-length", "A sealed part of minus one octet.",
                           "HTTP 422 EXCH-04",
                           [](Json::Object& members) { members["sealed_length"] = -1; }));
  to.push_back(member_edit("letter-unknown-suite", "A seal that no version knows.",
                           "HTTP 422 EXCH-02",
                           [](Json::Object& members) { members["suite"] = "rot13"; }));
  to.push_back(member_edit(
      "letter-long-name", "A desk with a name of a thousand letters.", "HTTP 422 EXCH-02",
      [](Json::Object& members) { members["to_desk"] = std::string(1000, 'x'); }));
  to.push_back(member_edit(
      "letter-header-oversized", "A header of more than 32 KiB.", "HTTP 422 EXCH-02",
      [](Json::Object& members) { members["checkpoint"] = std::string(40UL * 1024, 'x'); }));
  to.push_back({"letter-duplicate-member", "A header in which the desk stands twice.",
                "HTTP 422 EXCH-02", "", [](Assailant& assailant) {
                  const auto header = assailant.header();
                  std::string text =
                      codec::write_json(Json(header_members(assailant, header, nothing_inside())));
                  text.insert(1, R"("to_desk":"xb.ca",)");
                  return assailant.post_only(header.letter_id,
                                             raw_letter(assailant, text, nothing_inside()));
                }});
  to.push_back({"letter-signed-as-statement", "A header signed as something else.",
                "HTTP 422 EXCH-02", "", [](Assailant& assailant) {
                  const auto header = assailant.header();
                  return assailant.post_only(header.letter_id,
                                             raw_letter(assailant,
                                                        codec::write_json(Json(header_members(
                                                            assailant, header, nothing_inside()))),
                                                        nothing_inside(), "comity-statement+json"));
                }});
}

void add_seals(Messages& to) {
  to.push_back(sealed_as("seal-for-another-desk", "Sealed to another desk than it names.", "AGE-04",
                         [](Assailant& assailant) {
                           return must(crypto::age_seal(
                               std::array{assailant.recipient(assailant.their_desk(1))},
                               nothing_inside(), assailant.random()));
                         }));
  to.push_back(sealed_as("seal-none", "Not sealed at all.", "AGE-01",
                         [](Assailant&) { return nothing_inside(); }));
  to.push_back(
      sealed_as("seal-endless-header", "An age header that never ends.", "AGE-03", [](Assailant&) {
        std::string text = "age-encryption.org/v1\n";
        while (text.size() < 120UL * 1024) {
          text += "-> x\n" + std::string(43, 'A') + "\n";
        }
        return value::to_bytes(text);
      }));
  to.push_back(sealed_as("seal-cut-header", "An age header that ends in the middle.", "AGE-07",
                         [](Assailant& assailant) {
                           Bytes file = age_of(assailant, "slip\nenvelope");
                           file.resize(60);
                           return file;
                         }));
  to.push_back(sealed_as("seal-mac-altered", "An age header with a wrong MAC.", "AGE-05",
                         [](Assailant& assailant) {
                           Bytes file = age_of(assailant, "slip\nenvelope");
                           const std::string text(value::text_of(file));
                           auto& octet = file[text.find("\n--- ") + 10];
                           octet = octet == 'A' ? 'B' : 'A';
                           return file;
                         }));
  to.push_back(sealed_as("seal-chunk-altered", "A sealed chunk with one bit changed.", "AGE-06",
                         [](Assailant& assailant) {
                           Bytes file = age_of(assailant, "slip\nenvelope");
                           file.back() ^= 1U;
                           return file;
                         }));
  to.push_back(sealed_as("seal-newer-version", "A file of a later version of age.", "AGE-01",
                         [](Assailant& assailant) {
                           Bytes file = age_of(assailant, "slip\nenvelope");
                           file[20] = '2';
                           return file;
                         }));
  to.push_back(sealed_as("seal-of-one-line", "Inside it, one line instead of two.", "EXCH-01",
                         [](Assailant& assailant) { return age_of(assailant, "one line\n"); }));
  to.push_back(sealed_as("seal-of-many-lines", "Inside it, a thousand lines.", "EXCH-01",
                         [](Assailant& assailant) {
                           std::string text;
                           for (int i = 0; i < 1000; ++i) {
                             text += "line\n";
                           }
                           return age_of(assailant, text);
                         }));
  to.push_back(sealed_as("seal-of-nothing", "Inside it, nothing.", "EXCH-01",
                         [](Assailant& assailant) { return age_of(assailant, ""); }));
}

/// The same octets once more: the receipt that comes is the one that came.
Observed replay(Assailant& assailant) {
  const Outgoing outgoing = honest(assailant);
  const auto id = outgoing.header.letter_id;
  const Bytes letter = assailant.letter(outgoing);
  Observed observed = assailant.deliver(id, letter);
  const auto first = must(assailant.receipt_for(id, 0));
  if (assailant.call("POST", "/comity/v1/letters", letter).status != 202) {
    return {"the second one was not accepted", id.text(), {}, {}};
  }
  const auto same = [&](const Bytes& came) { return came == first; };
  const auto again = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (assailant.ear().count(same) < 2 && std::chrono::steady_clock::now() < again) {
    assailant.ear().wait_for_letter();
  }
  const bool equal = assailant.ear().count(same) == 2 && assailant.receipts_for(id) == 2;
  observed.answer += equal ? ", the same receipt again" : ", another receipt";
  return observed;
}

void add_replays(Messages& to) {
  to.push_back({"replay-letter", "A letter that was admitted, once more.",
                "accepted, the same receipt again", "replay", replay});
  to.push_back({"replay-letter-id", "Another letter under the id of one that was admitted.",
                "refused DESK-34", "quarantine DESK-34", [](Assailant& assailant) {
                  const Outgoing first = honest(assailant);
                  static_cast<void>(assailant.deliver(first));
                  Outgoing second = honest(assailant);
                  second.header.letter_id = first.header.letter_id;
                  const Bytes letter = assailant.letter(second);
                  Observed observed = assailant.post_only(second.header.letter_id, letter);
                  const auto refused = assailant.ear().letter(
                      [&](const Bytes& came) {
                        return assailant.answers(came, second.header.letter_id) &&
                               assailant.text_of_receipt(came) != "accepted";
                      },
                      20);
                  observed.answer = refused ? assailant.text_of_receipt(*refused) : "unanswered";
                  return observed;
                }});
  to.push_back({"replay-statement", "A statement that was admitted, in a new letter.", "accepted",
                "replay", [](Assailant& assailant) {
                  Outgoing outgoing = honest(assailant);
                  static_cast<void>(assailant.deliver(outgoing));
                  outgoing.header.letter_id = value::make_uuid(assailant.now(), assailant.random());
                  return assailant.deliver(outgoing);
                }});
  to.push_back({"statement-id-reused",
                "Another text under the id of a statement that was admitted.", "refused DESK-12",
                "proof statement", [](Assailant& assailant) {
                  const auto request = assailant.request("preservation_request");
                  static_cast<void>(assailant.deliver(request));
                  auto other = request;
                  other.record = testing_support::with(other.record, "facts_summary",
                                                       Json("Another text under the same id."));
                  return assailant.deliver(other);
                }});
}

}  // namespace

Messages letter_messages() {
  Messages messages;
  add_addresses(messages);
  add_octets(messages);
  add_members(messages);
  add_seals(messages);
  add_replays(messages);
  return messages;
}

}  // namespace comity::hostile
