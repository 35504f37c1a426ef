#include "crypto/sha256.h"
#include "crypto/signer.h"
#include "exchange/enclosure.h"
#include "exchange/letter.h"
#include "fakes/organisation.h"
#include "hostile/assailant.h"
#include "hostile/message.h"
#include "hostile/messages.h"
#include "signed/envelope.h"
#include "signed/key_set.h"
#include "statement/statement.h"
#include "support/must.h"
#include "value/bytes.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>

namespace comity::hostile {
namespace {

using testing_support::must;
using value::Bytes;

Bytes joined(Bytes first, const Bytes& second) {
  first.insert(first.end(), second.begin(), second.end());
  return first;
}

/// Key sets that the peer fetches and must not take over: a desk that only they list stays unknown.
Message offered(std::string name, std::string sentence, const std::string& code,
                std::function<Bytes(Assailant&)> document) {
  return {std::move(name), std::move(sentence), "HTTP 409 EDGE-04", "keys " + code,
          [document = std::move(document)](Assailant& assailant) {
            return Observed{assailant.offer(document(assailant)), {}, {}, {}};
          }};
}

/// The true chain and one more key set, changed.
Message continued(std::string name, std::string sentence, const std::string& code,
                  std::function<void(signed_::KeySet&)> edit) {
  return offered(std::move(name), std::move(sentence), code,
                 [edit = std::move(edit)](Assailant& assailant) {
                   return joined(assailant.chain(), assailant.link(edit));
                 });
}

std::function<void(signed_::KeySet&)> add_administrators(Assailant& assailant) {
  return [&](signed_::KeySet& set) {
    for (const char* name : {"first", "second"}) {
      const std::string id = assailant.node() + "." + name;
      set.persons.push_back(
          {id, id, assailant.certified(id)->certificate(), {"administrator"}, {}});
    }
  };
}

/// What follows the key set in `link` instead of the one in force.
std::function<void(signed_::KeySet&)> following(const Bytes& link) {
  const auto enclosed = must(exchange::read_enclosures(link));
  const auto envelope = must(signed_::read_envelope(enclosed.front().envelope));
  return [before = envelope.payload_digest](signed_::KeySet& set) {
    set.serial += 1;
    set.previous = before;
  };
}

void add_documents(Messages& to) {
  to.push_back(offered("keys-rolled-back", "An earlier state of the key sets.", "NODE-12",
                       [](Assailant& assailant) {
                         const auto all = must(exchange::read_enclosures(assailant.chain()));
                         return must(exchange::write_enclosure(all.front()));
                       }));
  to.push_back(
      offered("keys-none", "No key sets at all.", "NODE-12", [](Assailant&) { return Bytes(); }));
  to.push_back(offered("keys-other-history", "Another history from the first key set on.",
                       "NODE-12", [](Assailant& assailant) {
                         Bytes document = assailant.chain();
                         document[document.size() / 2] ^= 1U;
                         return joined(document, assailant.link([](signed_::KeySet&) {}));
                       }));
  to.push_back(offered(
      "keys-noise", "Octets that are no key set.", "EXCH-01",
      [](Assailant& assailant) { return joined(assailant.chain(), value::to_bytes("noise")); }));
  to.push_back(
      offered("keys-endless", "Nine megabytes of key sets.", "NET-06", [](Assailant& assailant) {
        Bytes document = assailant.chain();
        document.resize(9UL * 1024 * 1024, std::uint8_t{'x'});
        return document;
      }));
  to.push_back(offered(
      "keys-not-in-the-ledger", "A key set whose proof is of something else.", "LEDGER-19",
      [](Assailant& assailant) {
        auto links = must(exchange::read_enclosures(assailant.link([](signed_::KeySet&) {})));
        links.front().slip = assailant.slip(value::to_bytes("another act"));
        return joined(assailant.chain(), must(exchange::write_enclosure(links.front())));
      }));
}

void add_links(Messages& to) {
  to.push_back(continued("keys-serial-skipped", "A key set two after the last.", "SIGN-11",
                         [](signed_::KeySet& set) { set.serial += 1; }));
  to.push_back(continued("keys-serial-repeated", "A second key set of the same number.", "SIGN-11",
                         [](signed_::KeySet& set) { set.serial -= 1; }));
  to.push_back(continued(
      "keys-other-predecessor", "A key set that follows another one.", "SIGN-11",
      [](signed_::KeySet& set) { set.previous = crypto::sha256(value::bytes_of("another")); }));
  to.push_back(continued("keys-of-another-node", "A key set of another node.", "SIGN-14",
                         [](signed_::KeySet& set) { set.node = "xq"; }));
  to.push_back(continued("keys-of-another-ledger", "A key set that names another ledger.",
                         "EXCH-07", [](signed_::KeySet& set) { set.origin = "xq.comity/2026"; }));
  to.push_back(continued("keys-doubled-desk", "A desk that stands twice.", "SIGN-10",
                         [](signed_::KeySet& set) { set.desks.push_back(set.desks.front()); }));
  to.push_back(offered(
      "keys-of-another-root", "Signed by a root that nobody has compared.", "SIGN-12",
      [](Assailant& assailant) {
        const fakes::Organisation other("xa");
        const auto signer = other.root_signer();
        return joined(
            assailant.chain(),
            assailant.link([&](signed_::KeySet& set) { set.root = {other.root()}; }, signer.get()));
      }));
  to.push_back(offered(
      "keys-without-administrators", "Without the administrators whom the key set before it names.",
      "SIGN-13", [](Assailant& assailant) {
        const Bytes first = assailant.link(add_administrators(assailant));
        return joined(joined(assailant.chain(), first), assailant.link(following(first)));
      }));
  to.push_back(offered("keys-by-a-desk", "Signed by a desk instead of the root.", "SIGN-12",
                       [](Assailant& assailant) {
                         return joined(assailant.chain(),
                                       assailant.link([](signed_::KeySet&) {},
                                                      &assailant.signer(assailant.desk())));
                       }));
}

/// A key that was listed for a moment, and a desk that is listed since.
struct Past {
  std::unique_ptr<crypto::Signer> retired;
  std::unique_ptr<crypto::Signer> new_desk;
  Outgoing early;       ///< a statement of the new desk, logged before any key set listed it
  Outgoing before_key;  ///< by the retired key, logged before it was listed
};

Outgoing signed_by(Assailant& assailant, crypto::Signer& signer, const std::string& desk) {
  auto request = assailant.request("preservation_request");
  request.head.from_desk = desk;
  const Bytes payload = must(statement::write_payload(request));
  Outgoing outgoing =
      assailant.outgoing(payload, must(signed_::make_envelope(payload, assailant.authorise(payload),
                                                              {signer, &assailant.root()})));
  return outgoing;
}

/// A key set in which `signer` signs for `desk`, and the desk `fresh` exists.
std::function<void(signed_::KeySet&)> listing(const Past& made, crypto::Signer& signer,
                                              const std::string& desk, const std::string& fresh) {
  return [&](signed_::KeySet& set) {
    for (auto& one : set.desks) {
      if (one.desk == desk) {
        one.certificate = signer.certificate();
      }
    }
    if (set.desk(fresh) == nullptr) {
      auto added = *set.desk(desk);
      added.desk = fresh;
      added.certificate = made.new_desk->certificate();
      set.desks.push_back(std::move(added));
    }
  };
}

/// Made once: it changes the node's own key sets.
Past& past(Assailant& assailant) {
  static std::unique_ptr<Past> made;
  if (made) {
    return *made;
  }
  made = std::make_unique<Past>();
  const std::string desk = assailant.desk();
  const std::string fresh = assailant.node() + ".new";
  made->retired = assailant.certified(desk);
  made->new_desk = assailant.certified(fresh);
  made->before_key = signed_by(assailant, *made->retired, desk);
  made->early = signed_by(assailant, *made->new_desk, fresh);
  assailant.publish(listing(*made, *made->retired, desk, fresh));
  assailant.publish(listing(*made, assailant.signer(desk), desk, fresh));
  assailant.make_known();
  return *made;
}

Bytes letter_by(Assailant& assailant, const Outgoing& outgoing, crypto::Signer& signer) {
  return must(exchange::make_letter(
      {outgoing.header, must(exchange::write_enclosure({outgoing.slip, outgoing.envelope})),
       assailant.recipient(outgoing.header.to_desk)},
      signer, assailant.root(), assailant.random()));
}

void add_past(Messages& to) {
  to.push_back({"key-retired-header", "A letter under a key that was withdrawn.",
                "HTTP 409 EDGE-04", "", [](Assailant& assailant) {
                  Past& keys = past(assailant);
                  const Outgoing outgoing = signed_by(assailant, *keys.retired, assailant.desk());
                  return assailant.post_only(outgoing.header.letter_id,
                                             letter_by(assailant, outgoing, *keys.retired));
                }});
  to.push_back({"key-retired", "A statement logged after its key was withdrawn.", "refused SIGN-16",
                "quarantine SIGN-16", [](Assailant& assailant) {
                  return assailant.deliver(
                      signed_by(assailant, *past(assailant).retired, assailant.desk()));
                }});
  to.push_back({"key-too-early", "A statement logged before its key was listed.", "refused SIGN-16",
                "quarantine SIGN-16", [](Assailant& assailant) {
                  return assailant.deliver(past(assailant).before_key);
                }});
  to.push_back({"desk-too-early", "A statement logged before its desk was listed.",
                "refused SIGN-15", "quarantine SIGN-15", [](Assailant& assailant) {
                  Past& keys = past(assailant);
                  const Outgoing& early = keys.early;
                  const Bytes letter = letter_by(assailant, early, *keys.new_desk);
                  // It was asked for the key sets; reading them takes it a moment.
                  Observed observed;
                  for (int i = 0; i < 100 && (i == 0 || observed.answer == "HTTP 409 EDGE-04");
                       ++i) {
                    observed = assailant.deliver(early.header.letter_id, letter);
                    if (observed.answer == "HTTP 409 EDGE-04") {
                      assailant.ear().wait_for_letter();
                    }
                  }
                  return observed;
                }});
}

}  // namespace

Messages key_messages() {
  Messages messages;
  add_documents(messages);
  add_links(messages);
  add_past(messages);
  return messages;
}

}  // namespace comity::hostile
