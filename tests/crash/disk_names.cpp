// Which names come, change and go.
#include "crash/lossy_disk.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdarg>
#include <cstdio>
#include <string>
#include <string_view>

namespace {

using comity::crash::absolute;
using comity::crash::between;
using comity::crash::disk;
using comity::crash::Inside;
using comity::crash::real;
using comity::crash::watched_name;

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

mode_t mode_in(int flags, std::va_list words) {
  const bool makes = (flags & O_CREAT) != 0 || (flags & O_TMPFILE) == O_TMPFILE;
  return makes ? va_arg(words, mode_t) : 0;
}

}  // namespace

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
}
