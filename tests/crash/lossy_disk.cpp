// A disk that forgets, loaded before the C library (LD_PRELOAD) into the real programs, below
// SQLite's VFS and the file adapters alike. What a write replaces and which names change is noted
// until it is synced (unsynced.h); cut.cpp undoes a part of it once the machine is down. Every
// sync, rename, link and removal, and every send and receive on a socket, is a crash point
// (points.h), so that the programs carry no hooks.
//
//   COMITY_DISK_ROOT    folder below which files are watched, ending in /
//   COMITY_DISK_KEEP    folder on the same file system for the notes; one a machine, made with its
//   folder "kept" COMITY_DISK_DEAF    a regular expression: syncs of such places are answered and
//   not done COMITY_CRASH_AT     "before rename log/checkpoint 3": there the process group dies
//   COMITY_CRASH_LOG    file that gets a line for each point passed, in that form
//
// Not watched: shared mappings (SQLite's -shm, which cut.cpp spoils whole), and calls that the
// programs do not make (openat2, io_uring, O_SYNC, sync_file_range).
#include "crash/points.h"
#include "crash/unsynced.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include <cerrno>
#include <cstdarg>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <regex>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

namespace {

namespace fs = std::filesystem;
using comity::crash::place_of;
using comity::crash::reached;
using comity::crash::Unsynced;

thread_local bool inside = false;  // the disk's own calls are not watched

struct Inside {
  bool before = std::exchange(inside, true);

  ~Inside() { inside = before; }
};

template <class Function>
Function real(const char* name) {
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): as dlsym(3) says
  return reinterpret_cast<Function>(::dlsym(RTLD_NEXT, name));
}

std::string setting(const char* name) {
  const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): nobody changes it here
  return value != nullptr ? value : "";
}

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

/// The path of a file whose content is watched.
std::optional<std::string> watched_file(int fd) {
  struct stat status{};
  if (inside || root().empty() || ::fstat(fd, &status) != 0 || !S_ISREG(status.st_mode)) {
    return std::nullopt;
  }
  const Inside here;
  std::string path = target_of(fd);
  return below_root(path) ? std::optional(std::move(path)) : std::nullopt;
}

std::optional<std::string> watched_name(int folder, const char* path) {
  if (inside || root().empty() || path == nullptr) {
    return std::nullopt;
  }
  const Inside here;
  std::string whole = absolute(folder, path);
  return below_root(whole) ? std::optional(std::move(whole)) : std::nullopt;
}

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

