#include "keys/partial_file.h"

#include "keys/system_random.h"
#include "value/bytes.h"
#include "value/result.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <system_error>
#include <utility>

namespace comity::keys {

namespace {

/// A name beside `path` that a crash may leave behind, never in the way of the next attempt.
std::filesystem::path partial_name(const std::filesystem::path& path) {
  std::array<std::uint8_t, 8> tail{};
  SystemRandom().fill(tail);
  return path.string() + ".partial-" + value::to_hex(tail);
}

bool sync_folder(const std::filesystem::path& path) {
  const std::filesystem::path folder = path.has_parent_path() ? path.parent_path() : ".";
  const int opened = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool synced = opened >= 0 && ::fsync(opened) == 0;
  if (opened >= 0) {
    ::close(opened);
  }
  return synced;
}

/// The name appears only over a complete file, and never over another one. File systems without
/// RENAME_NOREPLACE (EINVAL) get a second name, which link never gives over an existing one.
bool take_name(const std::filesystem::path& partial, const std::filesystem::path& wanted) {
  if (::renameat2(AT_FDCWD, partial.c_str(), AT_FDCWD, wanted.c_str(), RENAME_NOREPLACE) == 0) {
    return true;
  }
  return errno == EINVAL && ::link(partial.c_str(), wanted.c_str()) == 0 &&
         ::unlink(partial.c_str()) == 0;
}

}  // namespace

value::Result<PartialFile> PartialFile::create(const std::filesystem::path& path) {
  std::filesystem::path partial = partial_name(path);
  const int file =
      ::open(partial.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  PartialFile out(path, std::move(partial), file);
  if (file < 0) {
    const value::Failure failure = out.failed();
    out.partial_.clear();
    return failure;
  }
  return out;
}

PartialFile::PartialFile(std::filesystem::path wanted, std::filesystem::path partial, int file)
    : wanted_(std::move(wanted)), partial_(std::move(partial)), file_(file) {}

PartialFile::PartialFile(PartialFile&& other) noexcept
    : wanted_(std::move(other.wanted_)),
      partial_(std::exchange(other.partial_, {})),
      file_(std::exchange(other.file_, -1)) {}

PartialFile::~PartialFile() {
  if (file_ >= 0) {
    ::close(file_);
  }
  if (!partial_.empty()) {
    ::unlink(partial_.c_str());
  }
}

value::Result<void> PartialFile::write(value::BytesView bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(file_, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) {
      continue;
    }
    if (written <= 0) {
      return failed();
    }
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
  return {};
}

value::Result<void> PartialFile::publish() {
  if (::fsync(file_) != 0 || !take_name(partial_, wanted_)) {
    return failed();
  }
  partial_.clear();
  if (!sync_folder(wanted_)) {
    value::Failure failure = failed();
    ::unlink(wanted_.c_str());
    return failure;
  }
  return {};
}

value::Failure PartialFile::failed() const {
  return value::fail("KEY-05", wanted_.string() + ": " + std::generic_category().message(errno));
}

}  // namespace comity::keys
