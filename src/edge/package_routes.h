// Packages arriving: the signed outer manifest first, then ciphertext chunks in any order, then the
// word that an object is complete. What is here is told, so that a sender resumes. No key opens
// anything here. Routes: docs/protocol/transport.md, "Packages".
#pragma once

#include "edge/routes.h"
#include "exchange/directory.h"
#include "exchange/package_store.h"
#include "object/blob_store.h"
#include "value/ports.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace comity::edge {

struct PackageDoor {
  std::string node;
  const exchange::LiveDirectory& directory;
  exchange::PackageStore& packages;
  object::BlobStore& blobs;
  const value::Clock& clock;
};

class PackageRoutes {
 public:
  static constexpr std::size_t largest_body = std::size_t{8} << 20U;

  explicit PackageRoutes(PackageDoor door) : door_(std::move(door)) {}

  /// `path` is what follows "packages/": ID (PUT: the outer manifest), ID/N (GET: missing chunks,
  /// POST: complete), ID/N/I (PUT: chunk I of object N).
  Response handle(const Request& request, std::string_view path);

 private:
  Response put_manifest(const Request& request, std::string_view id);
  Response object(const Request& request, std::string_view id, std::string_view number);
  Response put_chunk(const Request& request, std::string_view id, std::string_view number,
                     std::string_view index);

  PackageDoor door_;
};

}  // namespace comity::edge
