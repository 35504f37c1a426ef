#include "evidence/inner_manifest.h"

#include "codec/base64.h"
#include "codec/json.h"
#include "codec/members.h"
#include "evidence/custody.h"
#include "evidence/file_name.h"
#include "evidence/manifest_fields.h"
#include "evidence/outer_manifest.h"
#include "evidence/source.h"
#include "value/bytes.h"
#include "value/result.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace comity::evidence {
namespace {

constexpr std::string_view type = "comity/package/inner";
constexpr std::size_t max_custody = 4096;

/// RFC 6838 section 4.2 names, without parameters.
bool is_media_type(std::string_view text) {
  const auto good = [](std::string_view part) {
    return !part.empty() && part.size() <= 100 && std::all_of(part.begin(), part.end(), [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
             std::string_view("!#$&-^_.+").find(c) != std::string_view::npos;
    });
  };
  const std::size_t slash = text.find('/');
  return slash != std::string_view::npos && good(text.substr(0, slash)) &&
         good(text.substr(slash + 1));
}

codec::Json json_of(const SourceFacts& facts) {
  return codec::Json::Object{{"size", static_cast<std::int64_t>(facts.size)},
                             {"modified", facts.modified.text()},
                             {"nanosecond", std::int64_t{facts.nanosecond}},
                             {"file", facts.file}};
}

SourceFacts read_facts(const codec::Json& json, codec::Members& errors) {
  codec::Members members(json, "source facts");
  SourceFacts facts;
  facts.size = number_of(members, "size", max_object_octets);
  facts.modified = members.instant("modified");
  facts.nanosecond = static_cast<std::uint32_t>(number_of(members, "nanosecond", 999'999'999));
  facts.file = line_of(members, "file");
  if (const auto done = members.finish(); !done) {
    errors.refuse(done.error());
  }
  return facts;
}

codec::Json json_of(const Acquisition& acquisition) {
  codec::Json::Object json{{"method", acquisition.how.method},
                           {"started", acquisition.started.text()},
                           {"ended", acquisition.ended.text()}};
  put_optional(json, "tool", acquisition.how.tool);
  put_optional(json, "tool_version", acquisition.how.tool_version);
  if (acquisition.before) {
    json.emplace("before", json_of(*acquisition.before));
  }
  if (acquisition.after) {
    json.emplace("after", json_of(*acquisition.after));
  }
  return json;
}

Acquisition read_acquisition(const codec::Json& json, codec::Members& errors) {
  codec::Members members(json, "acquisition");
  Acquisition acquisition;
  acquisition.how.method = text_of(members, "method");
  acquisition.how.tool = optional_line(members, "tool");
  acquisition.how.tool_version = optional_line(members, "tool_version");
  acquisition.started = members.instant("started");
  acquisition.ended = members.instant("ended");
  if (const codec::Json* before = members.optional("before"); before != nullptr) {
    acquisition.before = read_facts(*before, members);
  }
  if (const codec::Json* after = members.optional("after"); after != nullptr) {
    acquisition.after = read_facts(*after, members);
  }
  if (acquisition.before.has_value() != acquisition.after.has_value()) {
    members.refuse({"PKG-02", "facts of a file are given before and after"});
  }
  if (const auto done = members.finish(); !done) {
    errors.refuse(done.error());
  }
  return acquisition;
}

codec::Json json_of(const EvidenceObject& object, std::size_t index) {
  codec::Json::Object json{{"index", static_cast<std::int64_t>(index)},
                           {"name", object.name},
                           {"media_type", object.media_type},
                           {"length", static_cast<std::int64_t>(object.length)},
                           {"sha256", object.sha256.hex()},
                           {"sidecar_sha256", object.sidecar_sha256.hex()},
                           {"acquisition", json_of(object.acquisition)}};
  put_optional(json, "data_row", object.data_row);
  return json;
}

EvidenceObject read_object(const codec::Json& json, std::size_t index, codec::Members& errors) {
  codec::Members members(json, "objects[" + std::to_string(index) + "]");
  EvidenceObject object;
  if (members.integer("index") != static_cast<std::int64_t>(index)) {
    members.refuse({"PKG-02", "object " + std::to_string(index) + " has another index"});
  }
  object.name = members.text("name");
  if (const auto named = check_name(object.name); !named) {
    members.refuse(named.error());
  }
  object.media_type = members.text("media_type");
  if (!is_media_type(object.media_type)) {
    members.refuse({"PKG-02", "media_type"});
  }
  object.length = number_of(members, "length", max_object_octets);
  object.sha256 = members.digest("sha256");
  object.sidecar_sha256 = members.digest("sidecar_sha256");
  object.data_row = optional_line(members, "data_row");
  object.acquisition = read_acquisition(members.object("acquisition"), members);
  if (const auto done = members.finish(); !done) {
    errors.refuse(done.error());
  }
  return object;
}

void read_objects(codec::Members& members, InnerManifest& inner) {
  const auto& list = members.array("objects");
  if (list.empty() || list.size() > max_evidence_objects) {
    members.refuse({"PKG-02", std::to_string(list.size()) + " objects"});
    return;
  }
  std::set<std::string> names;
  for (std::size_t i = 0; i < list.size(); ++i) {
    inner.objects.push_back(read_object(list[i], i + 1, members));
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
