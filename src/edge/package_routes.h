// Packages arriving: the signed outer manifest first, then ciphertext chunks in any order, then the
// word that an object is complete. What is here is told, so that a sender resumes. No key opens
// anything here. Routes: docs/protocol/transport.md, "Packages"; what is taken in at all:
// edge/package_intake.h.
#pragma once

#include "edge/package_intake.h"
#include "edge/routes.h"
#include "value/result.h"

#include <cstddef>
#include <string_view>
#include <utility>
#include <vector>

namespace comity::edge {

class PackageRoutes {
 public:
  explicit PackageRoutes(PackageDoor door) : door_(std::move(door)), intake_(door_) {}

  /// `path` is what follows "packages/": ID (PUT: the outer manifest), ID/N (GET: missing chunks,
  /// POST: complete), ID/N/I (PUT: chunk I of object N), ID/N/I/O (PUT: the same from octet O on).
  Response handle(const Request& request, std::string_view path);

  /// Keeps the beginning of a chunk, so that its sender goes on after it.
  void cut_short(const Request& request, std::string_view path);

  static std::size_t largest_body(std::string_view method, std::string_view path);

  PackageIntake& intake() { return intake_; }

 private:
  using Parts = std::vector<std::string_view>;

  Response put_manifest(const Request& request, const Parts& path);
  Response missing(const Request& request, const Parts& path);
  Response finish(const Request& request, const Parts& path);
  Response put_chunk(const Request& request, const Parts& path);
  value::Result<value::Bytes> whole_chunk(const Request& request, const ChunkParts::Place& place,
                                          std::string_view offset);

  PackageDoor door_;
  PackageIntake intake_;
};

}  // namespace comity::edge
