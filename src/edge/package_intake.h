// Which packages a node takes in: announced by their sender's signed manifest, small enough, with
// room for all of them, few enough for each peer; and when one that never became whole is given up.
// The chunks come through edge/package_routes.h.
#pragma once

#include "edge/chunk_parts.h"
#include "evidence/outer_manifest.h"
#include "exchange/directory.h"
#include "exchange/package_store.h"
#include "object/blob_store.h"
#include "value/bytes.h"
#include "value/instant.h"
#include "value/ports.h"
#include "value/result.h"
#include "value/uuid.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

namespace comity::edge {

struct PackageLimits {
  std::uint64_t largest_package = std::uint64_t{64} << 40U;  // octets of ciphertext
  std::size_t unfinished = 64;                               // packages of one peer at a time
  std::uint64_t spare_room = std::uint64_t{256} << 20U;      // octets that stay free
  value::Duration patience = std::chrono::hours(24 * 7);     // without a chunk, then given up
  std::size_t parts_of_a_peer = std::size_t{16} << 20U;      // octets, see edge/chunk_parts.h
};

struct PackageDoor {
  std::string node;
  const exchange::LiveDirectory& directory;
  exchange::PackageStore& packages;
  object::BlobStore& blobs;
  const value::Clock& clock;
  /// Octets free where the objects lie; nothing when that cannot be known. May be empty.
  std::function<std::optional<std::uint64_t>()> room = {};
  PackageLimits limits = {};
};

/// A package on its way in, as its sender signed it.
struct Arriving {
  exchange::StoredPackage row;
  evidence::OuterManifest outer;
};

/// Any thread may call it.
class PackageIntake {
 public:
  explicit PackageIntake(PackageDoor door);

  /// The same bytes again change nothing. EDGE-06 not signed by a desk of `peer`, not for this
  /// node, or another manifest is kept; EDGE-40 larger than this node takes; EDGE-41 no room for
  /// it beside what was promised to others; EDGE-42 too many unfinished of this peer; EDGE-44 it
  /// has expired. Nothing of the package is taken before.
  value::Result<std::shared_ptr<const Arriving>> announce(const value::Bytes& body,
                                                          const std::string& id,
                                                          const std::string& peer);

  /// EDGE-07 when this peer did not announce it; EDGE-44 when it was given up.
  value::Result<std::shared_ptr<const Arriving>> find(const std::string& id,
                                                      const std::string& peer);

  /// A chunk of it has come: it is not given up.
  value::Result<void> touch(const Arriving& package);

  /// Every object is final.
  value::Result<void> complete(const Arriving& package);

  /// Gives up what has expired, and what has had no chunk for as long as the patience says: its
  /// chunks are removed. How many.
  value::Result<std::size_t> expire();

  ChunkParts parts;

 private:
  value::Result<void> check(const evidence::OuterManifest& outer, const std::string& peer) const;
  value::Result<void> keep(exchange::StoredPackage row);
  value::Result<std::uint64_t> promised() const;
  value::Result<void> give_up(exchange::StoredPackage row);
  std::shared_ptr<const Arriving> remembered(const value::Uuid& package) const;
  void remember(const std::shared_ptr<const Arriving>& package);

  PackageDoor door_;
  std::mutex intake_;                                  // one announcement is weighed at a time
  mutable std::mutex mutex_;                           // guards lately_
  std::list<std::shared_ptr<const Arriving>> lately_;  // newest first
};

}  // namespace comity::edge
