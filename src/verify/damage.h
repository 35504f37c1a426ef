// Where a file of a bundle differs from what was signed, to one chunk of 1 MiB. It needs a list
// that is itself checked: the leaves of a sealed object lead to its signed root, the hash states of
// an opened file have a signed digest.
#pragma once

#include "evidence/sidecar.h"
#include "evidence/source.h"
#include "value/bytes.h"
#include "value/digest.h"
#include "value/result.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace comity::verify {

/// The leaf hashes in a list; VER-22 when they do not lead to the root.
value::Result<std::vector<value::Digest>> read_leaves(value::BytesView bytes,
                                                      const value::Digest& root);

/// The hash states in a sidecar; PKG-20 when it is not the one that was signed.
value::Result<evidence::Sidecar> read_midstates(value::BytesView bytes,
                                                const value::Digest& signed_digest);

/// The first chunk that differs, is missing, or should not be there; nothing when none does.
std::optional<std::uint64_t> first_bad_chunk(evidence::Source& file,
                                             const std::vector<value::Digest>& leaves);
std::optional<std::uint64_t> first_bad_chunk(evidence::Source& file,
                                             const evidence::Sidecar& sidecar);

}  // namespace comity::verify
