#include "edge/package_routes.h"

#include "codec/json.h"
#include "edge/gate.h"
#include "edge/routes.h"
#include "evidence/outer_manifest.h"
#include "evidence/signed_manifest.h"
#include "exchange/directory.h"
#include "exchange/package_store.h"
#include "object/blob_store.h"
#include "object/upload.h"
#include "signed/key_set.h"
#include "value/bytes.h"
#include "value/result.h"
#include "value/uuid.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace comity::edge {
namespace {

using codec::Json;
using value::fail;
using value::Result;

template <class Number>
std::optional<Number> number_in(std::string_view text) {
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool whole = error == std::errc() && end == text.data() + text.size() && !text.empty();
  return whole ? std::optional(number) : std::nullopt;
}

Response done(int status, const Json& body) {
  return {status, "application/json", value::to_bytes(codec::write_json(body))};
}

/// The sender's latest key set lists the certificate for the desk that the manifest names.
Result<void> check_sender(const evidence::Signed<evidence::OuterManifest>& outer,
                          const exchange::Directory& directory, const std::string& peer) {
  const exchange::KnownNode* node = directory.node(peer);
  const signed_::DeskKeys* keys =
      node != nullptr ? node->chain.latest().desk(outer.manifest.sender.desk) : nullptr;
  if (keys == nullptr || outer.manifest.sender.node != peer ||
      keys->certificate.fingerprint() != outer.chain.front().fingerprint()) {
    return fail("EDGE-06", "sender " + outer.manifest.sender.desk);
  }
  return {};
}

Result<void> check_recipient(const evidence::OuterManifest& outer, const std::string& node) {
  const auto here = [&](const evidence::Party& party) { return party.node == node; };
  if (std::none_of(outer.recipients.begin(), outer.recipients.end(), here)) {
    return fail("EDGE-06", "not for " + node);
  }
  return {};
}

struct Arriving {
  exchange::StoredPackage row;
  evidence::OuterManifest outer;
};

/// The package this peer announced before; its parts are refused until then.
Result<Arriving> arriving(const PackageDoor& door, std::string_view id, const std::string& peer) {
  auto package = value::parse_uuid(id);
  if (!package) {
    return fail(package.error());
  }
  auto row = value::required(door.packages.get(*package), "EDGE-07", std::string(id));
  if (!row) {
    return fail(row.error());
  }
  if (row->from_node != peer) {
    return fail("EDGE-07", std::string(id));
  }
  auto outer = evidence::read_outer(value::text_of(row->outer));
  if (!outer) {
    return fail(outer.error());
  }
  return Arriving{*std::move(row), std::move(outer->manifest)};
}

Result<object::ObjectId> object_in(const Arriving& package, std::string_view number) {
  const auto index = number_in<std::uint32_t>(number);
  if (!index || *index >= package.outer.objects.size()) {
    return fail("EDGE-07", "object " + std::string(number));
  }
  return object::ObjectId{package.row.package_id, *index};
}

Result<std::vector<object::ChunkRange>> missing(const PackageDoor& door, const Arriving& package,
                                                const object::ObjectId& id) {
  auto begun = door.blobs.begin(id, package.outer.objects[id.number].extent.length);
  if (!begun) {
    return fail(begun.error());
  }
  return object::missing_chunks(door.blobs, id);
}

bool all_final(const PackageDoor& door, const Arriving& package) {
  for (std::uint32_t i = 0; i < package.outer.objects.size(); ++i) {
    auto info = door.blobs.info({package.row.package_id, i});
    if (!info || !info->root) {
      return false;
    }
  }
  return true;
}

}  // namespace

Response PackageRoutes::handle(const Request& request, std::string_view path) {
  std::vector<std::string_view> parts;
  while (true) {
    const auto slash = path.find('/');
    parts.push_back(path.substr(0, slash));
    if (slash == std::string_view::npos) {
      break;
    }
    path.remove_prefix(slash + 1);
  }
  if (parts.size() == 1 && request.method == "PUT") {
    return put_manifest(request, parts[0]);
  }
  if (parts.size() == 2 && (request.method == "GET" || request.method == "POST")) {
    return object(request, parts[0], parts[1]);
  }
  if (parts.size() == 3 && request.method == "PUT") {
    return put_chunk(request, parts[0], parts[1], parts[2]);
  }
  return problem({"EDGE-05", request.path});
}

Response PackageRoutes::put_manifest(const Request& request, std::string_view id) {
  auto outer = evidence::read_outer(value::text_of(request.body));
  if (!outer) {
    return problem(outer.error());
  }
  const auto directory = door_.directory.now();
  auto fine = check_sender(*outer, *directory, request.peer_node);
  fine = fine ? check_recipient(outer->manifest, door_.node) : fine;
  if (fine && outer->manifest.package_id.text() != id) {
    fine = fail("EDGE-06", "package id " + std::string(id));
  }
  if (!fine) {
    return problem(fine.error());
  }
  auto kept = door_.packages.get(outer->manifest.package_id);
  if (!kept) {
    return problem(kept.error());
  }
  const std::optional<exchange::StoredPackage>& before = *kept;
  if (!before) {
    exchange::StoredPackage row;
    row.package_id = outer->manifest.package_id;
    row.from_node = request.peer_node;
    row.to_node = door_.node;
    row.state = exchange::PackageState::arriving;
    row.outer = request.body;
    row.changed_at = door_.clock.now();
    if (auto put = door_.packages.put(row); !put) {
      return problem(put.error());
    }
  } else if (before->outer != request.body) {
    return problem({"EDGE-06", "another manifest is kept for this package"});
  }
  return done(200, Json::Object{{"objects", static_cast<int>(outer->manifest.objects.size())}});
}

Response PackageRoutes::object(const Request& request, std::string_view id,
                               std::string_view number) {
  auto package = arriving(door_, id, request.peer_node);
  auto object = package ? object_in(*package, number) : fail(package.error());
  if (!object) {
    return problem(object.error());
  }
  if (request.method == "POST") {
    const object::Extent& extent = package->outer.objects[object->number].extent;
    if (auto whole = object::finish_upload(door_.blobs, *object, extent); !whole) {
      return problem(whole.error());
    }
    if (all_final(door_, *package) && package->row.state == exchange::PackageState::arriving) {
      package->row.state = exchange::PackageState::complete;
      package->row.changed_at = door_.clock.now();
      if (auto put = door_.packages.put(package->row); !put) {
        return problem(put.error());
      }
    }
    return done(200, Json::Object{{"complete", true}});
  }
  auto ranges = missing(door_, *package, *object);
  if (!ranges) {
    return problem(ranges.error());
  }
  Json::Array list;
  for (const object::ChunkRange& range : *ranges) {
    list.emplace_back(Json::Object{{"first", static_cast<std::int64_t>(range.first)},
                                   {"count", static_cast<std::int64_t>(range.count)}});
  }
  return done(200, Json::Object{{"missing", std::move(list)}});
}

Response PackageRoutes::put_chunk(const Request& request, std::string_view id,
                                  std::string_view number, std::string_view index) {
  auto package = arriving(door_, id, request.peer_node);
  auto object = package ? object_in(*package, number) : fail(package.error());
  const auto chunk = number_in<std::uint64_t>(index);
  if (!object || !chunk) {
    return problem(object ? value::Error{"EDGE-05", request.path} : object.error());
  }
  if (auto kept = object::accept_chunk(door_.blobs, *object, *chunk, request.body); !kept) {
    return problem(kept.error());
  }
  return done(200, Json::Object{{"kept", static_cast<std::int64_t>(*chunk)}});
}

}  // namespace comity::edge
