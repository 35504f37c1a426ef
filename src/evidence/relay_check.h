// What anyone can check of a sealed object without a key: length and root against the signed outer
// manifest. Opening is in object_opening.h.
#pragma once

#include "evidence/sealing.h"
#include "evidence/source.h"
#include "object/blob_store.h"
#include "value/result.h"

namespace comity::evidence {

/// Hashes two chunks at a time on two threads. PKG-09 another length; PKG-10 another root; SEAL-01,
/// SEAL-05, SEAL-06.
value::Result<void> check_extent(Source& sealed, const object::Extent& expected,
                                 const Progress& progress);

}  // namespace comity::evidence
