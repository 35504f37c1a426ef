// Sealed objects in a bucket, below "objects/": one key a chunk, whose name holds its index and its
// leaf, so that an upload needs one chunk of memory and goes on where it was interrupted. The names
// are in store/s3_object_keys.h; on a disk: store/disk_blobs.h.
#pragma once

#include "object/blob_store.h"
#include "store/s3_client.h"
#include "store/s3_target.h"
#include "value/ports.h"
#include "value/result.h"

#include <memory>

namespace comity::store {

/// Several processes may use one bucket. Two that put different chunks at one index in the same
/// moment are both told that it is kept; from then on the one with the smaller leaf is (the root of
/// the object then tells whether it was the right one).
std::unique_ptr<object::BlobStore> s3_blobs(std::unique_ptr<S3Client> client);

/// STORE-25 when the target or its files cannot be used; `clock` outlives it.
value::Result<std::unique_ptr<object::BlobStore>> open_s3_blobs(const S3Target& target,
                                                                const value::Clock& clock);

}  // namespace comity::store
