#include "evidence/inner_manifest.h"

#include "codec/base64.h"
#include "codec/json.h"
#include "codec/members.h"
#include "evidence/custody.h"
#include "evidence/file_name.h"
#include "evidence/manifest_fields.h"
#include "evidence/object_fields.h"
#include "evidence/outer_manifest.h"
#include "value/bytes.h"
#include "value/result.h"

#include <algorithm>
#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace comity::evidence {
namespace {

constexpr std::string_view type = "comity/package/inner";
constexpr std::size_t max_custody = 4096;

void read_objects(codec::Members& members, InnerManifest& inner) {
  const auto& list = members.array("objects");
  if (list.empty() || list.size() > max_evidence_objects) {
    members.refuse({"PKG-02", std::to_string(list.size()) + " objects"});
    return;
  }
  std::set<std::string> names;
  for (std::size_t i = 0; i < list.size(); ++i) {
    inner.objects.push_back(read_evidence_object(list[i], i + 1, members));
    if (!names.insert(folded_name(inner.objects.back().name)).second) {
      members.refuse({"PKG-04", "object " + std::to_string(i + 1)});
    }
  }
}

void read_custody_list(codec::Members& members, InnerManifest& inner) {
  const auto& list = members.array("custody");
  if (list.size() > max_custody) {
    members.refuse({"PKG-02", "more than 4096 custody records"});
    return;
  }
  for (const codec::Json& item : list) {
    auto record = read_custody(item);
    if (!record) {
      members.refuse(record.error());
      return;
    }
    inner.custody.push_back(*std::move(record));
  }
}

LogSalt read_salt(const codec::Json& json, codec::Members& errors) {
  codec::Members members(json, "salts");
  LogSalt salt;
  salt.statement_id = members.uuid("statement_id");
  const value::Bytes octets = members.base64("salt");
  if (octets.size() == salt.salt.size()) {
    std::copy(octets.begin(), octets.end(), salt.salt.begin());
  } else {
    members.refuse({"PKG-02", "a salt has 32 octets"});
  }
  if (const auto done = members.finish(); !done) {
    errors.refuse(done.error());
  }
  return salt;
}

void read_salts(codec::Members& members, InnerManifest& inner) {
  const auto& list = members.array("salts");
  if (list.size() > max_custody) {
    members.refuse({"PKG-02", "more than 4096 salts"});
    return;
  }
  for (const codec::Json& item : list) {
    inner.salts.push_back(read_salt(item, members));
  }
}

template <class List, class Write>
codec::Json array_of(const List& list, Write write) {
  codec::Json::Array array;
  for (std::size_t i = 0; i < list.size(); ++i) {
    array.push_back(write(list[i], i));
  }
  return array;
}

}  // namespace

value::Bytes encode_inner(const InnerManifest& inner) {
  const codec::Json::Object json{
      {"type", type},
      {"version", 1},
      {"package_id", inner.package_id.text()},
      {"statement_id", inner.statement_id.text()},
      {"sender", json_of(inner.sender)},
      {"recipients", json_of(inner.recipients)},
      {"case_ref", inner.case_ref.text()},
      {"request_id", inner.request_id.text()},
      {"legal_basis", inner.legal_basis},
      {"created", inner.created.text()},
      {"objects", array_of(inner.objects, [](const EvidenceObject& object,
                                             std::size_t i) { return json_of(object, i + 1); })},
      {"custody", array_of(inner.custody, [](const CustodyRecord& record,
                                             std::size_t) { return json_of(record); })},
      {"restrictions", json_of(inner.restrictions)},
      {"salts", array_of(inner.salts, [](const LogSalt& salt, std::size_t) {
         return codec::Json(codec::Json::Object{{"statement_id", salt.statement_id.text()},
                                                {"salt", codec::encode_base64(salt.salt)}});
       })}};
  return value::to_bytes(codec::write_json(json));
}

value::Result<InnerManifest> decode_inner(value::BytesView payload) {
  const auto json = parse_document(payload, type, max_manifest_octets);
  if (!json) {
    return value::fail(json.error());
  }
  codec::Members members(*json, "inner manifest");
  take_type(members);
  InnerManifest inner;
  inner.package_id = members.uuid("package_id");
  inner.statement_id = members.uuid("statement_id");
  inner.sender = party_of(members.object("sender"), "sender", members);
  inner.recipients = parties_of(members, "recipients");
  inner.case_ref = members.uuid("case_ref");
  inner.request_id = members.uuid("request_id");
  inner.legal_basis = text_of(members, "legal_basis");
  inner.created = members.instant("created");
  read_objects(members, inner);
  read_custody_list(members, inner);
  if (auto limits = read_limits(members.object("restrictions")); limits) {
    inner.restrictions = *std::move(limits);
  } else {
    members.refuse(limits.error());
  }
  read_salts(members, inner);
  if (const auto done = members.finish(); !done) {
    return value::fail(done.error());
  }
  return inner;
}

}  // namespace comity::evidence
