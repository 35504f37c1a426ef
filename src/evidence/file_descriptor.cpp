#include "evidence/file_descriptor.h"

#include "value/result.h"

#include <asm-generic/errno.h>
#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <system_error>

namespace comity::evidence {

FileDescriptor::~FileDescriptor() {
  if (fd_ >= 0) {
    ::close(fd_);
  }
}

value::Result<FileDescriptor> open_folder(const std::string& path) {
  FileDescriptor folder(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!folder.open()) {
    return write_failure(path);
  }
  return folder;
}

value::Failure write_failure(const std::string& what) {
  const int found = errno;
  const std::string detail = what + ": " + std::generic_category().message(found);
  if (found == ENOSPC || found == EDQUOT) {
    return value::fail("SEAL-03", detail);
  }
  return found == EEXIST ? value::fail("SEAL-07", detail) : value::fail("SEAL-04", detail);
}

}  // namespace comity::evidence
