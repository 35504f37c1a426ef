// What a write replaces, and the syncs that keep it.
#include "crash/lossy_disk.h"
#include "crash/points.h"

#include <fcntl.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <regex>
#include <string>

namespace {

using comity::crash::below_root;
using comity::crash::between;
using comity::crash::disk;
using comity::crash::Inside;
using comity::crash::place_of;
using comity::crash::real;
using comity::crash::root;
using comity::crash::setting;
using comity::crash::target_of;
using comity::crash::watched_file;

void about_to_write(int fd, off_t at, std::size_t length) {
  if (at >= 0 && length > 0 && watched_file(fd)) {
    const Inside here;
    disk().about_to_write(fd, static_cast<std::uint64_t>(at), length);
  }
}

void about_to_write_next(int fd, std::size_t length) {
  if (watched_file(fd)) {
    const bool at_end = (::fcntl(fd, F_GETFL) & O_APPEND) != 0;
    struct stat status{};
    (void)::fstat(fd, &status);
    about_to_write(fd, at_end ? status.st_size : ::lseek(fd, 0, SEEK_CUR), length);
  }
}

std::size_t total(const iovec* parts, int count) {
  std::size_t size = 0;
  for (int i = 0; i < count; ++i) {
    size += parts[i].iov_len;
  }
  return size;
}

bool deaf(const std::string& place) {
  static const std::string words = setting("COMITY_DISK_DEAF");
  static const std::regex expression(words);
  return !words.empty() && std::regex_search(place, expression);
}

/// `sync` keeps pages and size of a file, and the names in a folder. The medium below is not asked:
/// the machine goes down only in what is noted here.
template <class Sync>
int synced(const char* act, int fd, const Sync& sync) {
  std::string path;
  {
    const Inside here;
    path = target_of(fd);
  }
  if (Inside::inside() || !below_root(path)) {
    return sync(fd);
  }
  return between(act, path, [&] {
    const Inside here;
    if (deaf(place_of(path, root()))) {
      return 0;
    }
    const auto aside = disk().about_to_sync(fd);
    disk().synced(fd, aside);
    return 0;
  });
}

}  // namespace

extern "C" {

ssize_t write(int fd, const void* bytes, std::size_t size) {
  static const auto next = real<ssize_t (*)(int, const void*, std::size_t)>("write");
  about_to_write_next(fd, size);
  return next(fd, bytes, size);
}

ssize_t writev(int fd, const iovec* parts, int count) {
  static const auto next = real<ssize_t (*)(int, const iovec*, int)>("writev");
  about_to_write_next(fd, total(parts, count));
  return next(fd, parts, count);
}

ssize_t pwrite(int fd, const void* bytes, std::size_t size, off_t at) {
  static const auto next = real<ssize_t (*)(int, const void*, std::size_t, off_t)>("pwrite");
  about_to_write(fd, at, size);
  return next(fd, bytes, size, at);
}

ssize_t pwritev(int fd, const iovec* parts, int count, off_t at) {
  static const auto next = real<ssize_t (*)(int, const iovec*, int, off_t)>("pwritev");
  about_to_write(fd, at, total(parts, count));
  return next(fd, parts, count, at);
}

ssize_t pwrite64(int fd, const void* bytes, std::size_t size, off64_t at)
    __attribute__((alias("pwrite")));
ssize_t pwritev64(int fd, const iovec* parts, int count, off64_t at)
    __attribute__((alias("pwritev")));

// NOLINTNEXTLINE(readability-function-size): the C library's parameters
ssize_t copy_file_range(int from, off64_t* from_at, int to, off64_t* to_at, std::size_t size,
                        unsigned flags) {
  static const auto next =
      real<ssize_t (*)(int, off64_t*, int, off64_t*, std::size_t, unsigned)>("copy_file_range");
  about_to_write(to, to_at != nullptr ? *to_at : ::lseek(to, 0, SEEK_CUR), size);
  return next(from, from_at, to, to_at, size, flags);
}

ssize_t sendfile(int to, int from, off_t* at, std::size_t size) {
  static const auto next = real<ssize_t (*)(int, int, off_t*, std::size_t)>("sendfile");
  about_to_write_next(to, size);
  return next(to, from, at, size);
}

ssize_t sendfile64(int to, int from, off64_t* at, std::size_t size)
    __attribute__((alias("sendfile")));

int ftruncate(int fd, off_t size) {
  static const auto next = real<int (*)(int, off_t)>("ftruncate");
  if (watched_file(fd)) {
    const Inside here;
    disk().about_to_cut(fd, static_cast<std::uint64_t>(size));
  }
  return next(fd, size);
}

int ftruncate64(int fd, off64_t size) __attribute__((alias("ftruncate")));

int fallocate(int fd, int mode, off_t at, off_t length) {
  static const auto next = real<int (*)(int, int, off_t, off_t)>("fallocate");
  about_to_write(fd, at, static_cast<std::size_t>(length));
  return next(fd, mode, at, length);
}

int fallocate64(int fd, int mode, off64_t at, off64_t length) __attribute__((alias("fallocate")));

int fsync(int fd) {
  static const auto next = real<int (*)(int)>("fsync");
  return synced("fsync", fd, next);
}

int fdatasync(int fd) {
  static const auto next = real<int (*)(int)>("fdatasync");
  return synced("fdatasync", fd, next);
}
}
