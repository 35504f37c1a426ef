// The log's files in a bucket, below "log/", named exactly as its tile paths. On a disk:
// store/disk_tiles.h.
#pragma once

#include "ledger/tile_store.h"
#include "store/s3_client.h"
#include "store/s3_target.h"
#include "value/ports.h"
#include "value/result.h"

#include <memory>

namespace comity::store {

/// Several processes may use one bucket. Nothing is asked of the service yet: what it says is in
/// the calls, with the codes of store/s3_client.h and STORE-10 for a path that is no plain relative
/// path.
std::unique_ptr<ledger::TileStore> s3_tiles(std::unique_ptr<S3Client> client);

/// STORE-25 when the target or its files cannot be used; `clock` outlives it.
value::Result<std::unique_ptr<ledger::TileStore>> open_s3_tiles(const S3Target& target,
                                                                const value::Clock& clock);

}  // namespace comity::store