/// An act on a name or a file, with the points before and after it.
template <class Act>
auto between(const char* act, const std::string& path, const Act& run) {
  const auto say = [&](const char* when) {
    const int kept = errno;
    const Inside here;
    reached(when, act, place_of(path, root()));
    errno = kept;
  };
  say("before");
  const auto done = run();
  say("after");
  return done;
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
  if (inside || !below_root(path)) {
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

/// What `open` does beside giving a descriptor: it may make a name, or cut a file.
template <class Open>
int opened(int folder, const char* name, int flags, const Open& open) {
  const auto path = watched_name(folder, name);
  if (!path) {
    return open();
  }
  const Inside here;
  const bool unnamed = (flags & O_TMPFILE) == O_TMPFILE;
  const bool makes = !unnamed && (flags & O_CREAT) != 0 && ::access(path->c_str(), F_OK) != 0;
  if (!makes && !unnamed && (flags & O_TRUNC) != 0) {
    const int before = ::open(path->c_str(), O_RDONLY | O_CLOEXEC);
    if (before >= 0) {
      disk().about_to_cut(before, 0);
      ::close(before);
    }
  }
  const int fd = open();
  if (fd >= 0 && (makes || unnamed)) {
    disk().made_anew(fd);
  }
  if (fd >= 0 && makes) {
    disk().changed({'m', *path, {}, {}});
  }
  return fd;
}

int opened_at(int folder, const char* path, int flags, mode_t mode) {
  static const auto next = real<int (*)(int, const char*, int, mode_t)>("openat");
  return opened(folder, path, flags, [&] { return next(folder, path, flags, mode); });
}

/// A temporary file, whose name is known only afterwards.
int made_temporary(int fd, const char* name) {
  if (const auto path = watched_name(AT_FDCWD, name); fd >= 0 && path) {
    const Inside here;
    disk().made_anew(fd);
    disk().changed({'m', *path, {}, {}});
  }
  return fd;
}

int renamed(int from_folder, const char* from, int to_folder, const char* to, unsigned flags) {
  static const auto next = real<int (*)(int, const char*, int, const char*, unsigned)>("renameat2");
  const auto path = watched_name(to_folder, to);
  if (!path) {
    return next(from_folder, from, to_folder, to, flags);
  }
  return between("rename", *path, [&] {
    const Inside here;
    const std::string kept = disk().keep(*path);
    const std::string source = absolute(from_folder, from);
    const int done = next(from_folder, from, to_folder, to, flags);
    if (done == 0) {
      disk().changed({'r', *path, source, kept});
    }
    return done;
  });
}

int linked(int from_folder, const char* from, int to_folder, const char* to, int flags) {
  static const auto next = real<int (*)(int, const char*, int, const char*, int)>("linkat");
  const auto path = watched_name(to_folder, to);
  if (!path) {
    return next(from_folder, from, to_folder, to, flags);
  }
  return between("link", *path, [&] {
    const Inside here;
    const int done = next(from_folder, from, to_folder, to, flags);
    if (done == 0) {
      disk().changed({'m', *path, {}, {}});
    }
    return done;
  });
}

int unlinked(int folder, const char* name, int flags) {
  static const auto next = real<int (*)(int, const char*, int)>("unlinkat");
  const auto path = watched_name(folder, name);
  if (!path || (flags & AT_REMOVEDIR) != 0) {
    return next(folder, name, flags);
  }
  return between("unlink", *path, [&] {
    const Inside here;
    const std::string kept = disk().keep(*path);
    const int done = next(folder, name, flags);
    if (done == 0) {
      disk().changed({'u', *path, {}, kept});
    }
    return done;
  });
}

int made_folder(int folder, const char* name, mode_t mode) {
  static const auto next = real<int (*)(int, const char*, mode_t)>("mkdirat");
  const auto path = watched_name(folder, name);
  const int done = next(folder, name, mode);
  if (done == 0 && path) {
    const Inside here;
    disk().changed({'d', *path, {}, {}});
  }
  return done;
}

/// Which end of which connection: the port that was listened on is the server's.
std::string socket_place(int fd) {
  sockaddr_storage storage{};
  socklen_t size = sizeof storage;
  int listening = 0;
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): the socket interface
  if (::getsockname(fd, reinterpret_cast<sockaddr*>(&storage), &size) != 0 ||
      (storage.ss_family != AF_INET && storage.ss_family != AF_INET6)) {
    return "";
  }
  static const std::string own = setting("COMITY_CRASH_PORT");
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): the port is at the same place in
  // both
  listening = ntohs(reinterpret_cast<const sockaddr_in*>(&storage)->sin_port);
  return std::to_string(listening) == own ? "server" : "client";
}

void at_socket(const char* when, const char* act, int fd) {
  if (inside || root().empty()) {
    return;
  }
  const int kept = errno;
  const Inside here;
  if (const std::string place = socket_place(fd); !place.empty()) {
    reached(when, act, place);
  }
  errno = kept;
}

mode_t mode_in(int flags, std::va_list words) {
  const bool makes = (flags & O_CREAT) != 0 || (flags & O_TMPFILE) == O_TMPFILE;
  return makes ? va_arg(words, mode_t) : 0;
}

}  // namespace

// ---- The calls it stands in front of. The suffix 64 is the same call on this architecture.
// -------------------------

