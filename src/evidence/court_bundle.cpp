#include "evidence/court_bundle.h"

#include "codec/json.h"
#include "codec/members.h"
#include "evidence/file_name.h"
#include "evidence/inner_manifest.h"
#include "value/bytes.h"
#include "value/digest.h"
#include "value/names.h"
#include "value/result.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace comity::evidence::bundle {
namespace {

using codec::Json;
using value::fail;
using value::Result;

constexpr std::string_view schema = "bundle/1";
constexpr std::string_view files_schema = "files/1";
constexpr std::size_t hex_digits = 64;

std::string numbered(std::size_t number) {
  const std::string digits = std::to_string(number);
  return std::string(digits.size() < 4 ? 4 - digits.size() : 0, '0') + digits;
}

/// "bundle/" and another number: a form that may have other members.
bool is_newer(std::string_view found) {
  constexpr std::string_view name = "bundle/";
  if (!found.starts_with(name) || found == schema) {
    return false;
  }
  found.remove_prefix(name.size());
  return !found.empty() && found.front() != '0' &&
         std::all_of(found.begin(), found.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// The next line without its end; the last one may lack it.
std::string_view take_line(std::string_view& rest) {
  const std::size_t end = rest.find('\n');
  const std::string_view line = rest.substr(0, end);
  rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  return line;
}

}  // namespace

value::Bytes encode_head(const Head& head) {
  return value::to_bytes(codec::write_json(Json::Object{{"schema", schema},
                                                        {"case_id", head.case_id.text()},
                                                        {"made_at", head.made_at.text()},
                                                        {"node", head.node}}) +
                         "\n");
}

Result<Head> decode_head(value::BytesView bytes) {
  const auto json = codec::parse_json(bytes, {4096, 2});
  if (!json) {
    return fail("VER-02", json.error().detail);
  }
  codec::Members members(*json, "bundle.json");
  const std::string found = members.text("schema");
  if (is_newer(found)) {
    return fail("VER-21", "schema " + found.substr(0, 40));
  }
  Head head{members.uuid("case_id"), members.instant("made_at"), members.text("node")};
  if (auto done = members.finish(); !done) {
    return fail("VER-02", done.error().detail);
  }
  if (found != schema || !value::is_name(head.node)) {
    return fail("VER-02", found != schema ? "schema " + found.substr(0, 40) : "node");
  }
  return head;
}

std::vector<OpenedFile> files_of(const InnerManifest& inner) {
  std::vector<OpenedFile> files;
  std::uint32_t index = 1;
  for (const EvidenceObject& object : inner.objects) {
    files.push_back(
        {"files/" + safe_file_name(index, object.name), object.name, object.length, object.sha256});
    ++index;
  }
  return files;
}

value::Bytes encode_files(const std::vector<OpenedFile>& files) {
  Json::Array rows;
  for (const OpenedFile& file : files) {
    rows.emplace_back(Json::Object{{"path", file.path},
                                   {"name", file.name},
                                   {"length", static_cast<std::int64_t>(file.length)},
                                   {"sha256", file.sha256.hex()}});
  }
  return value::to_bytes(
      codec::write_json(Json::Object{{"schema", files_schema}, {"files", std::move(rows)}}) + "\n");
}

std::string encode_roots(const Roots& roots) {
  std::string text;
  for (const auto& [node, root] : roots) {
    text += node + " " + root.hex() + "\n";
  }
  return text;
}

Result<Roots> decode_roots(std::string_view text) {
  Roots roots;
  while (!text.empty()) {
    std::string_view line = take_line(text);
    if (!line.empty() && line.back() == '\r') {
      line.remove_suffix(1);
    }
    if (line.empty() || line.front() == '#') {
      continue;
    }
    const std::size_t space = line.find(' ');
    const std::string_view node = line.substr(0, space);
    const auto root = value::parse_digest(space == std::string_view::npos ? std::string_view()
                                                                          : line.substr(space + 1));
    if (!root || !value::is_name(node) || !roots.emplace(node, *root).second) {
      return fail("VER-03", std::string(line.substr(0, 120)));
    }
  }
  return roots;
}

std::string encode_sums(const Sums& sums) {
  std::string text;
  for (const auto& [path, digest] : sums) {
    text += digest.hex() + "  " + path + "\n";
  }
  return text;
}

Result<Sums> decode_sums(std::string_view text) {
  Sums sums;
  std::string_view rest = text;
  while (!rest.empty()) {
    const std::string_view line = take_line(rest);
    const auto digest = value::parse_digest(line.substr(0, hex_digits));
    if (!digest || line.size() < hex_digits + 3) {
      return fail("VER-04", std::string(line.substr(0, 120)));
    }
    sums.emplace(line.substr(hex_digits + 2), *digest);
  }
  return encode_sums(sums) == text ? Result<Sums>(std::move(sums))
                                   : fail("VER-04", "another order or spelling");
}

std::string chain_path(std::string_view node) { return "key-sets/" + std::string(node) + ".chain"; }

std::string statement_path(std::size_t number) {
  return "statements/" + numbered(number) + ".enclosure";
}

std::string object_path(std::uint32_t number) { return "package/" + numbered(number) + ".age"; }

std::string leaves_path(std::uint32_t number) { return "package/" + numbered(number) + ".leaves"; }

std::string midstates_path(std::uint32_t number) {
  return "package/" + numbered(number) + ".midstates";
}

}  // namespace comity::evidence::bundle
