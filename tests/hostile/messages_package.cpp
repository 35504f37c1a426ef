#include "crypto/sha256.h"
#include "crypto/signer.h"
#include "evidence/outer_manifest.h"
#include "evidence/signed_manifest.h"
#include "exchange/transport.h"
#include "hostile/assailant.h"
#include "hostile/message.h"
#include "hostile/messages.h"
#include "support/must.h"
#include "value/bytes.h"
#include "value/digest.h"
#include "value/uuid.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace comity::hostile {
namespace {

using testing_support::must;
using value::Bytes;

constexpr std::size_t chunk = std::size_t{1} << 20U;

evidence::OuterManifest manifest(Assailant& assailant) {
  evidence::OuterManifest outer;
  outer.package_id = value::make_uuid(assailant.now(), assailant.random());
  outer.statement_id = value::make_uuid(assailant.now(), assailant.random());
  outer.sender = {assailant.node(), assailant.desk()};
  outer.recipients = {{assailant.arms().peer, assailant.their_desk()}};
  outer.created = assailant.now();
  outer.expires = assailant.now() + std::chrono::hours(24);
  outer.inner_commitment = crypto::sha256(value::bytes_of("inner"));
  for (int i = 0; i < 3; ++i) {
    outer.objects.push_back({{2 * chunk, crypto::sha256(value::bytes_of("root"))},
                             crypto::sha256(value::bytes_of("header"))});
  }
  return outer;
}

Bytes signed_manifest(Assailant& assailant, const evidence::OuterManifest& outer) {
  crypto::Signer& signer = assailant.signer(assailant.desk());
  return value::to_bytes(
      must(evidence::sign_outer(outer, {&signer, {signer.certificate(), assailant.root()}})));
}

std::string path_of(const evidence::OuterManifest& outer, const std::string& rest = {}) {
  return "/comity/v1/packages/" + outer.package_id.text() + rest;
}

/// A manifest that must be refused.
Message announced(std::string name, std::string sentence, std::string answer,
                  std::function<void(Assailant&, evidence::OuterManifest&)> edit) {
  return {std::move(name), std::move(sentence), std::move(answer), "",
          [edit = std::move(edit)](Assailant& assailant) {
            auto outer = manifest(assailant);
            edit(assailant, outer);
            return Observed{Assailant::said(assailant.call("PUT", path_of(outer),
                                                           signed_manifest(assailant, outer))),
                            {},
                            {},
                            {}};
          }};
}

/// One request about a package that was announced.
Message about(std::string name, std::string sentence, std::string answer,
              std::function<exchange::Reply(Assailant&, const evidence::OuterManifest&)> act) {
  return {std::move(name), std::move(sentence), std::move(answer), "",
          [act = std::move(act)](Assailant& assailant) {
            const auto outer = manifest(assailant);
            const auto put =
                assailant.call("PUT", path_of(outer), signed_manifest(assailant, outer));
            if (put.status != 200) {
              return Observed{"the manifest got " + Assailant::said(put), {}, {}, {}};
            }
            static_cast<void>(assailant.call("GET", path_of(outer, "/0")));
            return Observed{Assailant::said(act(assailant, outer)), {}, {}, {}};
          }};
}

void add_manifests(Messages& to) {
  to.push_back(announced("package-of-another-node", "A package that says another node sent it.",
                         "HTTP 422 EDGE-06",
                         [](Assailant&, auto& outer) { outer.sender.node = "xq"; }));
  to.push_back(
      announced("package-of-another-desk", "A package in another desk's name.", "HTTP 422 EDGE-06",
                [](Assailant& assailant, auto& outer) { outer.sender.desk = assailant.desk(1); }));
  to.push_back(announced("package-for-another-node", "A package for a node that is not this one.",
                         "HTTP 422 EDGE-06",
                         [](Assailant&, auto& outer) { outer.recipients = {{"xq", "xq.247"}}; }));
  to.push_back(announced(
      "package-expired-before-made", "A package that ends before it begins.", "HTTP 422 PKG-02",
      [](Assailant&, auto& outer) { outer.expires = outer.created + std::chrono::hours(-1); }));
  to.push_back(announced("package-even-objects", "A package with one file too few.",
                         "HTTP 422 PKG-02",
                         [](Assailant&, auto& outer) { outer.objects.pop_back(); }));
  to.push_back({"package-no-manifest", "A manifest that is none.", "HTTP 422 PKG-05", "",
                [](Assailant& assailant) {
                  return Observed{
                      Assailant::said(assailant.call("PUT", path_of(manifest(assailant)),
                                                     value::to_bytes("none"))),
                      {},
                      {},
                      {}};
                }});
  to.push_back({"package-other-id", "A manifest under another package's name.", "HTTP 422 EDGE-06",
                "", [](Assailant& assailant) {
                  return Observed{Assailant::said(assailant.call(
                                      "PUT", path_of(manifest(assailant)),
                                      signed_manifest(assailant, manifest(assailant)))),
                                  {},
                                  {},
                                  {}};
                }});
  to.push_back(about("package-second-manifest", "A second manifest for the same package.",
                     "HTTP 422 EDGE-06", [](Assailant& assailant, const auto& outer) {
                       auto other = outer;
                       other.objects[0].extent.length = 5;
                       return assailant.call("PUT", path_of(outer),
                                             signed_manifest(assailant, other));
                     }));
}

void add_parts(Messages& to) {
  to.push_back({"package-not-announced", "A part of a package that was not announced.",
                "HTTP 409 EDGE-07", "", [](Assailant& assailant) {
                  return Observed{Assailant::said(assailant.call(
                                      "PUT", path_of(manifest(assailant), "/0/0"), Bytes(chunk))),
                                  {},
                                  {},
                                  {}};
                }});
  to.push_back(about("package-object-beyond", "An object that the manifest does not have.",
                     "HTTP 409 EDGE-07", [](Assailant& assailant, const auto& outer) {
                       return assailant.call("PUT", path_of(outer, "/7/0"), Bytes(chunk));
                     }));
  to.push_back(about("package-chunk-beyond", "A chunk behind the end of its object.",
                     "HTTP 422 OBJ-03", [](Assailant& assailant, const auto& outer) {
                       return assailant.call("PUT", path_of(outer, "/0/2"), Bytes(chunk));
                     }));
  to.push_back(about("package-chunk-far-beyond", "A chunk with a number of 19 digits.",
                     "HTTP 422 OBJ-03", [](Assailant& assailant, const auto& outer) {
                       return assailant.call("PUT", path_of(outer, "/0/9223372036854775807"),
                                             Bytes(chunk));
                     }));
  to.push_back(about("package-chunk-short", "A chunk that is too short.", "HTTP 422 OBJ-03",
                     [](Assailant& assailant, const auto& outer) {
                       return assailant.call("PUT", path_of(outer, "/0/0"), Bytes(chunk - 1));
                     }));
  to.push_back(about("package-chunk-long", "A chunk that is too long.", "HTTP 413 NET-25",
                     [](Assailant& assailant, const auto& outer) {
                       return assailant.call("PUT", path_of(outer, "/0/0"), Bytes(chunk + 1));
                     }));
  to.push_back(
      about("package-chunk-changed", "Other octets for a chunk that is there.", "HTTP 422 OBJ-04",
            [](Assailant& assailant, const auto& outer) {
              static_cast<void>(assailant.call("PUT", path_of(outer, "/0/0"), Bytes(chunk)));
              return assailant.call("PUT", path_of(outer, "/0/0"), Bytes(chunk, std::uint8_t{1}));
            }));
  to.push_back(about("package-closed-too-early", "It says complete before the chunks came.",
                     "HTTP 422 OBJ-06", [](Assailant& assailant, const auto& outer) {
                       return assailant.call("POST", path_of(outer, "/0"));
                     }));
  to.push_back(about("package-wrong-root", "Chunks that are not those of the manifest.",
                     "HTTP 422 OBJ-07", [](Assailant& assailant, const auto& outer) {
                       for (const char* at : {"/0/0", "/0/1"}) {
                         static_cast<void>(assailant.call("PUT", path_of(outer, at), Bytes(chunk)));
                       }
                       return assailant.call("POST", path_of(outer, "/0"));
                     }));
  to.push_back(about("package-chunk-no-number", "A chunk whose number is a word.",
                     "HTTP 404 EDGE-05", [](Assailant& assailant, const auto& outer) {
                       return assailant.call("PUT", path_of(outer, "/0/first"), Bytes(chunk));
                     }));
}

}  // namespace

Messages package_messages() {
  Messages messages;
  add_manifests(messages);
  add_parts(messages);
  return messages;
}

}  // namespace comity::hostile