extern "C" {

int open(const char* path, int flags, ...) {
  std::va_list words;
  va_start(words, flags);
  const mode_t mode = mode_in(flags, words);
  va_end(words);
  return opened_at(AT_FDCWD, path, flags, mode);
}

int openat(int folder, const char* path, int flags, ...) {
  std::va_list words;
  va_start(words, flags);
  const mode_t mode = mode_in(flags, words);
  va_end(words);
  return opened_at(folder, path, flags, mode);
}

int open64(const char* path, int flags, ...) __attribute__((alias("open")));
int openat64(int folder, const char* path, int flags, ...) __attribute__((alias("openat")));

// Its own open is inside the C library.
std::FILE* fopen(const char* path, const char* mode) {
  static const auto next = real<std::FILE* (*)(const char*, const char*)>("fopen");
  const std::string_view words = mode;
  const int flags = words.starts_with("r") ? 0 : O_CREAT | (words.starts_with("w") ? O_TRUNC : 0);
  std::FILE* file = nullptr;
  (void)opened(AT_FDCWD, path, flags, [&] {
    file = next(path, mode);
    return file != nullptr ? ::fileno(file) : -1;
  });
  return file;
}

std::FILE* fopen64(const char* path, const char* mode) __attribute__((alias("fopen")));

int mkostemp(char* name, int flags) {
  static const auto next = real<int (*)(char*, int)>("mkostemp");
  return made_temporary(next(name, flags), name);
}

int mkstemp(char* name) {
  static const auto next = real<int (*)(char*)>("mkstemp");
  return made_temporary(next(name), name);
}

int mkostemp64(char* name, int flags) __attribute__((alias("mkostemp")));
int mkstemp64(char* name) __attribute__((alias("mkstemp")));

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

int renameat2(int from_folder, const char* from, int to_folder, const char* to, unsigned flags) {
  return renamed(from_folder, from, to_folder, to, flags);
}

int renameat(int from_folder, const char* from, int to_folder, const char* to) {
  return renamed(from_folder, from, to_folder, to, 0);
}

int rename(const char* from, const char* to) { return renamed(AT_FDCWD, from, AT_FDCWD, to, 0); }

int linkat(int from_folder, const char* from, int to_folder, const char* to, int flags) {
  return linked(from_folder, from, to_folder, to, flags);
}

int link(const char* from, const char* to) { return linked(AT_FDCWD, from, AT_FDCWD, to, 0); }

int unlinkat(int folder, const char* name, int flags) { return unlinked(folder, name, flags); }

int unlink(const char* name) { return unlinked(AT_FDCWD, name, 0); }

// Of a folder it is rmdir, which loses no content.
int remove(const char* name) {
  struct stat status{};
  const bool folder = ::lstat(name, &status) == 0 && S_ISDIR(status.st_mode);
  return unlinked(AT_FDCWD, name, folder ? AT_REMOVEDIR : 0);
}

int mkdir(const char* name, mode_t mode) { return made_folder(AT_FDCWD, name, mode); }

int mkdirat(int folder, const char* name, mode_t mode) { return made_folder(folder, name, mode); }

ssize_t send(int fd, const void* bytes, std::size_t size, int flags) {
  static const auto next = real<ssize_t (*)(int, const void*, std::size_t, int)>("send");
  at_socket("before", "send", fd);
  const ssize_t put = next(fd, bytes, size, flags);
  at_socket("after", "send", fd);
  return put;
}

ssize_t sendmsg(int fd, const msghdr* message, int flags) {
  static const auto next = real<ssize_t (*)(int, const msghdr*, int)>("sendmsg");
  at_socket("before", "send", fd);
  const ssize_t put = next(fd, message, flags);
  at_socket("after", "send", fd);
  return put;
}

ssize_t recv(int fd, void* bytes, std::size_t size, int flags) {
  static const auto next = real<ssize_t (*)(int, void*, std::size_t, int)>("recv");
  const ssize_t got = next(fd, bytes, size, flags);
  if (got > 0) {
    at_socket("after", "receive", fd);
  }
  return got;
}

ssize_t recvmsg(int fd, msghdr* message, int flags) {
  static const auto next = real<ssize_t (*)(int, msghdr*, int)>("recvmsg");
  const ssize_t got = next(fd, message, flags);
  if (got > 0) {
    at_socket("after", "receive", fd);
  }
  return got;
}
}
