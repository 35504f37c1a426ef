#include "edge/package_routes.h"

#include "codec/json.h"
#include "edge/chunk_parts.h"
#include "edge/gate.h"
#include "edge/package_intake.h"
#include "edge/routes.h"
#include "exchange/missing_chunks.h"
#include "exchange/package_store.h"
#include "object/blob_store.h"
#include "object/upload.h"
#include "value/bytes.h"
#include "value/result.h"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <memory>
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

constexpr std::size_t largest_manifest = std::size_t{12} << 20U;  // 8 MiB of payload as a JWS

template <class Number>
std::optional<Number> number_in(std::string_view text) {
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool whole = error == std::errc() && end == text.data() + text.size() && !text.empty();
  return whole ? std::optional(number) : std::nullopt;
}

Response done(const Json& body) {
  return {200, "application/json", value::to_bytes(codec::write_json(body))};
}

std::vector<std::string_view> split(std::string_view path) {
  std::vector<std::string_view> parts;
  while (true) {
    const auto slash = path.find('/');
    parts.push_back(path.substr(0, slash));
    if (slash == std::string_view::npos) {
      return parts;
    }
    path.remove_prefix(slash + 1);
  }
}

Result<object::ObjectId> object_in(const Arriving& package, std::string_view number) {
  const auto index = number_in<std::uint32_t>(number);
  if (!index || *index >= package.outer.objects.size()) {
    return fail("EDGE-07", "object " + std::string(number));
  }
  return object::ObjectId{package.row.package_id, *index};
}

/// The object of `path` and the package that was announced with it.
struct Named {
  std::shared_ptr<const Arriving> package;
  object::ObjectId object;

  [[nodiscard]] const object::Extent& extent() const {
    return package->outer.objects[object.number].extent;
  }
};

Result<Named> named(PackageIntake& intake, const std::vector<std::string_view>& path,
                    const std::string& peer) {
  auto package = intake.find(std::string(path[0]), peer);
  auto object = package ? object_in(**package, path[1]) : fail(package.error());
  return object ? Result<Named>(Named{*std::move(package), *object}) : fail(object.error());
}

bool all_final(const object::BlobStore& blobs, const Arriving& package) {
  for (std::uint32_t i = 0; i < package.outer.objects.size(); ++i) {
    auto info = blobs.info({package.row.package_id, i});
    if (!info || !info->root) {
      return false;
    }
  }
  return true;
}

/// The chunk that a path names, if the object has one of that number.
Result<std::uint64_t> chunk_in(const Named& named, std::string_view text) {
  const auto index = number_in<std::uint64_t>(text);
  if (!index) {
    return fail("EDGE-05", "chunk " + std::string(text));
  }
  if (*index >= object::chunk_count(named.extent().length)) {
    return fail("OBJ-03", "chunk " + std::string(text));
  }
  return *index;
}

}  // namespace

std::size_t PackageRoutes::largest_body(std::string_view method, std::string_view path) {
  const auto depth = std::count(path.begin(), path.end(), '/');
  if (method != "PUT") {
    return 0;
  }
  return depth == 0 ? largest_manifest : object::chunk_size;
}

Response PackageRoutes::handle(const Request& request, std::string_view path) {
  const Parts parts = split(path);
  if (parts.size() == 1 && request.method == "PUT") {
    return put_manifest(request, parts);
  }
  if (parts.size() == 2 && request.method == "GET") {
    return missing(request, parts);
  }
  if (parts.size() == 2 && request.method == "POST") {
    return finish(request, parts);
  }
  if ((parts.size() == 3 || parts.size() == 4) && request.method == "PUT") {
    return put_chunk(request, parts);
  }
  return problem({"EDGE-05", request.path});
}

Response PackageRoutes::put_manifest(const Request& request, const Parts& path) {
  auto package = intake_.announce(request.body, std::string(path[0]), request.peer_node);
  if (!package) {
    return problem(package.error());
  }
  return done(Json::Object{{"objects", static_cast<int>((*package)->outer.objects.size())}});
}

