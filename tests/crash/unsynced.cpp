#include "crash/unsynced.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <ios>
#include <limits>
#include <mutex>
#include <set>
#include <sstream>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

namespace comity::crash {
namespace {

namespace fs = std::filesystem;

/// The lock of a folder: among threads and among processes.
class Lock {
 public:
  explicit Lock(const fs::path& folder) : threads_(mutex()) {
    file_ = ::open((folder / "lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    (void)::flock(file_, LOCK_EX);
  }

  Lock(const Lock&) = delete;
  Lock& operator=(const Lock&) = delete;

  ~Lock() { ::close(file_); }

 private:
  static std::mutex& mutex() {
    static std::mutex one;
    return one;
  }

  std::scoped_lock<std::mutex> threads_;
  int file_ = -1;
};

struct stat status_of(int fd) {
  struct stat found{};
  (void)::fstat(fd, &found);
  return found;
}

std::string fresh_name() {
  static std::atomic<unsigned> count = 0;
  return std::to_string(::getpid()) + "-" + std::to_string(count++);
}

void put_number(std::string& out, std::uint64_t number) {
  for (int shift = 0; shift < 64; shift += 8) {
    out.push_back(static_cast<char>(number >> static_cast<unsigned>(shift)));
  }
}

std::uint64_t take_number(const std::string& in, std::size_t& at) {
  std::uint64_t number = 0;
  for (int shift = 0; shift < 64; shift += 8) {
    number |= static_cast<std::uint64_t>(static_cast<unsigned char>(in[at++]))
              << static_cast<unsigned>(shift);
  }
  return number;
}

void write_all(int fd, const std::string& bytes) {
  for (std::size_t done = 0; done < bytes.size();) {
    const ssize_t put = ::write(fd, bytes.data() + done, bytes.size() - done);
    if (put <= 0) {
      return;
    }
    done += static_cast<std::size_t>(put);
  }
}

std::string read_all(const fs::path& file) {
  const std::ifstream in(file, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

}  // namespace

fs::path Unsynced::journal(ino_t number) const {
  return folder_ / ("pages." + std::to_string(number) + ".");
}

/// All files of notes about a file.
std::vector<fs::path> Unsynced::journals(ino_t number) const {
  std::vector<fs::path> files;
  const std::string prefix = journal(number).filename().string();
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(folder_, ignored)) {
    if (entry.path().filename().string().starts_with(prefix)) {
      files.push_back(entry.path());
    }
  }
  return files;
}

/// A process that is killed while it notes leaves the end of a note, which `writes` passes over:
/// the write it was about to make never happened.
void Unsynced::append(ino_t number, const std::vector<Before>& notes) const {
  std::string bytes;
  for (const Before& note : notes) {
    put_number(bytes, note.cut ? 1 : 0);
    put_number(bytes, note.at);
    put_number(bytes, note.file_size);
    put_number(bytes, note.octets.size());
    bytes += note.octets;
  }
  const int fd = ::open(journal(number).c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  write_all(fd, bytes);
  ::close(fd);
}

std::vector<Before> Unsynced::pages(int fd, std::uint64_t at, std::size_t length) const {
  const auto size = static_cast<std::uint64_t>(status_of(fd).st_size);
  // Another descriptor: this one may be for writing only, or for whole sectors only.
  const int reader = ::open(("/proc/self/fd/" + std::to_string(fd)).c_str(), O_RDONLY | O_CLOEXEC);
  std::vector<Before> out;
  for (std::uint64_t page = at / page_octets * page_octets; page < at + length;
       page += page_octets) {
    Before note{false, page, size, std::string(page_octets, '\0')};
    const ssize_t got = ::pread(reader, note.octets.data(), page_octets, static_cast<off_t>(page));
    note.octets.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
    out.push_back(std::move(note));
  }
  ::close(reader);
  return out;
}

void Unsynced::about_to_write(int fd, std::uint64_t at, std::size_t length) const {
  const Lock lock(folder_);
  append(status_of(fd).st_ino, pages(fd, at, length));
}

void Unsynced::about_to_cut(int fd, std::uint64_t size) const {
  const Lock lock(folder_);
  const struct stat found = status_of(fd);
  const auto now = static_cast<std::uint64_t>(found.st_size);
  std::vector<Before> notes;
  if (size < now) {
    notes = pages(fd, size, now - size);
    for (Before& note : notes) {
      note.cut = true;
    }
  } else {
    notes.push_back({false, size / page_octets * page_octets, now, {}});
    notes.back().octets = pages(fd, notes.back().at, 1).front().octets;
  }
  append(found.st_ino, notes);
}

void Unsynced::made_anew(int fd) const {
  const Lock lock(folder_);
  std::error_code ignored;
  for (const fs::path& file : journals(status_of(fd).st_ino)) {
    fs::remove(file, ignored);
  }
}

std::vector<fs::path> Unsynced::about_to_sync(int fd) const {
  const Lock lock(folder_);
  const ino_t number = status_of(fd).st_ino;
  const fs::path now = journal(number);
  // The order of names is the order of age: what is put aside sorts behind what comes later, and
  // behind the notes of now, which end in nothing.
  const auto age = std::chrono::steady_clock::now().time_since_epoch().count();
  fs::path aside = now;
  aside += std::to_string(std::numeric_limits<decltype(age)>::max() - age) + "-" + fresh_name();
  (void)::rename(now.c_str(), aside.c_str());
  return journals(number);
}

void Unsynced::synced(int fd, const std::vector<fs::path>& aside) const {
  const Lock lock(folder_);
  if (!S_ISDIR(status_of(fd).st_mode)) {
    std::error_code ignored;
    for (const fs::path& file : aside) {
      fs::remove(file, ignored);
    }
    return;
  }
  std::error_code error;
  const fs::path folder = fs::read_symlink("/proc/self/fd/" + std::to_string(fd), error);
  std::string left;
  std::istringstream lines(read_all(folder_ / "names"));
  for (std::string line; std::getline(lines, line);) {
    std::istringstream parts(line);
    std::string kind;
    std::string path;
    std::getline(parts, kind, '\t');
    std::getline(parts, path, '\t');
    if (fs::path(path).parent_path() != folder) {
      left += line + "\n";
    }
  }
  const fs::path next = folder_ / "names.next";
  const int out = ::open(next.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  write_all(out, left);
  ::close(out);
  fs::rename(next, folder_ / "names", error);
}

void Unsynced::changed(const NameChange& change) const {
  const Lock lock(folder_);
  const int fd =
      ::open((folder_ / "names").c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  write_all(fd, std::string(1, change.kind) + "\t" + change.path + "\t" + change.from + "\t" +
                    change.kept + "\n");
  ::close(fd);
}

std::string Unsynced::keep(const std::string& path) const {
  const fs::path kept = kept_folder() / fresh_name();
  return ::linkat(AT_FDCWD, path.c_str(), AT_FDCWD, kept.c_str(), 0) == 0 ? kept.string() : "";
}

std::vector<Before> Unsynced::writes(ino_t number) const {
  std::vector<fs::path> files = journals(number);
  std::sort(files.rbegin(), files.rend());
  std::vector<Before> out;
  for (const fs::path& file : files) {
    const std::string bytes = read_all(file);
    constexpr std::size_t head = 32;
    for (std::size_t at = 0; at + head <= bytes.size();) {
      Before note;
      note.cut = take_number(bytes, at) == 1;
      note.at = take_number(bytes, at);
      note.file_size = take_number(bytes, at);
      const std::uint64_t length = take_number(bytes, at);
      if (length > page_octets || at + length > bytes.size()) {
        break;
      }
      note.octets = bytes.substr(at, length);
      at += length;
      out.push_back(std::move(note));
    }
  }
  return out;
}

std::vector<ino_t> Unsynced::written() const {
  std::set<ino_t> numbers;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(folder_, ignored)) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with("pages.")) {
      numbers.insert(std::stoull(name.substr(6)));
    }
  }
  return {numbers.begin(), numbers.end()};
}

std::vector<NameChange> Unsynced::changes() const {
  std::vector<NameChange> out;
  std::istringstream lines(read_all(folder_ / "names"));
  for (std::string line; std::getline(lines, line);) {
    std::istringstream parts(line);
    std::string kind;
    NameChange change;
    std::getline(parts, kind, '\t');
    std::getline(parts, change.path, '\t');
    std::getline(parts, change.from, '\t');
    std::getline(parts, change.kept, '\t');
    change.kind = kind.empty() ? '?' : kind.front();
    out.push_back(std::move(change));
  }
  return out;
}

}  // namespace comity::crash
