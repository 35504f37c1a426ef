#include "node/storage.h"

#include "codec/json.h"
#include "codec/members.h"

#include <string>

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

FilesPlace read_files(Members& config, const std::string& name) {
  FilesPlace place;
  const Json* json = config.optional(name);
  if (json == nullptr) {
    return place;
  }
  Members members(*json, "comity.json." + name);
  if (members.text("kind") != "disk") {
    members.refuse({"JSON-08", "comity.json." + name + ".kind is not disk"});
  }
  place.folder = members.optional_text("folder").value_or("");
  finish(config, members);
  return place;
}

void write_files(const FilesPlace& place, const std::string& name, Json::Object& config) {
  config.erase(name);
  if (place != FilesPlace()) {
    config.emplace(name, Json::Object{{"kind", "disk"}, {"folder", place.folder.string()}});
  }
}

}  // namespace

Storage read_storage(Members& members) {
  return {read_rows(members), read_files(members, "tiles"), read_files(members, "objects")};
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
