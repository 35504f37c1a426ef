// Sends and receives, which are points by themselves.
#include "crash/lossy_disk.h"
#include "crash/points.h"
#include "crash/sockets.h"

#include <sys/socket.h>

#include <cerrno>
#include <cstddef>
#include <string>
#include <string_view>

namespace {

using comity::crash::Inside;
using comity::crash::reached;
using comity::crash::real;
using comity::crash::socket_place;
using comity::crash::watching;

void at_socket(const char* when, const char* act, int fd, std::string_view octets = {}) {
  if (!watching()) {
    return;
  }
  const int kept = errno;
  const Inside here;
  if (const std::string place = socket_place(fd, octets); !place.empty()) {
    reached(when, act, place);
  }
  errno = kept;
}

}  // namespace

extern "C" {

ssize_t send(int fd, const void* bytes, std::size_t size, int flags) {
  static const auto next = real<ssize_t (*)(int, const void*, std::size_t, int)>("send");
  at_socket("before", "send", fd, {static_cast<const char*>(bytes), size});
  const ssize_t put = next(fd, bytes, size, flags);
  at_socket("after", "send", fd);
  return put;
}

ssize_t sendmsg(int fd, const msghdr* message, int flags) {
  static const auto next = real<ssize_t (*)(int, const msghdr*, int)>("sendmsg");
  at_socket("before", "send", fd);
  const ssize_t put = next(fd, message, flags);
  at_socket("after", "send", fd);
  return put;
}

ssize_t recv(int fd, void* bytes, std::size_t size, int flags) {
  static const auto next = real<ssize_t (*)(int, void*, std::size_t, int)>("recv");
  const ssize_t got = next(fd, bytes, size, flags);
  if (got > 0) {
    at_socket("after", "receive", fd);
  }
  return got;
}

ssize_t recvmsg(int fd, msghdr* message, int flags) {
  static const auto next = real<ssize_t (*)(int, msghdr*, int)>("recvmsg");
  const ssize_t got = next(fd, message, flags);
  if (got > 0) {
    at_socket("after", "receive", fd);
  }
  return got;
}
}
