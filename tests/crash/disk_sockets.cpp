// Sends and receives, which are points by themselves.
#include "crash/lossy_disk.h"
#include "crash/points.h"

#include <netinet/in.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstddef>
#include <string>

namespace {

using comity::crash::Inside;
using comity::crash::reached;
using comity::crash::real;
using comity::crash::setting;
using comity::crash::watching;

/// Which end of which connection: the port that was listened on is the server's.
std::string socket_place(int fd) {
  sockaddr_storage storage{};
  socklen_t size = sizeof storage;
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): the socket interface
  if (::getsockname(fd, reinterpret_cast<sockaddr*>(&storage), &size) != 0 ||
      (storage.ss_family != AF_INET && storage.ss_family != AF_INET6)) {
    return "";
  }
  static const std::string own = setting("COMITY_CRASH_PORT");
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): the port has one place in both
  const int listening = ntohs(reinterpret_cast<const sockaddr_in*>(&storage)->sin_port);
  return std::to_string(listening) == own ? "server" : "client";
}

void at_socket(const char* when, const char* act, int fd) {
  if (!watching()) {
    return;
  }
  const int kept = errno;
  const Inside here;
  if (const std::string place = socket_place(fd); !place.empty()) {
    reached(when, act, place);
  }
  errno = kept;
}

}  // namespace

extern "C" {

ssize_t send(int fd, const void* bytes, std::size_t size, int flags) {
  static const auto next = real<ssize_t (*)(int, const void*, std::size_t, int)>("send");
  at_socket("before", "send", fd);
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
