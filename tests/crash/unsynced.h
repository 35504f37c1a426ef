// What a disk has been told and not yet asked to keep, of one machine: kept in a folder of files,
// because all processes of the machine share one page cache and go down together. cut.cpp undoes
// it.
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace comity::crash {

inline constexpr std::size_t page_octets = 4096;

/// What stood in a page, and how long the file was, before a write. Cut: the write took octets off
/// the end.
struct Before {
  bool cut = false;
  std::uint64_t at = 0;
  std::uint64_t file_size = 0;
  std::string octets;  ///< shorter than a page where the file ended
};

/// A name that its folder has not kept yet, and how to take it back.
struct NameChange {
  char kind = 'm';   ///< m a file was made, d a folder was made, r renamed, u removed
  std::string path;  ///< no line ends or tabs in it
  std::string from;  ///< r: where it came from
  std::string kept;  ///< r, u: a second name of what stood at `path`, empty when nothing did
};

/// Any thread, any process; each call holds the folder's lock.
class Unsynced {
 public:
  explicit Unsynced(std::filesystem::path folder) : folder_(std::move(folder)) {}

  /// Before `length` octets at `at` are written to the file.
  void about_to_write(int fd, std::uint64_t at, std::size_t length) const;
  /// Before the file loses what is behind `size`.
  void about_to_cut(int fd, std::uint64_t size) const;
  /// The file has just been made: nothing of an earlier one with this number counts.
  void made_anew(int fd) const;

  /// What was written until now, put aside while a sync of it runs; what an earlier sync that did
  /// not come to an end had put aside is of it.
  [[nodiscard]] std::vector<std::filesystem::path> about_to_sync(int fd) const;
  /// The sync succeeded.
  void synced(int fd, const std::vector<std::filesystem::path>& aside) const;

  void changed(const NameChange& change) const;
  /// A second name for what stands at `path`, so that it outlives its first; empty when nothing
  /// does.
  [[nodiscard]] std::string keep(const std::string& path) const;

  /// All notes about the file with this number, oldest first.
  [[nodiscard]] std::vector<Before> writes(ino_t number) const;
  [[nodiscard]] std::vector<ino_t> written() const;
  [[nodiscard]] std::vector<NameChange> changes() const;

  [[nodiscard]] std::filesystem::path kept_folder() const { return folder_ / "kept"; }

 private:
  [[nodiscard]] std::filesystem::path journal(ino_t number) const;
  [[nodiscard]] std::vector<std::filesystem::path> journals(ino_t number) const;
  void append(ino_t number, const std::vector<Before>& notes) const;
  [[nodiscard]] std::vector<Before> pages(int fd, std::uint64_t at, std::size_t length) const;

  std::filesystem::path folder_;
};

}  // namespace comity::crash
