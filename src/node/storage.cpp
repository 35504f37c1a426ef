#include "node/storage.h"

#include "codec/json.h"
#include "codec/members.h"
#include "node/files.h"
#include "store/s3_target.h"
#include "value/result.h"

#include <filesystem>
#include <string>
#include <system_error>

namespace comity::node {
namespace {

using codec::Json;
using codec::Members;

void finish(Members& outer, Members& inner) {
  if (auto done = inner.finish(); !done) {
    outer.refuse(done.error());
  }
}

RowsPlace read_rows(Members& config) {
  RowsPlace place;
  const Json* json = config.optional("store");
  if (json == nullptr) {
    return place;
  }
  Members members(*json, "comity.json.store");
  const std::string kind = members.text("kind");
  if (kind == "postgresql") {
    place.kind = RowsKind::postgresql;
    place.words = members.text("connection");
  } else if (kind != "sqlite") {
    members.refuse({"JSON-08", "comity.json.store.kind is not sqlite or postgresql"});
  }
  finish(config, members);
  return place;
}

/// Where a command is given is not where the node will be served.
std::filesystem::path whole_path(const std::filesystem::path& path) {
  std::error_code error;
  const auto whole = std::filesystem::absolute(path, error);
  return error || path.empty() ? path : whole;
}

FilesPlace read_bucket(Members& members) {
  FilesPlace place{FilesKind::s3, {}, {}};
  place.bucket.endpoint = members.text("endpoint");
  place.bucket.region = members.optional_text("region").value_or(place.bucket.region);
  place.bucket.bucket = members.text("bucket");
  place.bucket.prefix = members.optional_text("prefix").value_or("");
  place.bucket.credentials_file = members.text("credentials");
  place.bucket.ca_file = members.optional_text("ca").value_or("");
  return place;
}

FilesPlace read_files(Members& config, const std::string& name) {
  FilesPlace place;
  const Json* json = config.optional(name);
  if (json == nullptr) {
    return place;
  }
  Members members(*json, "comity.json." + name);
  const std::string kind = members.text("kind");
  if (kind == "s3") {
    place = read_bucket(members);
  } else if (kind == "disk") {
    place.folder = members.optional_text("folder").value_or("");
  } else {
    members.refuse({"JSON-08", "comity.json." + name + ".kind is not disk or s3"});
  }
  finish(config, members);
  return place;
}

Json::Object words_of(const FilesPlace& place) {
  switch (place.kind) {
    case FilesKind::disk:
      return {{"kind", "disk"}, {"folder", place.folder.string()}};
    case FilesKind::s3:
      break;
  }
  const store::S3Target& bucket = place.bucket;
  Json::Object words{{"kind", "s3"},
                     {"endpoint", bucket.endpoint},
                     {"region", bucket.region},
                     {"bucket", bucket.bucket},
                     {"prefix", bucket.prefix},
                     {"credentials", bucket.credentials_file.string()}};
  if (!bucket.ca_file.empty()) {
    words.emplace("ca", bucket.ca_file.string());
  }
  return words;
}

void write_files(const FilesPlace& place, const std::string& name, Json::Object& config) {
  config.erase(name);
  if (place != FilesPlace()) {
    config.emplace(name, words_of(place));
  }
}

}  // namespace

Storage read_storage(Members& members) {
  return {read_rows(members), read_files(members, "tiles"), read_files(members, "objects")};
}

value::Result<FilesPlace> read_bucket_file(const std::filesystem::path& file) {
  auto bytes = read_file(file);
  const auto json = bytes ? codec::parse_json(*bytes, {}) : value::fail(bytes.error());
  if (!json) {
    return value::fail(json.error());
  }
  Members members(*json, file.string());
  FilesPlace place = read_bucket(members);
  if (const auto done = members.finish(); !done) {
    return value::fail(done.error());
  }
  place.bucket.credentials_file = whole_path(place.bucket.credentials_file);
  place.bucket.ca_file = whole_path(place.bucket.ca_file);
  return place;
}

void write_storage(const Storage& storage, Json::Object& config) {
  switch (storage.rows.kind) {
    case RowsKind::sqlite:
      config.erase("store");
      break;
    case RowsKind::postgresql:
      config.insert_or_assign(
          "store", Json::Object{{"kind", "postgresql"}, {"connection", storage.rows.words}});
      break;
  }
  write_files(storage.tiles, "tiles", config);
  write_files(storage.objects, "objects", config);
}

}  // namespace comity::node
