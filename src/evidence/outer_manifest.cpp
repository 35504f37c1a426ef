#include "evidence/outer_manifest.h"

#include "codec/json.h"
#include "codec/members.h"
#include "crypto/age_recipient.h"
#include "evidence/manifest_fields.h"
#include "evidence/object_fields.h"
#include "object/blob_store.h"
#include "value/bytes.h"
#include "value/digest.h"
#include "value/result.h"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <utility>

namespace comity::evidence {
namespace {

constexpr std::string_view type = "comity/package";

void read_objects(codec::Members& members, OuterManifest& outer) {
  const auto& list = members.array("objects");
  if (list.size() < 3 || list.size() % 2 == 0 || list.size() > 2 * max_evidence_objects + 1) {
    members.refuse({"PKG-02", std::to_string(list.size()) + " objects"});
    return;
  }
  for (std::size_t i = 0; i < list.size(); ++i) {
    outer.objects.push_back(read_sealed_object(list[i], i, members));
  }
}

void read_suite(codec::Members& members, OuterManifest& outer) {
  const std::string name = members.text("suite");
  if (const auto suite = crypto::parse_suite(name)) {
    outer.suite = *suite;
  } else {
    members.refuse({"PKG-19", name.substr(0, 60)});
  }
}

}  // namespace

std::uint32_t evidence_count(const OuterManifest& outer) {
  return static_cast<std::uint32_t>(outer.objects.size() / 2);
}

std::uint64_t total_octets(const OuterManifest& outer) {
  constexpr auto most = std::numeric_limits<std::uint64_t>::max();
  std::uint64_t total = 0;
  for (const SealedObject& object : outer.objects) {
    // A sum that no 64 bits hold is no smaller for it.
    total = object.extent.length > most - total ? most : total + object.extent.length;
  }
  return total;
}

value::Bytes encode_outer(const OuterManifest& outer) {
  codec::Json::Array objects;
  for (std::size_t i = 0; i < outer.objects.size(); ++i) {
    objects.push_back(json_of(outer.objects[i], i));
  }
  codec::Json::Object json{{"type", type},
                           {"version", 1},
                           {"package_id", outer.package_id.text()},
                           {"statement_id", outer.statement_id.text()},
                           {"sender", json_of(outer.sender)},
                           {"recipients", json_of(outer.recipients)},
                           {"created", outer.created.text()},
                           {"expires", outer.expires.text()},
                           {"suite", crypto::suite_name(outer.suite)},
                           {"inner_commitment", outer.inner_commitment.hex()},
                           {"objects", std::move(objects)}};
  if (outer.policy_id) {
    json.emplace("policy_id", outer.policy_id->hex());
  }
  return value::to_bytes(codec::write_json(json));
}

value::Result<OuterManifest> decode_outer(value::BytesView payload) {
  const auto json = parse_document(payload, type, max_manifest_octets);
  if (!json) {
    return value::fail(json.error());
  }
  codec::Members members(*json, "package");
  take_type(members);
  OuterManifest outer;
  read_suite(members, outer);
  outer.package_id = members.uuid("package_id");
  outer.statement_id = members.uuid("statement_id");
  outer.sender = party_of(members.object("sender"), "sender", members);
  outer.recipients = parties_of(members, "recipients");
  outer.created = members.instant("created");
  outer.expires = members.instant("expires");
  if (outer.expires <= outer.created) {
    members.refuse({"PKG-02", "expires before it was created"});
  }
  if (members.optional("policy_id") != nullptr) {
    outer.policy_id = members.digest("policy_id");
  }
  outer.inner_commitment = members.digest("inner_commitment");
  read_objects(members, outer);
  if (const auto done = members.finish(); !done) {
    return value::fail(done.error());
  }
  return outer;
}

}  // namespace comity::evidence
