#include "crash/sockets.h"

#include "crash/points.h"

#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

namespace comity::crash {
namespace {

std::string setting(const char* name) {
  const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): nobody changes it here
  return value != nullptr ? value : "";
}

std::string port_of(const sockaddr_storage& address) {
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): the port is at the same place in
  // both
  return std::to_string(ntohs(reinterpret_cast<const sockaddr_in*>(&address)->sin_port));
}

bool is_postgres(const sockaddr_storage& peer) {
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): the socket interface
  const auto* local = reinterpret_cast<const sockaddr_un*>(&peer);
  return peer.ss_family == AF_UNIX &&
         std::string_view(local->sun_path).find("/.s.PGSQL.") != std::string_view::npos;
}

/// What the octets begin, or nothing: most are the middle of something.
std::string request_in(std::string_view octets) {
  for (const std::string_view method : {"PUT ", "DELETE ", "GET ", "HEAD "}) {
    if (!octets.starts_with(method)) {
      continue;
    }
    const std::string_view target =
        octets.substr(method.size(), octets.find(" HTTP/") - method.size());
    const bool writes = method.front() == 'P' || method.front() == 'D';
    const auto at = std::min(target.find("/log/"), target.find("/objects/"));
    if (!writes || at == std::string_view::npos) {
      return "bucket";
    }
    return "bucket " + std::string(method) + place_of(std::string(target.substr(at + 1)), "");
  }
  return "";
}

/// By what was sent last on this descriptor.
std::string remembered(int fd, const std::string& now, const std::string& else_this) {
  static std::mutex guard;
  static std::map<int, std::string> last;
  const std::scoped_lock lock(guard);
  if (!now.empty()) {
    last[fd] = now;
  }
  const auto found = last.find(fd);
  return found == last.end() ? else_this : found->second;
}

}  // namespace

std::string socket_place(int fd, std::string_view octets) {
  sockaddr_storage own{};
  sockaddr_storage peer{};
  socklen_t own_size = sizeof own;
  socklen_t peer_size = sizeof peer;
  // NOLINTBEGIN(cppcoreguidelines-pro-type-reinterpret-cast): the socket interface
  if (::getsockname(fd, reinterpret_cast<sockaddr*>(&own), &own_size) != 0) {
    return "";
  }
  const bool connected = ::getpeername(fd, reinterpret_cast<sockaddr*>(&peer), &peer_size) == 0;
  // NOLINTEND(cppcoreguidelines-pro-type-reinterpret-cast)
  if (connected && is_postgres(peer)) {
    const bool commits = octets.find("; COMMIT") != std::string_view::npos;
    const std::string now = commits ? "database commit" : "database";
    return remembered(fd, octets.empty() ? "" : now, "database");
  }
  if (own.ss_family != AF_INET && own.ss_family != AF_INET6) {
    return "";
  }
  static const std::string bucket = setting("COMITY_CRASH_BUCKET");
  if (connected && !bucket.empty() && port_of(peer) == bucket) {
    return remembered(fd, request_in(octets), "bucket");
  }
  static const std::string served = setting("COMITY_CRASH_PORT");
  return port_of(own) == served ? "server" : "client";
}

}  // namespace comity::crash
