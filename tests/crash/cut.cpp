// lossy_disk_cut ROOT KEEP SEED: the power was cut while KEEP held what ROOT had not synced. A part
// of it is undone: pages lost, pages torn at sectors, sizes and names set back. No process of the
// machine may run any more. Prints what it did, a line each; the same seed does the same to the
// same folders.
#include "crash/unsynced.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <map>
#include <random>
#include <set>
#include <string>
#include <system_error>
#include <vector>

namespace {

namespace fs = std::filesystem;
using comity::crash::Before;
using comity::crash::NameChange;
using comity::crash::page_octets;
using comity::crash::Unsynced;

constexpr std::size_t sector = 512;
using Random = std::mt19937_64;

std::string read_page(int fd, std::uint64_t at) {
  std::string page(page_octets, '\0');
  (void)!::pread(fd, page.data(), page.size(), static_cast<off_t>(at));
  return page;
}

std::string whole_page(const Before& note) {
  std::string page = note.octets;
  page.resize(page_octets, '\0');
  return page;
}

/// Each sector of a torn page is of one time or of the other.
std::string torn(const std::string& now, const std::string& then, Random& random) {
  std::string page = now;
  for (std::size_t at = 0; at < page_octets; at += sector) {
    if (random() % 2 == 0) {
      page.replace(at, sector, then, at, sector);
    }
  }
  return page;
}

/// A file that lost its end and had not kept that: all is as before, or the end is gone.
void give_back_what_was_cut(int fd, std::vector<Before>& notes, Random& random) {
  const bool back = random() % 2 == 0;
  while (!notes.empty() &&
         std::any_of(notes.begin(), notes.end(), [](const Before& n) { return n.cut; })) {
    const Before last = notes.back();
    notes.pop_back();
    if (back) {
      (void)!::pwrite(fd, last.octets.data(), last.octets.size(), static_cast<off_t>(last.at));
      (void)!::ftruncate(fd, static_cast<off_t>(last.file_size));
    }
  }
}

std::string lose_pages(int fd, std::vector<Before> notes, Random& random) {
  give_back_what_was_cut(fd, notes, random);
  struct stat status{};
  (void)::fstat(fd, &status);
  const auto now = static_cast<std::uint64_t>(status.st_size);
  std::map<std::uint64_t, std::vector<const Before*>> pages;
  std::set<std::uint64_t> known{now};
  for (const Before& note : notes) {
    pages[note.at].push_back(&note);
    known.insert(note.file_size);
  }
  std::array<int, 3> fates{};
  for (const auto& [at, versions] : pages) {
    const auto fate = random() % fates.size();
    ++fates.at(fate);
    if (fate == 0 || at >= now) {
      continue;
    }
    const std::string then = whole_page(*versions[random() % versions.size()]);
    const std::string page = fate == 1 ? then : torn(read_page(fd, at), then, random);
    (void)!::pwrite(fd, page.data(), std::min<std::size_t>(page_octets, now - at),
                    static_cast<off_t>(at));
  }
  const std::vector<std::uint64_t> sizes(known.begin(), known.end());
  const std::uint64_t size = sizes[random() % sizes.size()];
  (void)!::ftruncate(fd, static_cast<off_t>(size));
  return std::to_string(fates[0]) + " pages kept, " + std::to_string(fates[1]) + " lost, " +
         std::to_string(fates[2]) + " torn; size " + std::to_string(now) + " -> " +
         std::to_string(size);
}

/// Where each file stands now, removed ones too.
std::map<ino_t, fs::path> places(const std::vector<fs::path>& roots) {
  std::map<ino_t, fs::path> found;
  for (const fs::path& root : roots) {
    std::error_code ignored;
    for (const auto& entry : fs::recursive_directory_iterator(root, ignored)) {
      struct stat status{};
      if (::lstat(entry.path().c_str(), &status) == 0 && S_ISREG(status.st_mode)) {
        found.emplace(status.st_ino, entry.path());
      }
    }
  }
  return found;
}

void take_back(const NameChange& change) {
  std::error_code ignored;
  switch (change.kind) {
    case 'm':
      fs::remove(change.path, ignored);
      break;
    case 'd':
      fs::remove_all(change.path, ignored);
      break;
    case 'r':
      fs::rename(change.path, change.from, ignored);
      break;
    default:
      break;
  }
  if (!change.kept.empty()) {
    fs::create_hard_link(change.kept, change.path, ignored);
  }
}

// Mapped into the programs, never synced: after a cut nobody may count on one octet of it.
void spoil_mapped(const fs::path& root, Random& random) {
  std::error_code ignored;
  for (const auto& entry : fs::recursive_directory_iterator(root, ignored)) {
    if (!entry.path().string().ends_with("-shm")) {
      continue;
    }
    const int fd = ::open(entry.path().c_str(), O_WRONLY | O_CLOEXEC);
    for (std::uint64_t at = 0; at < entry.file_size(ignored); at += sizeof(std::uint64_t)) {
      const std::uint64_t noise = random();
      (void)!::pwrite(fd, &noise, sizeof noise, static_cast<off_t>(at));
    }
    ::close(fd);
  }
}

int cut(const fs::path& root, const fs::path& keep, std::uint64_t seed) {
  Random random(seed);
  const Unsynced unsynced(keep);
  if (random() % 8 == 0) {
    std::cout << "all of it had reached the disk\n";
    spoil_mapped(root, random);
    return 0;
  }
  const auto standing = places({root, unsynced.kept_folder()});
  for (const ino_t number : unsynced.written()) {
    const auto place = standing.find(number);
    const int fd = place == standing.end() ? -1 : ::open(place->second.c_str(), O_RDWR | O_CLOEXEC);
    if (fd >= 0) {
      std::cout << place->second.string() << ": " << lose_pages(fd, unsynced.writes(number), random)
                << "\n";
      ::close(fd);
    }
  }
  // File systems keep the order of names: what is lost is the end of the list.
  std::vector<NameChange> changes = unsynced.changes();
  for (auto left = random() % (changes.size() + 1); left > 0; --left) {
    std::cout << changes.back().path << ": name taken back (" << changes.back().kind << ")\n";
    take_back(changes.back());
    changes.pop_back();
  }
  spoil_mapped(root, random);
  return 0;
}

}  // namespace

int main(int count, char** words) {
  if (count != 4) {
    std::cerr << "usage: lossy_disk_cut ROOT KEEP SEED\n";
    return 2;
  }
  return cut(words[1], words[2], std::strtoull(words[3], nullptr, 10));
}
