#include "codec/json.h"
#include "crypto/sha256.h"
#include "fakes/organisation.h"
#include "hostile/assailant.h"
#include "hostile/message.h"
#include "hostile/messages.h"
#include "signed/authorisation.h"
#include "statement/statement.h"
#include "support/casework.h"
#include "support/must.h"
#include "value/bytes.h"

#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace comity::hostile {
namespace {

using testing_support::must;
using value::Bytes;

using Authorise = std::function<std::vector<std::string>(Assailant&, const Bytes& payload)>;

/// An honest request behind which stand other authorisations than it needs.
Message behind(std::string name, std::string sentence, const std::string& codes,
               Authorise authorise) {
  return {std::move(name), std::move(sentence), "refused " + codes, "quarantine " + codes,
          [authorise = std::move(authorise)](Assailant& assailant) {
            const Bytes payload =
                must(statement::write_payload(assailant.request("preservation_request")));
            return assailant.deliver(payload, authorise(assailant, payload));
          }};
}

/// What person 0 would claim; the test changes it.
signed_::Authorisation claim_of(Assailant& assailant, const Bytes& payload) {
  return {crypto::sha256(payload),
          "preservation_request",
          "duty_officer",
          assailant.desk(),
          assailant.person_id(0),
          assailant.now(),
          {}};
}

/// A claim changed, signed by person 0, beside a good one of person 1.
Message claiming(std::string name, std::string sentence, const std::string& codes,
                 std::function<void(Assailant&, signed_::Authorisation&)> edit) {
  return behind(std::move(name), std::move(sentence), codes,
                [edit = std::move(edit)](Assailant& assailant, const Bytes& payload) {
                  auto given = assailant.authorise(payload);
                  auto claim = must(signed_::read_authorisation(given.front()));
                  edit(assailant, claim);
                  given.front() = must(signed_::authorise(claim, assailant.person(0)));
                  return given;
                });
}

void add_missing(Messages& to) {
  to.push_back(behind("persons-nobody", "Nobody authorised it.", "CASE-31 CASE-31",
                      [](Assailant& /*assailant*/, const Bytes& /*payload*/) {
                        return std::vector<std::string>();
                      }));
  to.push_back(behind("persons-one-only", "One person where two must.", "CASE-31",
                      [](Assailant& assailant, const Bytes& payload) {
                        auto given = assailant.authorise(payload);
                        given.pop_back();
                        return given;
                      }));
  to.push_back(behind("persons-same-twice", "The same person twice.", "CASE-32",
                      [](Assailant& assailant, const Bytes& payload) {
                        return std::vector{assailant.authorise_as(payload, 0, "duty_officer"),
                                           assailant.authorise_as(payload, 0, "duty_officer")};
                      }));
  to.push_back({"persons-drafter-approves", "Who drafted it approves it.", "refused CASE-33",
                "quarantine CASE-33", [](Assailant& assailant) {
                  auto request = assailant.request("mla_content");
                  request.record = testing_support::with(request.record, "drafted_by",
                                                         codec::Json(assailant.person_id(0)));
                  return assailant.deliver(request);
                }});
}

void add_claims(Messages& to) {
  to.push_back(
      claiming("persons-role-not-held", "A role that the person does not hold.", "CASE-34 CASE-31",
               [](Assailant& /*assailant*/, auto& claim) { claim.role = "deciding_authority"; }));
  to.push_back(claiming(
      "persons-unlisted", "A person whom no key set lists.", "CASE-35",
      [](Assailant& assailant, auto& claim) { claim.person = assailant.node() + ".nobody"; }));
  to.push_back(claiming("persons-other-desk", "For another desk.", "CASE-36",
                        [](Assailant& assailant, auto& claim) { claim.desk = assailant.desk(1); }));
  to.push_back(claiming("persons-other-act", "For another act.", "CASE-37",
                        [](Assailant& /*assailant*/, auto& claim) { claim.act = "withdrawal"; }));
  to.push_back(claiming("persons-other-text", "For another text than the one sent.", "DESK-07",
                        [](Assailant& /*assailant*/, auto& claim) {
                          claim.payload = crypto::sha256(value::bytes_of("another text"));
                        }));
  to.push_back(
      claiming("persons-name-borrowed", "With one's own key in another's name.", "SIGN-02",
               [](Assailant& assailant, auto& claim) { claim.person = assailant.person_id(1); }));
}

void add_signatures(Messages& to) {
  to.push_back(behind("persons-invented-key", "With a key that was made for the purpose.",
                      "SIGN-02", [](Assailant& assailant, const Bytes& payload) {
                        const fakes::Organisation other("xa");
                        auto given = assailant.authorise(payload);
                        given.front() = must(signed_::authorise(
                            claim_of(assailant, payload), *other.signer(assailant.person_id(0))));
                        return given;
                      }));
  to.push_back(behind("persons-signature-altered", "A signature in which one letter was changed.",
                      "SIGN-03", [](Assailant& assailant, const Bytes& payload) {
                        auto given = assailant.authorise(payload);
                        char& c = given.front()[given.front().size() - 20];
                        c = c == 'A' ? 'B' : 'A';
                        return given;
                      }));
  to.push_back(behind("persons-no-authorisation", "A text that is no authorisation.", "SIGN-01",
                      [](Assailant& assailant, const Bytes& payload) {
                        auto given = assailant.authorise(payload);
                        given.front() = "approved.by.me";
                        return given;
                      }));
}

}  // namespace

Messages person_messages() {
  Messages messages;
  add_missing(messages);
  add_claims(messages);
  add_signatures(messages);
  return messages;
}

}  // namespace comity::hostile
