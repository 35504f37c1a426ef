#include "crash/lossy_disk.h"

#include "crash/unsynced.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

namespace comity::crash {

namespace fs = std::filesystem;

bool& Inside::inside() {
  thread_local bool inside = false;
  return inside;
}

std::string setting(const char* name) {
  const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): nobody changes it here
  return value != nullptr ? value : "";
}

bool watching() { return !Inside::inside() && !root().empty(); }

const std::string& root() {
  static const std::string folder = setting("COMITY_DISK_ROOT");
  return folder;
}

const Unsynced& disk() {
  static const Unsynced notes{fs::path(setting("COMITY_DISK_KEEP"))};
  return notes;
}

bool below_root(const std::string& path) {
  return !root().empty() && (path.starts_with(root()) || path + "/" == root()) &&
         !path.ends_with("-shm");
}

std::string target_of(int fd) {
  std::error_code error;
  const std::string path = fs::read_symlink("/proc/self/fd/" + std::to_string(fd), error).string();
  constexpr std::string_view gone = " (deleted)";
  return path.ends_with(gone) ? path.substr(0, path.size() - gone.size()) : path;
}

std::string absolute(int folder, const char* path) {
  if (path[0] == '/') {
    return fs::path(path).lexically_normal().string();
  }
  std::error_code error;
  const fs::path base = folder == AT_FDCWD ? fs::current_path(error) : fs::path(target_of(folder));
  return (base / path).lexically_normal().string();
}

std::optional<std::string> watched_file(int fd) {
  struct stat status{};
  if (!watching() || ::fstat(fd, &status) != 0 || !S_ISREG(status.st_mode)) {
    return std::nullopt;
  }
  const Inside here;
  std::string path = target_of(fd);
  return below_root(path) ? std::optional(std::move(path)) : std::nullopt;
}

std::optional<std::string> watched_name(int folder, const char* path) {
  if (!watching() || path == nullptr) {
    return std::nullopt;
  }
  const Inside here;
  std::string whole = absolute(folder, path);
  return below_root(whole) ? std::optional(std::move(whole)) : std::nullopt;
}

}  // namespace comity::crash
