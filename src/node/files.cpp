#include "node/files.h"

#include "value/bytes.h"
#include "value/result.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <ios>
#include <iterator>
#include <string>
#include <system_error>
#include <vector>

namespace comity::node {
namespace {

using value::fail;
using value::Result;

constexpr std::uintmax_t largest = std::uintmax_t{8} << 20U;

/// An open file that closes itself.
class Handle {
 public:
  explicit Handle(int fd) : fd_(fd) {}

  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;

  ~Handle() {
    if (fd_ >= 0) {
      ::close(fd_);
    }
  }

  [[nodiscard]] int fd() const { return fd_; }

 private:
  int fd_;
};

bool write_all(int fd, value::BytesView bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(fd, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) {
      continue;
    }
    if (written <= 0) {
      return false;
    }
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
  return ::fsync(fd) == 0;
}

bool sync_folder_of(const std::filesystem::path& file) {
  const auto parent = file.has_parent_path() ? file.parent_path() : std::filesystem::path(".");
  const Handle folder(::open(parent.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  return folder.fd() >= 0 && ::fsync(folder.fd()) == 0;
}

value::Failure refused(const std::filesystem::path& file) {
  return fail("NODE-05", file.string() + ": " + std::generic_category().message(errno));
}

}  // namespace

Result<value::Bytes> read_file(const std::filesystem::path& file) {
  std::error_code error;
  const auto size = std::filesystem::file_size(file, error);
  if (error || size > largest) {
    return fail("NODE-04", file.string() + (error ? ": " + error.message() : " is too large"));
  }
  std::ifstream in(file, std::ios::binary);
  value::Bytes bytes((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  if (!in) {
    return fail("NODE-04", file.string());
  }
  return bytes;
}

Result<void> replace_file(const std::filesystem::path& file, value::BytesView bytes) {
  std::filesystem::path temporary = file;
  temporary += "." + std::to_string(::getpid()) + ".tmp";
  {
    const Handle out(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
    if (out.fd() < 0) {
      return refused(file);
    }
    if (!write_all(out.fd(), bytes)) {
      const auto why = refused(file);
      ::unlink(temporary.c_str());
      return why;
    }
  }
  if (::rename(temporary.c_str(), file.c_str()) != 0) {
    const auto why = refused(file);
    ::unlink(temporary.c_str());
    return why;
  }
  return sync_folder_of(file) ? Result<void>() : refused(file);
}

void remove_files(const std::vector<std::filesystem::path>& files) {
  std::error_code ignored;
  for (const auto& file : files) {
    std::filesystem::remove(file, ignored);
  }
  if (!files.empty()) {
    (void)sync_folder_of(files.front());
  }
}

}  // namespace comity::node
