// lossy_disk_probe ACT...: does one act after another on files of the working folder, as the test
// asks.
//
//   write FILE OCTET AT LENGTH    append FILE OCTET LENGTH    direct FILE OCTET LENGTH (O_DIRECT,
//   many of 4096) gather FILE OCTET AT LENGTH (pwritev)    stream FILE OCTET LENGTH (a C++ stream)
//   cut FILE SIZE sync FILE|FOLDER    rename FROM TO    link FROM TO    remove FILE    folder NAME
//   copy FROM TO (copy_file_range) unnamed FILE OCTET LENGTH (O_TMPFILE, synced, linked)    leave
//   (without a word, as a crash)
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <iostream>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace {

using Words = std::vector<std::string>;

void must(bool done, const char* what) {
  if (!done) {
    std::perror(what);
    std::exit(1);  // NOLINT(concurrency-mt-unsafe): one thread
  }
}

class Descriptor {
 public:
  Descriptor(const std::string& path, int flags)
      : fd_(::open(path.c_str(), flags | O_CLOEXEC, 0600)) {
    must(fd_ >= 0, path.c_str());
  }

  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  ~Descriptor() { ::close(fd_); }

  [[nodiscard]] int fd() const { return fd_; }

 private:
  int fd_;
};

std::string octets(const std::string& octet, const std::string& length) {
  return std::string(std::stoul(length), octet.front());
}

void put(int fd, const std::string& bytes) {
  must(::write(fd, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()), "write");
}

void direct(const Words& words) {
  const std::size_t length = std::stoul(words[2]);
  const std::unique_ptr<char, void (*)(void*)> block(
      static_cast<char*>(std::aligned_alloc(4096, length)), std::free);
  std::fill_n(block.get(), length, words[1].front());
  // Where a file system knows no O_DIRECT the plain write says the same.
  int fd = ::open(words[0].c_str(), O_WRONLY | O_CREAT | O_DIRECT | O_CLOEXEC, 0600);
  fd = fd >= 0 ? fd : ::open(words[0].c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  must(::write(fd, block.get(), length) == static_cast<ssize_t>(length), "direct write");
  ::close(fd);
}

void gather(const Words& words) {
  std::string bytes = octets(words[1], words[3]);
  std::array<iovec, 2> parts{
      iovec{bytes.data(), bytes.size() / 2},
      iovec{bytes.data() + bytes.size() / 2, bytes.size() - bytes.size() / 2}};
  const Descriptor file(words[0], O_WRONLY | O_CREAT);
  must(::pwritev(file.fd(), parts.data(), 2, std::stol(words[2])) ==
           static_cast<ssize_t>(bytes.size()),
       "pwritev");
}

void unnamed(const Words& words) {
  const Descriptor file(".", O_WRONLY | O_TMPFILE);
  put(file.fd(), octets(words[1], words[2]));
  must(::fsync(file.fd()) == 0, "fsync");
  const std::string open_file = "/proc/self/fd/" + std::to_string(file.fd());
  must(::linkat(AT_FDCWD, open_file.c_str(), AT_FDCWD, words[0].c_str(), AT_SYMLINK_FOLLOW) == 0,
       "linkat");
}

void copy(const Words& words) {
  const Descriptor from(words[0], O_RDONLY);
  const Descriptor to(words[1], O_WRONLY | O_CREAT);
  must(::copy_file_range(from.fd(), nullptr, to.fd(), nullptr, 1U << 20U, 0) >= 0,
       "copy_file_range");
}

struct Act {
  std::size_t words;
  std::function<void(const Words&)> run;
};

const std::map<std::string, Act>& acts() {
  static const std::map<std::string, Act> table{
      {"write",
       {4,
        [](const Words& w) {
          const Descriptor file(w[0], O_WRONLY | O_CREAT);
          const std::string bytes = octets(w[1], w[3]);
          must(::pwrite(file.fd(), bytes.data(), bytes.size(), std::stol(w[2])) > 0, "pwrite");
        }}},
      {"append",
       {3,
        [](const Words& w) {
          put(Descriptor(w[0], O_WRONLY | O_CREAT | O_APPEND).fd(), octets(w[1], w[2]));
        }}},
      {"direct", {3, direct}},
      {"gather", {4, gather}},
      {"unnamed", {3, unnamed}},
      {"copy", {2, copy}},
      {"stream", {3, [](const Words& w) { std::ofstream(w[0]) << octets(w[1], w[2]); }}},
      {"cut",
       {2,
        [](const Words& w) {
          must(::ftruncate(Descriptor(w[0], O_WRONLY).fd(), std::stol(w[1])) == 0, "cut");
        }}},
      {"sync",
       {1, [](const Words& w) { must(::fsync(Descriptor(w[0], O_RDONLY).fd()) == 0, "fsync"); }}},
      {"rename",
       {2, [](const Words& w) { must(::rename(w[0].c_str(), w[1].c_str()) == 0, "rename"); }}},
      {"link", {2, [](const Words& w) { must(::link(w[0].c_str(), w[1].c_str()) == 0, "link"); }}},
      {"remove", {1, [](const Words& w) { must(::unlink(w[0].c_str()) == 0, "unlink"); }}},
      {"folder", {1, [](const Words& w) { must(::mkdir(w[0].c_str(), 0700) == 0, "mkdir"); }}},
      {"leave", {0, [](const Words&) { ::_exit(0); }}},
  };
  return table;
}

}  // namespace

int main(int count, char** words) {
  const Words all(words + 1, words + count);
  for (std::size_t at = 0; at < all.size();) {
    const auto found = acts().find(all[at++]);
    if (found == acts().end() || at + found->second.words > all.size()) {
      std::cerr << "no such act\n";
      return 2;
    }
    const auto first = all.begin() + static_cast<std::ptrdiff_t>(at);
    found->second.run(Words(first, first + static_cast<std::ptrdiff_t>(found->second.words)));
    at += found->second.words;
  }
  return 0;
}
