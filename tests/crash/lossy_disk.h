// A disk that forgets, loaded before the C library (LD_PRELOAD) into the real programs, below
// SQLite's VFS and the file adapters alike. What a write replaces (disk_contents.cpp) and which
// names change (disk_names.cpp) is noted until it is synced (unsynced.h); cut.cpp undoes a part of
// it once the machine is down. Every sync, rename, link and removal, and every send and receive on
// a socket (disk_sockets.cpp), is a crash point (points.h), so that the programs carry no hooks.
//
// Settings, of the environment:
//
// * COMITY_DISK_ROOT: folder below which files are watched, ending in /
// * COMITY_DISK_KEEP: folder on the same file system for the notes, made with its folder "kept";
// one
//   a machine
// * COMITY_DISK_DEAF: a regular expression: syncs of such places are answered and not done
// * COMITY_CRASH_AT: "before rename log/checkpoint 3": there the process group dies
// * COMITY_CRASH_LOG: file that gets a line for each point passed, in that form
// * COMITY_CRASH_PORT: the port that this process listens on
// * COMITY_CRASH_BUCKET: the port of the S3 service, where there is one
//
// Not watched: shared mappings (SQLite's -shm, which cut.cpp spoils whole), and calls that the
// programs do not make (openat2, io_uring, O_SYNC, sync_file_range).
//
// The suffix 64 is the same call on this architecture.
#pragma once

#include "crash/points.h"
#include "crash/unsynced.h"

#include <dlfcn.h>
#include <sys/types.h>

#include <cerrno>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>

namespace comity::crash {

/// The disk's own calls are not watched: this thread is inside it while one of these lives.
class Inside {
 public:
  Inside() : before_(std::exchange(inside(), true)) {}

  Inside(const Inside&) = delete;
  Inside& operator=(const Inside&) = delete;

  ~Inside() { inside() = before_; }

  static bool& inside();

 private:
  bool before_;
};

/// The call of this name that stands behind ours.
template <class Function>
Function real(const char* name) {
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): as dlsym(3) says
  return reinterpret_cast<Function>(::dlsym(RTLD_NEXT, name));
}

/// Empty when it is not set.
std::string setting(const char* name);

/// Whether anything is watched, and this is not a call of the disk's own.
bool watching();

const std::string& root();
const Unsynced& disk();

bool below_root(const std::string& path);
std::string target_of(int fd);
std::string absolute(int folder, const char* path);

/// The path of a file whose content is watched.
std::optional<std::string> watched_file(int fd);

/// The whole path, when its name is watched.
std::optional<std::string> watched_name(int folder, const char* path);

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

}  // namespace comity::crash
