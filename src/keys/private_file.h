// Files that only their owner may read, written whole or not at all: for key files and identities.
#pragma once

#include "value/result.h"

#include <filesystem>
#include <string>
#include <string_view>

namespace comity::keys {

/// Durable on return, mode 0600, complete; on failure there is no file. KEY-05 when something of
/// that name exists or the folder cannot be written.
value::Result<void> write_private_file(const std::filesystem::path& path, std::string_view text);

/// KEY-06 when it cannot be read, is no regular file, others than its owner may read it, or it is
/// over 64 KiB.
value::Result<std::string> read_private_file(const std::filesystem::path& path);

}  // namespace comity::keys