Response PackageRoutes::missing(const Request& request, const Parts& path) {
  auto asked = named(intake_, path, request.peer_node);
  auto begun = asked ? door_.blobs.begin(asked->object, asked->extent().length)
                     : Result<void>(fail(asked.error()));
  auto ranges = begun ? object::missing_chunks(door_.blobs, asked->object) : fail(begun.error());
  if (!ranges) {
    return problem(ranges.error());
  }
  exchange::MissingChunks lacks{*std::move(ranges), {}};
  for (const exchange::ChunkPart& part : intake_.parts.of(request.peer_node, asked->object)) {
    const auto inside = [&](const object::ChunkRange& range) {
      return part.index >= range.first && part.index - range.first < range.count;
    };
    if (std::any_of(lacks.ranges.begin(), lacks.ranges.end(), inside)) {
      lacks.parts.push_back(part);
    }
  }
  return {200, "application/json", exchange::encode_missing(lacks)};
}

Response PackageRoutes::finish(const Request& request, const Parts& path) {
  auto asked = named(intake_, path, request.peer_node);
  if (!asked) {
    return problem(asked.error());
  }
  auto whole = object::finish_upload(door_.blobs, asked->object, asked->extent());
  if (!whole && whole.error().code == value::Code("OBJ-07")) {
    // Which chunk is wrong cannot be told, so none of them is worth its room.
    if (auto gone = door_.blobs.remove(asked->object); !gone) {
      whole = gone;
    }
  }
  if (whole && all_final(door_.blobs, *asked->package)) {
    whole = intake_.complete(*asked->package);
  }
  return whole ? done(Json::Object{{"complete", true}}) : problem(whole.error());
}

/// The body, after what an earlier connection brought when the path gives an offset.
Result<value::Bytes> PackageRoutes::whole_chunk(const Request& request,
                                                const ChunkParts::Place& place,
                                                std::string_view offset) {
  value::Bytes bytes = intake_.parts.copy(place);
  const auto from = number_in<std::size_t>(offset);
  if (!from || *from == 0 || *from > bytes.size()) {
    return fail("EDGE-43",
                "octet " + std::string(offset) + ", " + std::to_string(bytes.size()) + " are kept");
  }
  bytes.resize(*from);
  if (request.body.size() > object::chunk_size - bytes.size()) {
    return fail("OBJ-03", "more than a chunk");
  }
  bytes.insert(bytes.end(), request.body.begin(), request.body.end());
  return bytes;
}

Response PackageRoutes::put_chunk(const Request& request, const Parts& path) {
  auto into = named(intake_, path, request.peer_node);
  auto index = into ? chunk_in(*into, path[2]) : fail(into.error());
  if (!index) {
    return problem(index.error());
  }
  const ChunkParts::Place place{request.peer_node, into->object, *index};
  auto kept = Result<void>();
  if (path.size() == 3) {
    kept = object::accept_chunk(door_.blobs, place.object, *index, request.body);
  } else {
    auto bytes = whole_chunk(request, place, path[3]);
    kept = bytes ? object::accept_chunk(door_.blobs, place.object, *index, *bytes)
                 : fail(bytes.error());
  }
  if (kept) {
    intake_.parts.drop(place);
    kept = intake_.touch(*into->package);
  }
  return kept ? done(Json::Object{{"kept", static_cast<std::int64_t>(*index)}})
              : problem(kept.error());
}

void PackageRoutes::cut_short(const Request& request, std::string_view path) {
  const Parts parts = split(path);
  if (parts.size() < 3 || parts.size() > 4 || request.method != "PUT" || request.body.empty()) {
    return;
  }
  auto into = named(intake_, parts, request.peer_node);
  auto index = into ? chunk_in(*into, parts[2]) : fail(into.error());
  if (!index || into->package->row.state != exchange::PackageState::arriving) {
    return;
  }
  const ChunkParts::Place place{request.peer_node, into->object, *index};
  auto bytes = parts.size() == 3 ? Result<value::Bytes>(request.body)
                                 : whole_chunk(request, place, parts[3]);
  if (bytes && bytes->size() < object::chunk_length(into->extent().length, *index)) {
    intake_.parts.keep(place, *std::move(bytes));
  }
}

}  // namespace comity::edge
