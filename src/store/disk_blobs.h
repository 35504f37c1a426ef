// Sealed objects as files: per object its bytes and a table of leaf hashes. The rows of the node
// are in store/database.h, the log's files in store/disk_tiles.h.
#pragma once

#include "object/blob_store.h"
#include "value/result.h"
#include "value/uuid.h"

#include <filesystem>
#include <memory>
#include <vector>

namespace comity::store {

/// Uses `folder`, made if absent (mode 0700). Several processes may use it at once. STORE-01 when
/// it cannot be used.
value::Result<std::unique_ptr<object::BlobStore>> open_blobs(const std::filesystem::path& folder);

/// The packages that have objects in `folder`, in order. OBJ-09 when the folder cannot be read.
value::Result<std::vector<value::Uuid>> packages_in(const std::filesystem::path& folder);

}  // namespace comity::store
