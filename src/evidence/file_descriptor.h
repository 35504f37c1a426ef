// Owns one POSIX file descriptor. Used by file_source.cpp and file_output.cpp.
#pragma once

#include "value/result.h"

#include <string>
#include <utility>

namespace comity::evidence {

class FileDescriptor {
 public:
  FileDescriptor() = default;

  explicit FileDescriptor(int fd) : fd_(fd) {}

  FileDescriptor(FileDescriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}

  FileDescriptor& operator=(FileDescriptor&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }

  ~FileDescriptor();

  [[nodiscard]] int get() const { return fd_; }

  [[nodiscard]] bool open() const { return fd_ >= 0; }

 private:
  int fd_ = -1;
};

/// A folder to create files in or read them from; SEAL-04 when it cannot be opened.
value::Result<FileDescriptor> open_folder(const std::string& path);

/// SEAL-03 for ENOSPC and EDQUOT, SEAL-07 for EEXIST, SEAL-04 otherwise; from errno.
value::Failure write_failure(const std::string& what);

}  // namespace comity::evidence
