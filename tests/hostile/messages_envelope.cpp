#include "codec/base64.h"
#include "codec/json.h"
#include "crypto/jws.h"
#include "crypto/signer.h"
#include "fakes/organisation.h"
#include "hostile/assailant.h"
#include "hostile/json_parts.h"
#include "hostile/message.h"
#include "hostile/messages.h"
#include "signed/authorisation.h"
#include "statement/statement.h"
#include "support/must.h"
#include "value/bytes.h"
#include "value/digest.h"

#include <array>
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

/// The parts of an envelope, each of which may be another than it should be.
struct Parts {
  Bytes payload;
  std::vector<std::string> authorisations;
  Json::Object header;
  crypto::Signer* signer = nullptr;
  Json::Object beside;  ///< members beside the four
};

std::string base64url_of(const value::Digest& digest) {
  return codec::encode_base64url(digest.octets);
}

Parts honest_parts(Assailant& assailant) {
  Parts parts;
  parts.payload = must(statement::write_payload(assailant.request("preservation_request")));
  parts.authorisations = assailant.authorise(parts.payload);
  parts.signer = &assailant.signer(assailant.desk());
  parts.header = {
      {"typ", "comity-statement+json"},
      {"x5c", crypto::x5c_of(std::array{parts.signer->certificate(), assailant.root()})},
      {"auth", base64url_of(signed_::bind_authorisations(parts.authorisations))}};
  return parts;
}

Json::Object object_of(const Parts& parts, const crypto::Jws& jws) {
  Json::Object object = parts.beside;
  object["payload"] = jws.payload_text;
  object["protected"] = jws.protected_text;
  object["signature"] = jws.signature_text;
  object["authorisations"] = Json::Array(parts.authorisations.begin(), parts.authorisations.end());
  return object;
}

Observed send_parts(Assailant& assailant, const Parts& parts) {
  const auto jws = must(crypto::sign_jws(parts.header, parts.payload, *parts.signer));
  const Bytes envelope = value::to_bytes(codec::write_json(object_of(parts, jws)));
  return assailant.deliver(assailant.outgoing(parts.payload, envelope));
}

using Edit = std::function<void(Assailant&, Parts&)>;

/// An envelope whose parts were changed before the desk signed.
Message signed_edit(std::string name, std::string sentence, const std::string& codes, Edit edit) {
  return {std::move(name), std::move(sentence), "refused " + codes, "quarantine " + codes,
          [edit = std::move(edit)](Assailant& assailant) {
            Parts parts = honest_parts(assailant);
            edit(assailant, parts);
            return send_parts(assailant, parts);
          }};
}

/// A good envelope, changed after the desk signed.
Message later_edit(std::string name, std::string sentence, const std::string& codes,
                   std::function<void(Json::Object&)> edit) {
  return {std::move(name), std::move(sentence), "refused " + codes, "quarantine " + codes,
          [edit = std::move(edit)](Assailant& assailant) {
            const Parts parts = honest_parts(assailant);
            const auto jws = must(crypto::sign_jws(parts.header, parts.payload, *parts.signer));
            Json::Object object = object_of(parts, jws);
            edit(object);
            const Bytes envelope = value::to_bytes(codec::write_json(Json(std::move(object))));
            return assailant.deliver(assailant.outgoing(parts.payload, envelope));
          }};
}

/// The header as text, since the signing side never writes these.
Message header_text(std::string name, std::string sentence, const std::string& codes,
                    std::string header) {
  return later_edit(std::move(name), std::move(sentence), codes,
                    [header = std::move(header)](Json::Object& object) {
                      object["protected"] = codec::encode_base64url(value::bytes_of(header));
                    });
}

void add_forms(Messages& to) {
  to.push_back(later_edit("envelope-unprotected-header", "A header that nobody signed.", "SIGN-05",
                          [](Json::Object& object) { object["header"] = Json::Object(); }));
  to.push_back(later_edit("envelope-two-signatures", "The list form of a signature.", "SIGN-05",
                          [](Json::Object& object) { object["signatures"] = Json::Array(); }));
  to.push_back(later_edit("envelope-no-signature", "An empty signature.", "SIGN-05",
                          [](Json::Object& object) { object["signature"] = ""; }));
  to.push_back(later_edit(
      "envelope-padded-base64", "Base64 with padding.", "SIGN-05",
      [](Json::Object& object) { object["payload"] = text_in(object["payload"]) + "=="; }));
  to.push_back(header_text("envelope-alg-none", "An algorithm that is none.", "SIGN-05",
                           R"({"alg":"none","typ":"comity-statement+json"})"));
  to.push_back(header_text("envelope-alg-hmac", "A shared secret instead of a signature.",
                           "SIGN-05", R"({"alg":"HS256","typ":"comity-statement+json"})"));
  to.push_back(
      header_text("envelope-header-no-json", "A header that is no JSON.", "SIGN-05", "{alg:ES256"));
  to.push_back({"envelope-no-json", "An envelope of random octets.", "refused SIGN-05",
                "quarantine SIGN-05", [](Assailant& assailant) {
                  Bytes noise(4096);
                  assailant.random().fill(noise);
                  for (auto& octet : noise) {
                    octet = octet == '\n' ? std::uint8_t{1} : octet;
                  }
                  return assailant.deliver(assailant.outgoing({}, noise));
                }});
  to.push_back(
      {"envelope-oversized", "An envelope of more than 128 KiB.", "refused SIGN-04",
       "quarantine SIGN-04", [](Assailant& assailant) {
         const Parts parts = honest_parts(assailant);
         const auto jws = must(crypto::sign_jws(parts.header, parts.payload, *parts.signer));
         std::string text = codec::write_json(object_of(parts, jws));
         text.append(140UL * 1024, ' ');
         return assailant.deliver(assailant.outgoing(parts.payload, value::to_bytes(text)));
       }});
}

