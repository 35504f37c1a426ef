#include "evidence/object_fields.h"

#include "codec/json.h"
#include "codec/members.h"
#include "evidence/file_name.h"
#include "evidence/inner_manifest.h"
#include "evidence/manifest_fields.h"
#include "evidence/outer_manifest.h"
#include "evidence/source.h"
#include "object/blob_store.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace comity::evidence {
namespace {

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

/// The place in the list that an object names must be its own.
void check_index(codec::Members& members, std::size_t index) {
  if (members.integer("index") != static_cast<std::int64_t>(index)) {
    members.refuse({"PKG-02", "object " + std::to_string(index) + " has another index"});
  }
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

}  // namespace

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

EvidenceObject read_evidence_object(const codec::Json& json, std::size_t index,
                                    codec::Members& errors) {
  codec::Members members(json, "objects[" + std::to_string(index) + "]");
  EvidenceObject object;
  check_index(members, index);
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

codec::Json json_of(const SealedObject& object, std::size_t index) {
  return codec::Json::Object{{"index", static_cast<std::int64_t>(index)},
                             {"length", static_cast<std::int64_t>(object.extent.length)},
                             {"chunk_size", static_cast<std::int64_t>(object::chunk_size)},
                             {"root", object.extent.root.hex()},
                             {"age_header", object.age_header.hex()}};
}

SealedObject read_sealed_object(const codec::Json& json, std::size_t index,
                                codec::Members& errors) {
  codec::Members members(json, "objects[" + std::to_string(index) + "]");
  SealedObject object;
  check_index(members, index);
  object.extent.length = number_of(members, "length", max_object_octets);
  if (object.extent.length == 0) {
    members.refuse({"PKG-02", "object " + std::to_string(index) + " is empty"});
  }
  if (members.integer("chunk_size") != static_cast<std::int64_t>(object::chunk_size)) {
    members.refuse({"PKG-02", "chunks are not of 1 MiB"});
  }
  object.extent.root = members.digest("root");
  object.age_header = members.digest("age_header");
  if (const auto done = members.finish(); !done) {
    errors.refuse(done.error());
  }
  return object;
}

}  // namespace comity::evidence
