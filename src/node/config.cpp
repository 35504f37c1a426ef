#include "node/config.h"

#include "codec/json.h"
#include "codec/members.h"
#include "node/files.h"
#include "node/storage.h"
#include "value/bytes.h"
#include "value/names.h"
#include "value/result.h"

#include <filesystem>
#include <string>

namespace comity::node {
namespace {

using codec::Json;
using value::fail;
using value::Result;

}  // namespace

Result<Config> read_config(const Folder& folder) {
  auto bytes = read_file(folder.config());
  if (!bytes) {
    return fail("NODE-01", folder.root.string());
  }
  auto json = codec::parse_json(*bytes, {64UL * 1024, 8});
  if (!json) {
    return fail("NODE-02", json.error().detail);
  }
  codec::Members members(*json, "comity.json");
  Config config{members.text("node"),
                members.text("name"),
                members.text("listen"),
                members.text("origin"),
                {},
                read_storage(members)};
  for (const Json& desk : members.array("desks")) {
    if (desk.text() == nullptr || !value::is_name(*desk.text())) {
      return fail("NODE-02", "desks");
    }
    config.desks.push_back(*desk.text());
  }
  members.optional("limits");  // node/edge_limits.h reads them
  if (auto done = members.finish(); !done) {
    return fail("NODE-02", done.error().detail);
  }
  return config;
}

Result<void> write_config(const Folder& folder, const Config& config) {
  if (std::filesystem::exists(folder.config())) {
    return fail("NODE-03", folder.root.string());
  }
  return replace_config(folder, config);
}

Result<void> replace_config(const Folder& folder, const Config& config) {
  // what others read there stays as it is
  auto bytes = read_file(folder.config());
  auto before = bytes ? codec::parse_json(*bytes, {64UL * 1024, 8}) : fail(bytes.error());
  const bool known = before && before->object() != nullptr;
  Json::Object json = known ? *before->object() : Json::Object();
  json.insert_or_assign("node", config.node);
  json.insert_or_assign("name", config.name);
  json.insert_or_assign("listen", config.listen);
  json.insert_or_assign("origin", config.origin);
  json.insert_or_assign("desks", Json::Array(config.desks.begin(), config.desks.end()));
  write_storage(config.storage, json);
  const std::string text = codec::write_json_indented(json);
  return replace_file(folder.config(), value::bytes_of(text));
}

}  // namespace comity::node
