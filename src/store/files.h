// Files and folders of the disk adapters: positions, syncing, and what the system's errors mean.
#pragma once

#include "value/bytes.h"
#include "value/result.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>

namespace comity::store {

/// An open file, closed when it ends.
class File {
 public:
  /// Nothing when the file does not exist. `flags` as for open(2); made with mode 0600.
  static value::Result<std::optional<File>> open(const std::filesystem::path& path, int flags);

  /// A new file; the "XXXXXX" that `name` ends with becomes what makes it unique.
  static value::Result<File> make_unique_name(std::string& name);

  File(File&& other) noexcept;
  File& operator=(File&& other) noexcept;
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  ~File();

  /// Waits for the lock that other openings of the file hold; let go when the file is closed.
  [[nodiscard]] value::Result<void> lock_alone() const;

  /// The same without waiting: false while another opening holds it.
  [[nodiscard]] value::Result<bool> try_lock_alone() const;

  /// False once the file has no name any more.
  [[nodiscard]] value::Result<bool> named() const;
  [[nodiscard]] value::Result<std::uint64_t> size() const;

  /// Fills `out` as far as the file reaches: the number of octets read.
  [[nodiscard]] value::Result<std::size_t> read_at(std::uint64_t at,
                                                   std::span<std::uint8_t> out) const;
  [[nodiscard]] value::Result<void> write_at(std::uint64_t at, value::BytesView bytes) const;

  /// Frees [at, at + length), which reads as zero or end afterwards, never beyond `keep_size`.
  void give_up(std::uint64_t at, std::uint64_t length, std::uint64_t keep_size) const;

  /// First position from `at` that holds data; nothing when only a hole follows.
  [[nodiscard]] std::optional<std::uint64_t> data_from(std::uint64_t at) const;

  /// Content and length are on the medium.
  [[nodiscard]] value::Result<void> sync() const;

 private:
  explicit File(int descriptor) : descriptor_(descriptor) {}

  int descriptor_ = -1;
};

/// STORE-03 no space left, STORE-01 not allowed, STORE-09 anything else.
value::Failure io_failure(int error, const std::filesystem::path& path);

/// The folder as an absolute path, made (mode 0700) if absent where its parent exists; STORE-01.
value::Result<std::filesystem::path> open_folder(const std::filesystem::path& folder);

/// The names in the folder are on the medium.
value::Result<void> sync_folder(const std::filesystem::path& folder);

/// Makes the folders of `path` below `root` that are missing (mode 0700), each durable.
value::Result<void> make_folders(const std::filesystem::path& root,
                                 const std::filesystem::path& path);

}  // namespace comity::store
