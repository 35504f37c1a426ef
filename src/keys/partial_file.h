// A file that gets its name only when it is complete: written under another name in the same
// folder, synchronised, then renamed. Private files (keys/private_file.h) and opened evidence use
// it.
#pragma once

#include "value/bytes.h"
#include "value/result.h"

#include <filesystem>

namespace comity::keys {

/// Mode 0600. Dies without publish(): nothing is left behind.
class PartialFile {
 public:
  /// KEY-05 when the folder cannot be written.
  static value::Result<PartialFile> create(const std::filesystem::path& path);

  PartialFile(PartialFile&& other) noexcept;
  PartialFile& operator=(PartialFile&&) = delete;
  PartialFile(const PartialFile&) = delete;
  PartialFile& operator=(const PartialFile&) = delete;
  ~PartialFile();

  /// KEY-05 when it cannot be written.
  value::Result<void> write(value::BytesView bytes);

  /// Durable under its name on return. KEY-05 when something of that name exists: nothing is ever
  /// overwritten.
  value::Result<void> publish();

 private:
  PartialFile(std::filesystem::path wanted, std::filesystem::path partial, int file);

  [[nodiscard]] value::Failure failed() const;

  std::filesystem::path wanted_;
  std::filesystem::path partial_;  // empty once published
  int file_;
};

}  // namespace comity::keys
