// Small whole files of a node's folder: read with a limit, written so that a crash leaves the old
// or the new one. Keys are keys/key_file.h; sealed objects and tiles are room store.
#pragma once

#include "value/bytes.h"
#include "value/result.h"

#include <filesystem>
#include <vector>

namespace comity::node {

/// NODE-04 when it cannot be read or is larger than 8 MiB.
value::Result<value::Bytes> read_file(const std::filesystem::path& file);

/// Temporary name, fsync, rename, fsync of the folder; mode 0600. NODE-05 when it cannot be
/// written.
value::Result<void> replace_file(const std::filesystem::path& file, value::BytesView bytes);

/// Removes files of one folder in this order, and syncs it: what was removed does not come back.
/// One that cannot be removed stays.
void remove_files(const std::vector<std::filesystem::path>& files);

}  // namespace comity::node
