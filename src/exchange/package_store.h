// Which packages are here or on their way. Their sealed objects lie in object/blob_store.h.
#pragma once

#include "value/bytes.h"
#include "value/instant.h"
#include "value/result.h"
#include "value/uuid.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace comity::exchange {

/// `refused`: the peer will not take it, sent again or not; `expired`: its time of acceptance, or
/// the patience of who received it, ended before it was whole.
enum class PackageState { sealed, sending, sent, arriving, complete, opened, refused, expired };

struct StoredPackage {
  value::Uuid package_id;
  value::Uuid case_id;  ///< nil at the edge, which cannot know it
  std::string from_node;
  std::string to_node;
  PackageState state = PackageState::sealed;
  value::Bytes outer;  ///< the outer manifest, exact bytes
  value::Instant changed_at;
  std::string last_error;
  std::uint64_t moved = 0;  ///< octets of ciphertext that the peer is known to have; progress only

  friend bool operator==(const StoredPackage&, const StoredPackage&) = default;
};

/// Any thread may call it. Writes are durable when they return.
class PackageStore {
 public:
  PackageStore() = default;
  PackageStore(const PackageStore&) = delete;
  PackageStore& operator=(const PackageStore&) = delete;
  virtual ~PackageStore() = default;

  /// Adds the package, or replaces everything of it but the outer manifest; STORE-07 when the outer
  /// manifest differs from the one kept.
  virtual value::Result<void> put(const StoredPackage& package) = 0;

  virtual value::Result<std::optional<StoredPackage>> get(const value::Uuid& package_id) = 0;

  virtual value::Result<std::vector<StoredPackage>> in_state(PackageState state) = 0;
};

}  // namespace comity::exchange
