// A disk of a few MiB for one child process, to see what happens when it is full.
#pragma once

#include "support/child.h"
#include "support/shell.h"

#include <sched.h>
#include <sys/mount.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <functional>
#include <string>

namespace comity::testing_support {

/// The only process that sees the disk; false with `why` when this machine allows none.
inline bool mount_small_disk(const std::filesystem::path& at, int mib, std::string& why) {
  const uid_t user = ::geteuid();
  const gid_t group = ::getegid();
  if (::unshare(user == 0 ? CLONE_NEWNS : CLONE_NEWUSER | CLONE_NEWNS) != 0) {
    why = std::string("unshare: ") + std::strerror(errno);  // NOLINT(concurrency-mt-unsafe)
    return false;
  }
  if (user != 0) {
    std::ofstream("/proc/self/setgroups") << "deny";
    std::ofstream("/proc/self/uid_map") << "0 " << user << " 1";
    std::ofstream("/proc/self/gid_map") << "0 " << group << " 1";
  }
  const std::string options = "size=" + std::to_string(mib) + "m,mode=0700";
  if (::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0 ||
      ::mount("tmpfs", at.c_str(), "tmpfs", 0, options.c_str()) != 0) {
    why = std::string("mount: ") + std::strerror(errno);  // NOLINT(concurrency-mt-unsafe)
    return false;
  }
  return true;
}

/// Runs `act` where the folder is a disk of `mib` MiB: what it returns, empty when all was well.
inline std::string on_small_disk(
    int mib, const std::function<std::string(const std::filesystem::path&)>& act) {
  const TemporaryFolder folder;
  Child child([&](const Say& say) {
    std::string why;
    if (!mount_small_disk(folder.path(), mib, why)) {
      say("this test needs root or user namespaces (kernel.unprivileged_userns_clone): " + why);
      return;
    }
    const std::string said = act(folder.path());
    say(said.empty() ? "well" : said);
  });
  const std::string said = child.line();
  if (!child.ended()) {
    return "the process on the small disk did not end well: " + said;
  }
  return said == "well" ? "" : said;
}

/// A file of `kib` KiB that takes space until it is removed.
inline std::filesystem::path ballast(const std::filesystem::path& folder, std::size_t kib) {
  std::filesystem::path path = folder / "ballast";
  std::ofstream(path, std::ios::binary) << std::string(kib * 1024, 'b');
  return path;
}

}  // namespace comity::testing_support
