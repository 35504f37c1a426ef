// The files of a node's ledger and its sealed objects from a disk to another place, and the
// comparison of both afterwards. The rows are store/copy_rows.h.
#pragma once

#include "ledger/tile_store.h"
#include "object/blob_store.h"
#include "value/result.h"
#include "value/uuid.h"

#include <cstdint>
#include <string>
#include <vector>

namespace comity::store {

struct CopiedFiles {
  std::uint64_t tiles = 0;  ///< files of the ledger, the checkpoint among them
  std::uint64_t objects = 0;
  std::uint64_t chunks = 0;

  friend bool operator==(const CopiedFiles&, const CopiedFiles&) = default;
};

/// Copies the files at `paths`, the checkpoint last, and leaves out what is there already: an
/// interrupted copy is gone on with. STORE-26 when another checkpoint is there, LEDGER-05 when
/// another file is.
value::Result<void> copy_tiles(const std::vector<std::string>& paths,
                               const ledger::TileReader& from, ledger::TileStore& to);

/// The same of all objects of these packages, final or still arriving. OBJ-02 and OBJ-04 when
/// another object is there.
value::Result<void> copy_objects(const std::vector<value::Uuid>& packages,
                                 const object::BlobStore& from, object::BlobStore& to);

/// Reads both sides again. STORE-27 when one file, one octet or one object differs.
value::Result<CopiedFiles> compare_tiles(const std::vector<std::string>& paths,
                                         const ledger::TileReader& from,
                                         const ledger::TileReader& to);
value::Result<CopiedFiles> compare_objects(const std::vector<value::Uuid>& packages,
                                           const object::BlobStore& from,
                                           const object::BlobStore& to);

}  // namespace comity::store
