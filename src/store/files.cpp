#include "store/files.h"

#include "value/bytes.h"
#include "value/result.h"

#include <fcntl.h>
#include <linux/falloc.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <system_error>
#include <utility>

namespace comity::store {

namespace {

value::Failure descriptor_failure(int error) { return io_failure(error, "an open file"); }

}  // namespace

value::Failure io_failure(int error, const std::filesystem::path& path) {
  const std::string detail =
      path.string() + ": " + std::error_code(error, std::generic_category()).message();
  switch (error) {
    case ENOSPC:
    case EDQUOT:  // NOLINT(misc-include-cleaner): cerrno
      return value::fail("STORE-03", detail);
    case EACCES:
    case EPERM:
    case EROFS:
    case ENOTDIR:
      return value::fail("STORE-01", detail);
    default:
      return value::fail("STORE-09", detail);
  }
}

value::Result<std::optional<File>> File::open(const std::filesystem::path& path, int flags) {
  const int descriptor = ::open(path.c_str(), flags | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (descriptor >= 0) {
    return std::optional<File>(File(descriptor));
  }
  const int error = errno;
  if (error == ENOENT) {
    return std::optional<File>();
  }
  return io_failure(error, path);
}

value::Result<File> File::make_unique_name(std::string& name) {
  const int descriptor = ::mkostemp(name.data(), O_CLOEXEC);
  if (descriptor < 0) {
    return io_failure(errno, name);
  }
  return File(descriptor);
}

File::File(File&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

File& File::operator=(File&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  return *this;
}

File::~File() {
  if (descriptor_ >= 0) {
    ::close(descriptor_);
  }
}

value::Result<void> File::lock_alone() const {
  while (::flock(descriptor_, LOCK_EX) != 0) {
    if (errno != EINTR) {
      return descriptor_failure(errno);
    }
  }
  return {};
}

value::Result<bool> File::try_lock_alone() const {
  while (::flock(descriptor_, LOCK_EX | LOCK_NB) != 0) {
    if (errno == EWOULDBLOCK) {
      return false;
    }
    if (errno != EINTR) {
      return descriptor_failure(errno);
    }
  }
  return true;
}

value::Result<bool> File::named() const {
  struct stat found{};
  if (::fstat(descriptor_, &found) != 0) {
    return descriptor_failure(errno);
  }
  return found.st_nlink != 0;
}

value::Result<std::uint64_t> File::size() const {
  struct stat found{};
  if (::fstat(descriptor_, &found) != 0) {
    return descriptor_failure(errno);
  }
  return static_cast<std::uint64_t>(found.st_size);
}

value::Result<std::size_t> File::read_at(std::uint64_t at, std::span<std::uint8_t> out) const {
  std::size_t done = 0;
  while (done < out.size()) {
    const ssize_t got =
        ::pread(descriptor_, out.data() + done, out.size() - done, static_cast<off_t>(at + done));
    if (got < 0 && errno == EINTR) {
      continue;
    }
    if (got < 0) {
      return descriptor_failure(errno);
    }
    if (got == 0) {
      break;
    }
    done += static_cast<std::size_t>(got);
  }
  return done;
}

value::Result<void> File::write_at(std::uint64_t at, value::BytesView bytes) const {
  std::size_t done = 0;
  while (done < bytes.size()) {
    const ssize_t put = ::pwrite(descriptor_, bytes.data() + done, bytes.size() - done,
                                 static_cast<off_t>(at + done));
    if (put < 0 && errno != EINTR) {
      return descriptor_failure(errno);
    }
    done += put > 0 ? static_cast<std::size_t>(put) : 0;
  }
  return {};
}

void File::give_up(std::uint64_t at, std::uint64_t length, std::uint64_t keep_size) const {
  // Only to free space: where it cannot be done, the octets stay and nobody reads them.
  (void)::fallocate(descriptor_, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, static_cast<off_t>(at),
                    static_cast<off_t>(length));
  if (const auto now = size(); now && *now > keep_size) {
    (void)!::ftruncate(descriptor_, static_cast<off_t>(keep_size));
  }
}

std::optional<std::uint64_t> File::data_from(std::uint64_t at) const {
  const off_t found = ::lseek(descriptor_, static_cast<off_t>(at),
                              SEEK_DATA);  // NOLINT(misc-include-cleaner): unistd.h
  if (found >= 0) {
    return static_cast<std::uint64_t>(found);
  }
  // ENXIO: only a hole follows. Elsewhere a file system that cannot tell: read on from here.
  return errno == ENXIO ? std::nullopt : std::optional(at);
}

value::Result<void> File::sync() const {
  if (::fdatasync(descriptor_) != 0) {
    return descriptor_failure(errno);
  }
  return {};
}

value::Result<std::filesystem::path> open_folder(const std::filesystem::path& folder) {
  std::error_code error;
  // "x/" has no last part: "x/." has one, and its parent is "x"
  auto whole = std::filesystem::absolute(folder / ".", error).lexically_normal().parent_path();
  const auto made = make_folders(whole.parent_path(), whole.filename());
  if (error || !made || ::access(whole.c_str(), R_OK | W_OK | X_OK) != 0) {
    const std::string why = made ? std::string("cannot be used") : made.error().detail;
    return value::fail("STORE-01", folder.string() + ": " + why);
  }
  return whole;
}

value::Result<void> sync_folder(const std::filesystem::path& folder) {
  const auto opened = File::open(folder, O_RDONLY | O_DIRECTORY);
  if (!opened) {
    return value::fail(opened.error());
  }
  const std::optional<File>& found = *opened;
  return found ? found->sync() : io_failure(ENOENT, folder);
}

value::Result<void> make_folders(const std::filesystem::path& root,
                                 const std::filesystem::path& path) {
  std::filesystem::path folder = root;
  for (const auto& part : path) {
    const std::filesystem::path above = folder;
    folder /= part;
    if (::mkdir(folder.c_str(), 0700) == 0) {
      if (auto synced = sync_folder(above); !synced) {
        return synced;
      }
    } else if (errno != EEXIST) {
      return io_failure(errno, folder);
    }
  }
  return {};
}

}  // namespace comity::store
