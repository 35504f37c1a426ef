#include "evidence/file_source.h"

#include "evidence/file_descriptor.h"
#include "evidence/source.h"
#include "value/result.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <system_error>
#include <utility>

namespace comity::evidence {
namespace {

value::Failure read_failure(const std::string& what) {
  return value::fail("SEAL-01", what + ": " + std::generic_category().message(errno));
}

}  // namespace

value::Result<std::unique_ptr<FileSource>> FileSource::open(const std::string& path) {
  return checked(FileDescriptor(::open(path.c_str(), O_RDONLY | O_CLOEXEC)), path);
}

value::Result<std::unique_ptr<FileSource>> FileSource::open_in(const FileDescriptor& folder,
                                                               const std::string& name) {
  const int fd = ::openat(folder.get(), name.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  return checked(FileDescriptor(fd), name);
}

value::Result<std::unique_ptr<FileSource>> FileSource::checked(FileDescriptor file,
                                                               const std::string& name) {
  struct stat status = {};
  if (!file.open() || ::fstat(file.get(), &status) != 0) {
    return read_failure(name);
  }
  if (S_ISDIR(status.st_mode)) {
    return value::fail("SEAL-01", name + " is a folder");
  }
  // Advice only: a pipe has no use for it.
  static_cast<void>(::posix_fadvise(file.get(), 0, 0, POSIX_FADV_SEQUENTIAL));
  return std::make_unique<FileSource>(std::move(file));
}

value::Result<std::size_t> FileSource::read(std::span<std::uint8_t> out) {
  std::size_t done = 0;
  while (done < out.size()) {
    const ssize_t got = ::read(file_.get(), out.data() + done, out.size() - done);
    if (got < 0 && errno == EINTR) {
      continue;
    }
    if (got < 0) {
      return read_failure("read");
    }
    if (got == 0) {
      break;
    }
    done += static_cast<std::size_t>(got);
  }
  return done;
}

value::Result<bool> FileSource::begin_at(std::uint64_t octet) {
  const auto known = facts();
  if (!known) {
    return value::fail(known.error());
  }
  if (!*known) {
    return octet == 0;
  }
  if (::lseek(file_.get(), static_cast<off_t>(octet), SEEK_SET) < 0) {
    return read_failure("lseek");
  }
  return true;
}

value::Result<std::optional<SourceFacts>> FileSource::facts() {
  struct stat status = {};
  if (::fstat(file_.get(), &status) != 0) {
    return read_failure("fstat");
  }
  if (!S_ISREG(status.st_mode)) {
    return std::nullopt;
  }
  SourceFacts facts;
  facts.size = static_cast<std::uint64_t>(status.st_size);
  facts.modified.unix_ms = std::int64_t{status.st_mtim.tv_sec} * 1000;
  facts.nanosecond = static_cast<std::uint32_t>(status.st_mtim.tv_nsec);
  facts.file = std::to_string(status.st_dev) + ":" + std::to_string(status.st_ino);
  return facts;
}

value::Result<std::size_t> MemorySource::read(std::span<std::uint8_t> out) {
  const std::size_t take = std::min(out.size(), bytes_.size() - done_);
  std::copy_n(bytes_.begin() + static_cast<std::ptrdiff_t>(done_), take, out.begin());
  done_ += take;
  return take;
}

value::Result<std::optional<SourceFacts>> MemorySource::facts() { return std::nullopt; }

}  // namespace comity::evidence