void add_headers(Messages& to) {
  to.push_back(signed_edit(
      "envelope-other-type", "Signed as something else than a statement.", "SIGN-05",
      [](Assailant& /*assailant*/, Parts& parts) { parts.header["typ"] = "comity-letter+json"; }));
  to.push_back(signed_edit("envelope-own-key-inside", "A header that brings its own key.",
                           "SIGN-05", [](Assailant& /*assailant*/, Parts& parts) {
                             parts.header["jwk"] = Json::Object{{"kty", "EC"}};
                           }));
  to.push_back(signed_edit("envelope-critical-member", "A member that must be understood.",
                           "SIGN-05", [](Assailant& /*assailant*/, Parts& parts) {
                             parts.header["crit"] = Json::Array{Json("exp")};
                           }));
  to.push_back(
      signed_edit("envelope-unknown-header", "One more member in the header.", "SIGN-05",
                  [](Assailant& /*assailant*/, Parts& parts) { parts.header["kid"] = "1"; }));
  to.push_back(
      signed_edit("envelope-without-chain", "Without the desk's certificate.", "SIGN-08",
                  [](Assailant& /*assailant*/, Parts& parts) { parts.header.erase("x5c"); }));
  to.push_back(signed_edit("envelope-broken-chain", "A root that never issued the certificate.",
                           "SIGN-08", [](Assailant& /*assailant*/, Parts& parts) {
                             const fakes::Organisation other("xz");
                             parts.header["x5c"] = crypto::x5c_of(
                                 std::array{parts.signer->certificate(), other.root()});
                           }));
  to.push_back(signed_edit("envelope-invented-organisation",
                           "Signed by a desk of the same name, of an organisation nobody trusts.",
                           "SIGN-16", [](Assailant& assailant, Parts& parts) {
                             static const fakes::Organisation other("xa");
                             static const auto signer = other.signer(assailant.desk());
                             parts.signer = signer.get();
                             parts.header["x5c"] =
                                 crypto::x5c_of(std::array{signer->certificate(), other.root()});
                           }));
  to.push_back(signed_edit("envelope-other-desk-key", "Signed with the key of another desk.",
                           "SIGN-16", [](Assailant& assailant, Parts& parts) {
                             parts.signer = &assailant.signer(assailant.desk(1));
                             parts.header["x5c"] = crypto::x5c_of(
                                 std::array{parts.signer->certificate(), assailant.root()});
                           }));
  to.push_back(signed_edit("envelope-wrong-key",
                           "Signed with a key that is not in the certificate.", "SIGN-06",
                           [](Assailant& assailant, Parts& parts) {
                             parts.signer = &assailant.signer(assailant.desk(1));
                           }));
  to.push_back(later_edit("envelope-altered", "A text that was altered after it was signed.",
                          "SIGN-06", [](Json::Object& object) {
                            std::string text = text_in(object["payload"]);
                            text[100] = text[100] == 'A' ? 'B' : 'A';
                            object["payload"] = text;
                          }));
}

void add_bound(Messages& to) {
  to.push_back(later_edit("authorisations-stripped", "An authorisation was taken out.", "SIGN-07",
                          [](Json::Object& object) {
                            object["authorisations"] =
                                Json::Array{array_in(object["authorisations"]).front()};
                          }));
  to.push_back(later_edit("authorisations-added", "An authorisation was added.", "SIGN-07",
                          [](Json::Object& object) {
                            auto all = array_in(object["authorisations"]);
                            all.push_back(all.front());
                            object["authorisations"] = Json(std::move(all));
                          }));
  to.push_back(later_edit("authorisations-reordered", "Authorisations in another order.", "SIGN-07",
                          [](Json::Object& object) {
                            const auto all = array_in(object["authorisations"]);
                            object["authorisations"] = Json::Array{all.at(1), all.at(0)};
                          }));
  to.push_back(signed_edit("authorisations-too-many", "Seventeen authorisations.", "SIGN-05",
                           [](Assailant& /*assailant*/, Parts& parts) {
                             parts.authorisations.resize(17, parts.authorisations.front());
                             parts.header["auth"] =
                                 base64url_of(signed_::bind_authorisations(parts.authorisations));
                           }));
}

}  // namespace

Messages envelope_messages() {
  Messages messages;
  add_forms(messages);
  add_headers(messages);
  add_bound(messages);
  return messages;
}

}  // namespace comity::hostile
