#include "evidence/file_output.h"

#include "evidence/file_descriptor.h"
#include "value/bytes.h"
#include "value/result.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <utility>

namespace comity::evidence {
namespace {

constexpr std::size_t alignment = 4096;
constexpr std::size_t block_octets = std::size_t{4} << 20U;
constexpr int create_flags = O_WRONLY | O_CLOEXEC | O_NOFOLLOW;
constexpr mode_t only_owner = S_IRUSR | S_IWUSR;

/// File systems say in one of these ways that they do not know a flag.
bool unsupported() {
  return errno == EINVAL || errno == EOPNOTSUPP || errno == EISDIR || errno == EPERM;
}

}  // namespace

void FileOutput::Freed::operator()(std::uint8_t* block) const {
  // NOLINTNEXTLINE(cppcoreguidelines-no-malloc,cppcoreguidelines-owning-memory): from aligned_alloc
  std::free(block);
}

FileOutput::FileOutput(int folder, std::string name) : folder_(folder), name_(std::move(name)) {
  // The one aligned allocator of the library.
  // NOLINTNEXTLINE(cppcoreguidelines-no-malloc,cppcoreguidelines-owning-memory)
  block_.reset(static_cast<std::uint8_t*>(std::aligned_alloc(alignment, block_octets)));
}

FileOutput::~FileOutput() {
  if (!temporary_.empty()) {
    ::unlinkat(folder_, temporary_.c_str(), 0);
  }
}

value::Result<std::unique_ptr<FileOutput>> FileOutput::create(const FileDescriptor& folder,
                                                              const std::string& name,
                                                              Temporary kind) {
  std::unique_ptr<FileOutput> output(new FileOutput(folder.get(), name));
  if (const auto opened = output->open(kind); !opened) {
    return value::fail(opened.error());
  }
  return output;
}

value::Result<void> FileOutput::open(Temporary kind) {
  if (block_ == nullptr) {
    return value::fail("SEAL-04", "no memory for a block");
  }
  // Said now rather than after hours; what appears meanwhile is refused by commit.
  if (::faccessat(folder_, name_.c_str(), F_OK, AT_SYMLINK_NOFOLLOW) == 0) {
    errno = EEXIST;
    return write_failure(name_);
  }
  if (kind == Temporary::unnamed) {
    file_ = FileDescriptor(::openat(folder_, ".", O_WRONLY | O_CLOEXEC | O_TMPFILE, only_owner));
    if (!file_.open() && !unsupported()) {
      return write_failure(name_);
    }
  }
  if (!file_.open()) {
    const std::string named = name_ + ".part";
    file_ = FileDescriptor(
        ::openat(folder_, named.c_str(), create_flags | O_CREAT | O_EXCL, only_owner));
    if (!file_.open()) {
      return write_failure(named);
    }
    temporary_ = named;
  }
  direct_ = ::fcntl(file_.get(), F_SETFL, O_DIRECT) == 0;
  return {};
}

value::Result<void> FileOutput::write(value::BytesView bytes) {
  while (!bytes.empty()) {
    const std::size_t take = std::min(bytes.size(), block_octets - filled_);
    std::copy_n(bytes.begin(), take, block_.get() + filled_);
    filled_ += take;
    bytes = bytes.subspan(take);
    if (filled_ == block_octets) {
      if (const auto done = write_out(block_octets); !done) {
        return done;
      }
      filled_ = 0;
    }
  }
  return {};
}

value::Result<void> FileOutput::write_out(std::size_t size) {
  std::size_t done = 0;
  while (done < size) {
    const ssize_t put = ::write(file_.get(), block_.get() + done, size - done);
    if (put < 0 && errno == EINVAL && direct_) {
      // The file system took the flag, and not the write: or a short write broke the alignment.
      direct_ = false;
      ::fcntl(file_.get(), F_SETFL, 0);
      continue;
    }
    if (put < 0 && errno == EINTR) {
      continue;
    }
    if (put < 0) {
      return write_failure(name_);
    }
    done += static_cast<std::size_t>(put);
  }
  return {};
}

value::Result<void> FileOutput::commit() {
  const std::size_t whole = filled_ / alignment * alignment;
  const std::size_t rest = filled_ - whole;
  if (const auto done = write_out(whole); !done) {
    return done;
  }
  std::copy_n(block_.get() + whole, rest, block_.get());
  if (rest != 0 && direct_) {
    direct_ = false;
    ::fcntl(file_.get(), F_SETFL, 0);
  }
  if (const auto done = write_out(rest); !done) {
    return done;
  }
  filled_ = 0;
  if (::fsync(file_.get()) != 0) {
    return write_failure(name_);
  }
  if (const auto done = give_name(); !done) {
    return done;
  }
  if (::fsync(folder_) != 0) {
    return write_failure(name_);
  }
  return {};
}

value::Result<void> FileOutput::give_name() {
  if (temporary_.empty()) {
    // A link never replaces: EEXIST.
    const std::string open_file = "/proc/self/fd/" + std::to_string(file_.get());
    if (::linkat(AT_FDCWD, open_file.c_str(), folder_, name_.c_str(), AT_SYMLINK_FOLLOW) != 0) {
      return write_failure(name_);
    }
    return {};
  }
  if (::renameat2(folder_, temporary_.c_str(), folder_, name_.c_str(), RENAME_NOREPLACE) == 0) {
    temporary_.clear();
    return {};
  }
  if (!unsupported()) {
    return write_failure(name_);
  }
  if (::linkat(folder_, temporary_.c_str(), folder_, name_.c_str(), 0) != 0) {
    return write_failure(name_);
  }
  return {};  // the destructor takes the temporary name away
}

}  // namespace comity::evidence
